"""Backups: a copy of the database without its keys, and the keys beside it in a file of their own (see `keyrings`).
Beside them stand the folders that others keep (see `parts`).

Apart, so that erasing somebody erases them in every backup too: their key is overwritten in each keyring, and the
copies of the databases need not be touched. No backup holds the master key, the signing keys, or anybody's session.
"""

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

from fingerpost.contract.errors import FingerpostError, StoreUnavailable
from fingerpost.record.alone import alone
from fingerpost.record.faults import store_faults
from fingerpost.record.models import Entry, SubjectKey
from fingerpost.record.retention.copying import NAMES, copy_database, name_of_copy
from fingerpost.record.retention.erasures import read_erasures
from fingerpost.record.retention.keyrings import LINE, blank_keyring, read_keyring, scrub_keyring, write_keyring
from fingerpost.record.retention.keyrings import NAME as KEYRING
from fingerpost.record.retention.parts import parts

FOLDER = "backups"
ELSEWHERE = "elsewhere"  # the folders outside of ours to which backups were made, one a line
LOCK = "lock"
MANIFEST = "manifest.json"
VERSION = 1
NOT_MADE = "The backup could not be made. Nothing was changed. Is there room on the disk?"
AT_ONCE = 500


class NotABackup(FingerpostError):
    """A folder is no backup of ours, or was damaged since."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup says of itself. `entries` is the number of the last entry of the ledger."""

    version: int
    made_at: str
    release: str
    vendor: str
    entries: int
    keys: int
    sha256: str

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


@dataclass(frozen=True, kw_only=True)
class Backup:
    """One backup, where it stands."""

    folder: Path
    manifest: Manifest


def make_backup(*, home: Path, at: datetime, release: str, to: Path | None = None) -> Backup:
    """Copy the database as it is at one moment, while others go on writing. `to` is a folder other than ours.

    Whoever is erased meanwhile is erased in it too. Raises StoreUnavailable, and then nothing is left behind.
    """
    place = to or home / FOLDER
    with store_faults(NOT_MADE):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if to is not None:
            _note_place(home, to.resolve())
        with _alone(home) as is_ours:
            if not is_ours:
                raise StoreUnavailable("Another backup is being made. Wait for it to end, and try again.")
            _remove_drafts(home)
            name = _make(place, home=home, at=at, release=release)
        scrub_backups(home)  # only now, when whoever erases can see it: nothing falls between the two
    return read_backup(place / name)


def _make(place: Path, *, home: Path, at: datetime, release: str) -> str:
    """Write it under a hidden name, and show it once all of it is there; gives its name."""
    name = f"{at.astimezone():%Y-%m-%d-%H%M%S}-{secrets.token_hex(2)}"
    draft = place / f".{name}"
    draft.mkdir(mode=0o700)
    try:
        _write(draft, at=at, release=release)
        for part in parts():
            part.copy(draft / part.name, home=home)
        draft.rename(place / name)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return name


def list_backups(home: Path) -> list[Backup]:
    """Every backup that can be reached and says what it is, oldest first. For the others see `damaged_backups`."""
    found = []
    for folder in _folders(home):
        with suppress(NotABackup):
            found.append(read_backup(folder))
    return sorted(found, key=lambda each: each.manifest.at)


def damaged_backups(home: Path) -> list[tuple[Path, str]]:
    """Those that can be reached and not restored, as far as a glance tells, each with what is wrong in a sentence."""
    found = []
    for folder in _folders(home):
        try:
            _glance(read_backup(folder))
        except NotABackup as error:
            found.append((folder, error.public))
    return found


def read_backup(folder: Path) -> Backup:
    """What a backup says of itself. Raises NotABackup."""
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**raw)
        if manifest.version != VERSION:
            raise NotABackup(f"{folder} was made by another release, which wrote version {manifest.version}.")
        _check_manifest(manifest)
    except (OSError, ValueError, TypeError) as error:
        raise NotABackup(f"{folder} is not a backup, or is damaged.", detail=str(error)) from error
    if manifest.vendor not in NAMES:
        raise NotABackup(
            f"{folder} says that it is of the database {manifest.vendor!r}, which this release does not know. "
            f"It knows {' and '.join(NAMES)}. Use the release that made it, or another backup."
        )
    return Backup(folder=folder, manifest=manifest)


def _check_manifest(manifest: Manifest) -> None:
    """Raises ValueError and TypeError where a value is none of ours."""
    if manifest.at.tzinfo is None:
        raise ValueError("the time has no zone")
    numbers, words = (manifest.entries, manifest.keys), (manifest.release, manifest.vendor, manifest.sha256)
    if not all(type(each) is int for each in numbers) or not all(type(each) is str for each in words):
        raise TypeError("a value is of another type")


def _glance(backup: Backup) -> None:
    """Are its parts there? Reads none of them: for that see `check_backup`. Raises NotABackup."""
    try:
        (backup.folder / name_of_copy(backup.manifest.vendor)).stat()
        is_cut = (backup.folder / KEYRING).stat().st_size % LINE
    except OSError as error:
        raise NotABackup(f"{backup.folder} is damaged: a part of it is missing.", detail=str(error)) from error
    if is_cut:
        raise NotABackup(f"{backup.folder} is damaged: its keyring is cut short.")


