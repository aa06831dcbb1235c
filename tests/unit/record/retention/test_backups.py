"""Backups hold words and keys apart, so that an erasure reaches them; one that is restored is erased again."""

import os
import secrets
from pathlib import Path

import pytest
from tests.unit.record.ledger_processes import start_python

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.retention.copying import run_postgresql
from fingerpost.record.retention.keyrings import LINE, WRAPPED_BYTES, read_keyring, scrub_keyring, write_keyring

HEAD = """
from datetime import timedelta
from pathlib import Path
from fingerpost.record.retention.backups import *
from fingerpost.record.retention.erasing import erase_conversation, reapply_erasures
from fingerpost.record.retention.restoring import restore_backup
home = settings.HOME
def record_one(reference, question="When is my bin day?", subject=""):
    run = make_run(reference, question=question, subject=subject)
    with recorder.open(run) as entry:
        entry.close(run, reply=reply_to(run))
def erase(reference):
    return erase_conversation(reference, body="fernby", by="dana", reason="asked", at=NOON, home=home)
def is_gone(reference):
    return find_run(reference, body="fernby", keys=keys).reply is None
def back_up(**more):
    return make_backup(home=home, at=more.pop("at", NOON), release="test", **more)
def keyring(backup):
    return (backup.folder / "keyring").read_bytes()
"""
ERASED_IN_BACKUPS = """
record_one("FP-F1RST-00000"); record_one("FP-0THER-00000")
wrapped = bytes(SubjectKey.objects.get(subject="FP-F1RST-00000").wrapped)
elsewhere = home.parent / "elsewhere"
here, there = back_up(), back_up(to=elsewhere)
for each in (here, there):
    check_backup(each)
    assert wrapped.hex().encode() in keyring(each)
    files = b"".join(path.read_bytes() for path in each.folder.iterdir() if path.name != "keyring")
    assert wrapped not in files and wrapped.hex().encode() not in files
away = elsewhere.rename(home.parent / "away")
done = erase("FP-F1RST-00000")
assert (done.in_backups, done.out_of_reach) == (1, (str(elsewhere),)), done
assert wrapped.hex().encode() not in keyring(here)
away.rename(elsewhere)
assert scrub_backups(home) == 1
assert wrapped.hex().encode() not in keyring(there)
assert erase("FP-F1RST-00000").in_backups == 0
"""
ERASED_BESIDE_DAMAGED = """
record_one("FP-F1RST-00000"); record_one("FP-0THER-00000")
wrapped = bytes(SubjectKey.objects.get(subject="FP-F1RST-00000").wrapped)
damaged, cut, sound = back_up(), back_up(at=NOON + timedelta(hours=1)), back_up(at=NOON + timedelta(hours=2))
(damaged.folder / "manifest.json").write_text("{")
(cut.folder / "keyring").write_bytes(keyring(cut)[:-5])
assert erase("FP-F1RST-00000").in_backups >= 2
for each in (damaged, sound):
    assert wrapped.hex().encode() not in keyring(each)
SubjectKey.objects.filter(subject="FP-0THER-00000").update(erased_at=NOON)
other = bytes(SubjectKey.objects.get(subject="FP-0THER-00000").wrapped).hex().encode()
try:
    scrub_backups(home)
except NotABackup as error:
    assert str(cut.folder) in error.public
else:
    raise AssertionError("a cut keyring was passed over in silence")
assert other not in keyring(sound)
"""
RESTORED = """
record_one("FP-F1RST-00000"); record_one("FP-0THER-00000")
kept = back_up()
(home / "old-copy").write_bytes(keyring(kept))  # somebody's own copy of the keyring, from before the erasure
erase("FP-F1RST-00000")
record_one("FP-LATER-00000")
(kept.folder / "keyring").write_bytes((home / "old-copy").read_bytes())
done = restore_backup(kept, home=home, at=NOON, release="test")
assert (done.entries, done.lost, done.gone) == (4, 3, 1), done
assert is_gone("FP-F1RST-00000") and not is_gone("FP-0THER-00000")
assert find_run("FP-LATER-00000", body="fernby", keys=keys) is None
assert list_backups(home)[-1].folder == done.before or done.before.is_dir()
restore_backup(read_backup(done.before), home=home, at=NOON, release="test")  # and back again
assert not is_gone("FP-LATER-00000") and is_gone("FP-F1RST-00000")
"""
OLDER_DATABASE = """
import shutil, sqlite3
from django.db import connections
record_one("FP-F1RST-00000")
copy = sqlite3.connect(home / "own-copy"); sqlite3.connect(home / "fingerpost.sqlite3").backup(copy); copy.close()
erase("FP-F1RST-00000")
connections.close_all()
for each in home.glob("fingerpost.sqlite3*"):
    each.unlink()
shutil.move(home / "own-copy", home / "fingerpost.sqlite3")
assert not is_gone("FP-F1RST-00000")
assert reapply_erasures(home=home, at=NOON) == 1
assert is_gone("FP-F1RST-00000")
"""
PARTS = """
from fingerpost.record.retention import parts
class Numbers:
    name = "numbers"
    def copy(self, to, *, home):
        to.mkdir()
        (to / "one").write_text("1")
    def put_back(self, folder, *, home):
        (home / "numbers").write_text((folder / "one").read_text() if folder.is_dir() else "none")
    def scrub(self, folder):
        if (folder / "broken").exists():
            raise OSError("broken")
        (folder / "one").write_text("-")
record_one("FP-F1RST-00000")
before = back_up()
parts.add_part(Numbers())
(home / "report-drafts").mkdir()
(home / "report-drafts" / "draft").write_text("What somebody has not sent yet: Quackenbush")
kept, broken = back_up(), back_up(at=NOON + timedelta(hours=1))
for each in (kept, broken):
    check_backup(each)
    files = [path for path in each.folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"database.sqlite3", "keyring", "manifest.json", "one"}, files
    assert not any(b"Quackenbush" in path.read_bytes() for path in files)
(broken.folder / "numbers" / "broken").touch()
(kept.folder / "numbers" / "one").write_text("1")
try:
    scrub_backups(home)
except OSError as error:
    assert "broken" in str(error)
else:
    raise AssertionError("a part that could not be scrubbed was passed over in silence")
assert (kept.folder / "numbers" / "one").read_text() == "-"
(broken.folder / "numbers" / "broken").unlink()
restore_backup(kept, home=home, at=NOON, release="test")
assert (home / "numbers").read_text() == "-"
restore_backup(before, home=home, at=NOON, release="test")
assert (home / "numbers").read_text() == "none"
"""
REFUSED = """
import sqlite3
from fingerpost.record.retention.restoring import CannotRestore
record_one("FP-F1RST-00000")
kept = back_up()
reader = sqlite3.connect(home / "fingerpost.sqlite3", isolation_level=None)
reader.execute("BEGIN"); reader.execute("SELECT count(*) FROM record_entry").fetchone()
try:
    restore_backup(kept, home=home, at=NOON, release="test")
except CannotRestore as error:
    assert "Somebody is using the database" in error.public
else:
    raise AssertionError("it was replaced under a reader")
reader.close()
database = kept.folder / "database.sqlite3"
database.write_bytes(database.read_bytes()[:-1] + b"x")
for name, spoil in (("database", lambda: None), ("manifest", lambda: (kept.folder / "manifest.json").write_text("{}"))):
    spoil()
    try:
        restore_backup(read_backup(kept.folder), home=home, at=NOON, release="test")
    except NotABackup:
        continue
    raise AssertionError(name)
assert not is_gone("FP-F1RST-00000")
"""
KILLED = """
import fcntl, os, signal
from fingerpost.record.retention import backups
record_one("FP-F1RST-00000")
if os.fork() == 0:
    backups.write_keyring = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    back_up()
os.wait()
assert [path.name[0] for path in (home / "backups").iterdir() if path.is_dir()] == ["."]  # half a copy, with keys
erase("FP-F1RST-00000")
assert not [path for path in (home / "backups").iterdir() if path.is_dir()]
with (home / "backups" / "lock").open("w") as busy:
    fcntl.flock(busy, fcntl.LOCK_EX)
    try:
        back_up()
    except Exception as error:
        assert "Another backup" in error.public
assert list_backups(home) == []
"""
OLD = """
record_one("FP-F1RST-00000")
old, young = back_up(), back_up(at=NOON + timedelta(days=30))
assert [each.folder for each in old_backups(home, at=NOON + timedelta(days=36), days=35)] == [old.folder]
assert remove_old_backups(home, at=NOON + timedelta(days=36), days=35) == 1
assert [each.folder for each in list_backups(home)] == [young.folder]
"""
DAMAGED = """
import json
record_one("FP-F1RST-00000")
def say(backup, **other):
    path = backup.folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **other}))
def refused(backup):
    try:
        restore_backup(read_backup(backup.folder), home=home, at=NOON, release="test")
    except NotABackup as error:
        return error.public
made = [back_up(at=NOON + timedelta(hours=number)) for number in range(8)]
strange, nameless, timeless, torn, short, bare, empty, sound = made
say(strange, vendor="oracle")
say(nameless, vendor=["sqlite"])
say(timeless, made_at="2026-11-22T12:00:00")
(torn.folder / "manifest.json").write_bytes(bytes([255]))
(short.folder / "keyring").write_bytes(keyring(short)[:-5])
(bare.folder / "database.sqlite3").unlink()
(empty.folder / "manifest.json").unlink()
found = dict(damaged_backups(home))
assert set(found) == {each.folder for each in made[:-1]}, found
for each in made[:-1]:
    assert refused(each) and str(each.folder) in refused(each), each
assert "'oracle', which this release does not know" in found[strange.folder]
assert [each.folder for each in list_backups(home)] == [short.folder, bare.folder, sound.folder]
assert remove_old_backups(home, at=NOON + timedelta(days=36), days=35) == 3
assert not short.folder.exists() and strange.folder.exists()
"""


