"""A copy of the database at one moment, while others go on writing: without keys, without sessions."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.models import Entry, SubjectKey

KEYS, SESSIONS = "record_subjectkey", "django_session"
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}  # by vendor
SUBJECTS = "subjects.jsonl"  # PostgreSQL: the rows of the keys, without the keys


@dataclass(frozen=True, kw_only=True)
class Copied:
    """What went with the copy: the keys as the master key wrapped them, by id, and the ledger's last number."""

    keys: Mapping[str, bytes]
    entries: int


def name_of_copy(vendor: str) -> str:
    """The file of a backup that holds the database."""
    return NAMES[vendor]


def copy_database(to: Path) -> Copied:
    """Write the copy. Raises OSError, DatabaseError, and StoreUnavailable where PostgreSQL's own tool is missing."""
    return _copy_postgresql(to) if connection.vendor == "postgresql" else _copy_sqlite(to)


def _copy_sqlite(to: Path) -> Copied:
    """By SQLite's own backup. Whoever writes meanwhile goes on; only emptying the write-ahead log waits."""
    path = Path(str(connection.settings_dict["NAME"])).resolve()
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as copy:
            to.chmod(0o600)
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=MEMORY")
            copy.execute("PRAGMA secure_delete=ON")
            found = copy.execute(f"SELECT id, wrapped FROM {KEYS} WHERE length(wrapped) > 0")  # noqa: S608 - our own name
            keys = {name: bytes(wrapped) for name, wrapped in found}
            (entries,) = copy.execute("SELECT COALESCE(MAX(seq), 0) FROM record_entry").fetchone()
            copy.execute(f"UPDATE {KEYS} SET wrapped = x''")  # noqa: S608
            copy.execute(f"DELETE FROM {SESSIONS}")  # noqa: S608
            copy.commit()
            copy.execute("VACUUM")  # nothing that was deleted before is left between the rows
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    return Copied(keys=keys, entries=entries)


def _copy_postgresql(to: Path) -> Copied:
    """By pg_dump, which reads at the same moment at which we read the keys."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        rows = list(SubjectKey.objects.order_by("id"))
        entries = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        run_postgresql(
            "pg_dump",
            "--format=custom",
            f"--snapshot={snapshot}",
            f"--exclude-table-data={KEYS}",
            f"--exclude-table-data={SESSIONS}",
            f"--file={to}",
        )
    with (to.parent / SUBJECTS).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(_without_key(row)) + "\n" for row in rows)
    return Copied(keys={row.id: bytes(row.wrapped) for row in rows if row.wrapped}, entries=entries)


def _without_key(row: SubjectKey) -> dict[str, Any]:
    return {
        "id": row.id,
        "body": row.body,
        "subject": row.subject,
        "master": row.master,
        "created_at": row.created_at.isoformat(),
        "erased_at": row.erased_at.isoformat() if row.erased_at else None,
    }


def run_postgresql(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own tools on our database. Raises StoreUnavailable, which says what to do."""
    path = shutil.which(program)
    if path is None:
        raise StoreUnavailable(
            f"{program} is not on this machine. Install PostgreSQL's client programs, of the server's version or newer "
            "(on Debian: apt install postgresql-client), and try again.",
            detail=f"{program} was not found on PATH",
        )
    chosen = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    known = {variable: str(chosen[name]) for variable, name in names.items() if chosen.get(name)}
    options = {
        f"PG{name.upper()}": str(value) for name, value in chosen.get("OPTIONS", {}).items() if name == "sslmode"
    }
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, with words of ours
        [path, *arguments], env={**os.environ, **known, **options}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StoreUnavailable(f"{program} could not do it. Nothing was changed.", detail=done.stderr.strip())