def check_backup(backup: Backup) -> None:
    """Is all of it there, letter for letter? Raises NotABackup."""
    try:
        digest = digest_of(backup.folder / name_of_copy(backup.manifest.vendor))
        read_keyring(backup.folder / KEYRING)
    except (OSError, ValueError) as error:
        raise NotABackup(f"{backup.folder} is damaged: a part of it cannot be read.", detail=str(error)) from error
    if digest != backup.manifest.sha256:
        raise NotABackup(f"{backup.folder} is damaged: its database is not the one that was written.")


def scrub_backups(home: Path, ids: Iterable[str] | None = None) -> int:
    """Overwrite keys in every backup that can be reached; gives how many. Without `ids`: those of all who were erased.
    What others keep in a backup loses whatever tells of them too.

    One that is damaged keeps no other from it. Raises OSError and NotABackup, once all others are done.
    """
    wanted = list(ids) if ids is not None else None
    scrubbed = 0
    with _alone(home) as is_ours:
        if is_ours:
            _remove_drafts(home)
    faults: list[Exception] = []
    for ring in _keyrings(home):
        try:
            scrubbed += scrub_keyring(ring, wanted if wanted is not None else _erased_among(read_keyring(ring), home))
        except OSError as error:
            faults.append(error)
        except ValueError as error:
            faults.append(NotABackup(f"{ring.parent} is damaged: keys in it cannot be erased.", detail=str(error)))
    faults += _scrub_parts(home)
    if faults:
        raise faults[0]
    return scrubbed


def _scrub_parts(home: Path) -> list[Exception]:
    """What went wrong: one that is damaged keeps no other from it."""
    faults: list[Exception] = []
    for part, place in [(part, folder / part.name) for folder in _folders(home) for part in parts()]:
        try:
            if place.is_dir():
                part.scrub(place)
        except (OSError, FingerpostError) as error:
            faults.append(error)
    return faults


def unreachable(home: Path) -> list[Path]:
    """Folders to which backups were made and that are not here now. They are scrubbed once they are here again."""
    return [place for place in _places(home) if not place.is_dir()]


def old_backups(home: Path, *, at: datetime, days: int | None) -> list[Backup]:
    """Those of our own folder that are older than that. What stands elsewhere is for whoever put it there."""
    if days is None:
        return []
    return [
        each
        for each in list_backups(home)
        if each.folder.parent == home / FOLDER and each.manifest.at < at - timedelta(days=days)
    ]


def remove_old_backups(home: Path, *, at: datetime, days: int | None) -> int:
    """Delete them; gives how many. The keys go first, so that one half deleted can open nothing."""
    old = old_backups(home, at=at, days=days)
    for each in old:
        blank_keyring(each.folder / KEYRING)  # whole, so that a damaged one goes too
        shutil.rmtree(each.folder)
    return len(old)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(draft: Path, *, at: datetime, release: str) -> None:
    database = draft / name_of_copy(connection.vendor)
    copied = copy_database(database)
    write_keyring(draft / KEYRING, copied.keys)
    manifest = Manifest(
        version=VERSION,
        made_at=at.isoformat(timespec="seconds"),
        release=release,
        vendor=connection.vendor,
        entries=copied.entries,
        keys=len(copied.keys),
        sha256=digest_of(database),
    )
    (draft / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")


@contextmanager
def _alone(home: Path) -> Iterator[bool]:
    """Is nobody else making a backup? While it lasts, nobody begins one."""
    (home / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(home / FOLDER / LOCK) as is_ours:
        yield is_ours


def _remove_drafts(home: Path) -> None:
    """What a process left that was killed while it copied: it may hold keys beside the words."""
    for place in (home / FOLDER, *_places(home)):
        for draft in place.glob(".[0-9]*"):
            shutil.rmtree(draft)


def _folders(home: Path) -> Iterator[Path]:
    """Of every backup that can be reached, whatever became of its parts."""
    for place in (home / FOLDER, *_places(home)):
        yield from sorted(each for each in place.glob("[0-9]*") if each.is_dir())


def _keyrings(home: Path) -> Iterator[Path]:
    """Of every backup that can be reached, whatever became of the rest of it."""
    for place in (home / FOLDER, *_places(home)):
        yield from sorted(place.glob(f"[0-9]*/{KEYRING}"))


def _erased_among(keys: Iterable[str], home: Path) -> list[str]:
    """Those of the keys that were erased, by the list outside the database or by the database."""
    held = list(keys)
    gone = set(read_erasures(home)) & set(held)
    for start in range(0, len(held), AT_ONCE):
        rows = SubjectKey.objects.filter(id__in=held[start : start + AT_ONCE], erased_at__isnull=False)
        gone.update(rows.values_list("id", flat=True))
    return sorted(gone)


def _places(home: Path) -> Iterator[Path]:
    try:
        text = (home / FOLDER / ELSEWHERE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    yield from map(Path, dict.fromkeys(line for line in text.split("\n") if line))


def _note_place(home: Path, place: Path) -> None:
    if place in _places(home) or place == (home / FOLDER).resolve():
        return
    if "\n" in str(place):
        raise StoreUnavailable("Choose a folder without a line break in its name.")
    (home / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / FOLDER / ELSEWHERE).open("a", encoding="utf-8") as file:
        file.write(f"{place}\n")


def last_entry() -> int:
    """The number of the last entry of the ledger; 0 for an empty one."""
    return Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