@pytest.mark.parametrize(
    "code",
    [ERASED_IN_BACKUPS, ERASED_BESIDE_DAMAGED, RESTORED, OLDER_DATABASE, PARTS, REFUSED, KILLED, OLD, DAMAGED],
    ids=["erased", "damaged", "restored", "older", "parts", "refused", "killed", "old", "unfit"],
)
def test_backups_in_an_installation_of_their_own(home: Path, code: str) -> None:
    done = start_python(home, HEAD + code)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def ring(tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    keys = {secrets.token_hex(16): secrets.token_bytes(WRAPPED_BYTES) for _ in range(50)}
    write_keyring(tmp_path / "keyring", keys)
    return tmp_path / "keyring", keys


def test_a_keyring_gives_back_what_was_written_and_nobody_else_reads_it(ring):
    path, keys = ring
    assert read_keyring(path) == keys
    assert path.stat().st_mode & 0o077 == 0
    assert path.stat().st_size == 50 * LINE


def test_any_key_can_be_overwritten_where_it_stands_and_no_other_changes(ring):
    path, keys = ring
    for each in list(keys):
        assert scrub_keyring(path, [each, "0" * 32, "f" * 32]) == 1
        assert keys[each].hex().encode() not in path.read_bytes()
        del keys[each]
        assert read_keyring(path) == keys
    assert scrub_keyring(path, [os.urandom(16).hex()]) == 0


def test_a_keyring_that_was_cut_is_told(ring):
    path, _keys = ring
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ValueError, match="cut short"):
        read_keyring(path)


@pytest.mark.django_db
def test_postgresql_without_its_tools_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(StoreUnavailable, match="postgresql-client"):
        run_postgresql("pg_dump")
