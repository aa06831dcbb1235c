"""FINGERPOST_HOME made ready: folders, tables, the starter library and the index. Safe for two processes at once."""

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.accounts import keep_roles
from fingerpost.doors.installation import Progress
from fingerpost.doors.progress import CountedProgress
from fingerpost.knowledge.models import Document
from fingerpost.knowledge.starter import starter_library
from fingerpost.record.retention.erasing import reapply_erasures
from fingerpost.record.rulemaking.in_force import put_in_force

STARTER = "starter"
FOLDERS = ("", "keys", "index", "logs")


def make_ready(progress: Progress, *, update_index: Callable[[Progress], int]) -> None:
    """Everything a command needs, as far as it is missing. A second process waits for the first, then finds it done.

    Raises StoreUnavailable when the folder cannot be written or the database cannot be reached.
    """
    make_folders(settings.HOME)
    with one_at_a_time(settings.HOME / "ready.lock", progress):
        migrate(progress)
        keep_roles()
        reapply_erasures(home=settings.HOME, at=timezone.now())  # the database may be one from before them
        put_in_force(body=settings.CONFIGURATION.body, home=settings.HOME)  # or one with more approved than files
        call_command("clearsessions")  # of those who closed their browser: nothing tells us when they do
        import_starter_library(progress)
        update_index(progress)


def make_folders(home: Path) -> None:
    """Readable by their owner only: they hold keys, and what people asked."""
    try:
        for name in FOLDERS:
            (home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The folder {home} cannot be written. Set FINGERPOST_HOME to one that can.", detail=str(error)
        ) from error


@contextmanager
def one_at_a_time(path: Path, progress: Progress) -> Iterator[None]:
    """Hold a lock that the operating system gives back even after kill -9."""
    with path.open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("Waiting for another fingerpost that is making things ready", 0, 0)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrate(progress: Progress) -> None:
    """Make the tables, or bring them up to this release."""
    if missing_migrations():
        progress("Making the tables", 0, 1)
        call_command("migrate", verbosity=0, interactive=False)
        progress("Making the tables", 1, 1)


def missing_migrations() -> list[str]:
    """The names of migrations that this release has and the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def import_starter_library(progress: Progress) -> None:
    """Import the library that comes with this release, when it is missing or has changed."""
    if not settings.CONFIGURATION.starter_library:
        return
    folder, body = starter_library(), settings.CONFIGURATION.body
    stamp = settings.HOME / "starter-library.json"
    wanted = {"body": body, "digest": digest_of(folder)}
    if _read(stamp) == wanted and Document.objects.filter(body=body, collection__name=STARTER).exists():
        return
    from fingerpost.knowledge.importing import import_folder  # noqa: PLC0415 - readers of PDF and Word take a while

    import_folder(
        folder,
        body=body,
        collection=STARTER,
        title="Starter library",
        progress=CountedProgress(progress, "Importing the starter library"),
    )
    stamp.write_text(json.dumps(wanted), encoding="utf-8")


def digest_of(folder: Path) -> str:
    """SHA-256 over the paths and contents of a folder's pages."""
    hashed = hashlib.sha256()
    for path in sorted(folder.rglob("*.md")):
        hashed.update(f"{path.relative_to(folder)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return hashed.hexdigest()


def _read(stamp: Path) -> object:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None  # no stamp, or a torn one: import, which touches only what changed
