"""Puts a backup in the place of the database. Whoever was erased since stays erased."""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, connections

from fingerpost.contract.errors import FingerpostError, StoreUnavailable
from fingerpost.record.faults import store_faults
from fingerpost.record.retention.backups import Backup, check_backup, last_entry, make_backup
from fingerpost.record.retention.copying import KEYS, SUBJECTS, name_of_copy, run_postgresql
from fingerpost.record.retention.erasures import read_erasures
from fingerpost.record.retention.keyrings import NAME as KEYRING
from fingerpost.record.retention.keyrings import read_keyring
from fingerpost.record.retention.loading import load_subjects
from fingerpost.record.retention.parts import parts

NOT_RESTORED = "The backup could not be put back. Nothing was changed."


class CannotRestore(FingerpostError):
    """The backup does not fit this installation, or somebody is using the database."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was put back. `lost` counts the entries of the ledger that came after the backup: they are in `before` only,
    the backup of what stood here, where anything did. `gone` are keys that were erased since."""

    entries: int
    lost: int
    gone: int
    before: Path | None


def restore_backup(backup: Backup, *, home: Path, at: datetime, release: str) -> Restored:
    """Check the backup, keep what stands here as another, and put it in its place. Nothing may be serving meanwhile.

    Raises NotABackup, CannotRestore, and StoreUnavailable.
    """
    check_backup(backup)
    if backup.manifest.vendor != connection.vendor:
        raise CannotRestore(
            f"This backup is of {backup.manifest.vendor}, and this installation uses {connection.vendor}."
        )
    with store_faults(NOT_RESTORED):
        keys = read_keyring(backup.folder / KEYRING)
        gone = set(read_erasures(home)) & set(keys)
        living = {name: key for name, key in keys.items() if name not in gone}
        stood = last_entry() if _is_there() else 0
        before = make_backup(home=home, at=at, release=release).folder if _is_there() else None
        connections.close_all()
        if connection.vendor == "postgresql":
            _restore_postgresql(backup, living)
        else:
            try:
                _restore_sqlite(backup, living, at=at)
            except sqlite3.Error as error:
                damaged = f"{backup.folder} is damaged: its database cannot be read. Nothing was changed."
                raise CannotRestore(damaged, detail=str(error)) from error
        for part in parts():
            part.put_back(backup.folder / part.name, home=home)
    return Restored(
        entries=backup.manifest.entries,
        lost=max(0, stood - backup.manifest.entries),
        gone=backup.manifest.keys - len(living),
        before=before,
    )


def _is_there() -> bool:
    """Is there a database with our tables?"""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).is_file():
        return False
    return KEYS in connection.introspection.table_names()


def _restore_sqlite(backup: Backup, living: Mapping[str, bytes], *, at: datetime) -> None:
    path = Path(str(connection.settings_dict["NAME"]))
    draft = path.with_name(f".{path.name}.restored")
    draft.unlink(missing_ok=True)
    shutil.copyfile(backup.folder / name_of_copy("sqlite"), draft)
    draft.chmod(0o600)
    with closing(sqlite3.connect(draft)) as copy:
        (found,) = copy.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise CannotRestore(f"{backup.folder} is damaged: {found}.")
        copy.executemany(
            f"UPDATE {KEYS} SET wrapped = ? WHERE id = ?",  # noqa: S608 - our own name
            [(key, name) for name, key in living.items()],
        )
        when = at.strftime("%Y-%m-%d %H:%M:%S")
        copy.execute(f"UPDATE {KEYS} SET erased_at = ? WHERE length(wrapped) = 0 AND erased_at IS NULL", (when,))  # noqa: S608
        copy.commit()
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    _check_nobody_writes(path)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    draft.replace(path)


def _check_nobody_writes(path: Path) -> None:
    """Fold the log into the file and hold it alone. Raises CannotRestore where somebody else has it open."""
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path, timeout=1)) as present:
            present.execute("PRAGMA locking_mode=EXCLUSIVE")
            present.execute("PRAGMA journal_mode=DELETE")
            present.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        raise CannotRestore(
            "Somebody is using the database. Stop `fingerpost serve` and every other command first.", detail=str(error)
        ) from error


def _restore_postgresql(backup: Backup, living: Mapping[str, bytes]) -> None:
    """Tables and rows by pg_restore, in one transaction; then the keys' rows with the keys that are left."""
    name = str(connection.settings_dict["NAME"])
    dump = str(backup.folder / name_of_copy("postgresql"))
    run_postgresql(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={name}", dump
    )
    if not (backup.folder / SUBJECTS).is_file():
        raise StoreUnavailable(NOT_RESTORED, detail=f"{SUBJECTS} is missing")
    load_subjects(backup.folder / SUBJECTS, living)
