"""kill -9, a write-ahead log that was cut, a full disk, two signers, a clock that runs backwards, a lost key."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from tests.faults.ledgers import SmallLog, undone
from tests.unit.record.ledger_processes import environment, start_python

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.ledger import files
from fingerpost.record.ledger.faults import LedgerRefused
from fingerpost.record.ledger.keyring import make_keyring
from fingerpost.record.ledger.merkle import leaf_hash, root_of
from fingerpost.record.ledger.models import Checkpoint
from fingerpost.record.models import Entry

KILLS = 200
CUTS = 1_000


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("installed") / "home"
    done = start_python(home, "from django.core.management import call_command; call_command('migrate', verbosity=0)")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(installed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(installed, tmp_path / "home"))


@pytest.fixture
def log(tmp_path: Path, db: None) -> SmallLog:
    made = SmallLog(tmp_path)
    made.record(2)
    made.ledger.keep_up()
    return made


def test_nothing_that_was_acknowledged_is_lost_by_killing_writers(home):
    program = Path(__file__).with_name("ledger_killing.py")
    done = subprocess.run(
        [sys.executable, str(program), str(KILLS)], env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["kills"], found["lost"], found["faults"], found["whole"]) == (KILLS, [], [], "ok")
    assert found["acknowledged"] >= KILLS
    assert found["checkpoints"] > 1


WRITE_AND_LEAVE_THE_LOG = """
from fingerpost.site.wiring import build_ledger
for number in range(12):
    run = make_run(f"FP-{number:05}-00000")
    with recorder.open(run) as entry:
        entry.close(run, reply=reply_to(run))
    if number % 3 == 0:
        build_ledger().keep_up()
sys.stdout.flush()
os._exit(0)
"""


def test_a_write_ahead_log_cut_anywhere_leaves_a_valid_prefix(home, tmp_path):
    assert start_python(home, WRITE_AND_LEAVE_THE_LOG).returncode == 0
    database = (home / "fingerpost.sqlite3").read_bytes()
    wal = (home / "fingerpost.sqlite3-wal").read_bytes()
    draw, seen = random.Random(5), set()
    place = tmp_path / "cut.sqlite3"
    place.write_bytes(database)
    for number in range(CUTS):
        cut = draw.randrange(len(wal))
        spoiled = wal[:cut] + (b"" if number % 2 else os.urandom(min(200, len(wal) - cut)) + wal[cut + 200 :])
        Path(f"{place}-wal").write_bytes(spoiled)
        Path(f"{place}-shm").unlink(missing_ok=True)
        with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as opened:  # so the file stays as it was
            seen.add(check_prefix(opened))
    assert len(seen) > 20, "cuts that all leave the same show nothing"


def check_prefix(opened: sqlite3.Connection) -> tuple[int, int]:
    """The entries, and the tree over them, are those of some moment: nothing half written, nothing out of order."""
    if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'ledger_treeleaf'").fetchone():
        return 0, 0
    entries = opened.execute("SELECT seq, leaf, leaf_hash FROM record_entry ORDER BY seq").fetchall()
    leaves = opened.execute('SELECT "index", entry, hash FROM ledger_treeleaf ORDER BY "index"').fetchall()
    hashes = [leaf_hash(leaf.encode()) for _seq, leaf, _hash in entries]
    assert [each.hex() for each in hashes] == [hashed for _seq, _leaf, hashed in entries]
    assert [row[0] for row in leaves] == list(range(len(leaves)))
    assert [(row[1], row[2]) for row in leaves] == [(entries[n][0], hashes[n]) for n in range(len(leaves))]
    for size, root in opened.execute("SELECT size, root FROM ledger_checkpoint"):
        assert size <= len(leaves)
        assert root_of(hashes[:size]).hex() == root
    return len(entries), len(leaves)


def test_a_full_disk_while_signing_leaves_the_last_checkpoint_whole(log, monkeypatch):
    before = log.ledger.signer.last_note()
    log.record()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        with pytest.raises(StoreUnavailable, match="disk has room"):
            log.ledger.keep_up()
    assert log.ledger.signer.last_note() == before
    assert [each.name for each in (log.folder / "ledger").glob(".*")] == [], "no draft is left behind"
    assert log.ledger.keep_up() == 6
    assert log.verify() == []


def test_power_that_goes_after_signing_and_before_the_database_has_it_changes_nothing(log, monkeypatch):
    log.record()
    with monkeypatch.context() as patch:
        patch.setattr(
            "fingerpost.record.ledger.signer.keep_checkpoint", lambda *_, **__: (_ for _ in ()).throw(OSError)
        )
        with pytest.raises(StoreUnavailable):
            log.ledger.keep_up()
    assert Checkpoint.objects.count() == 1
    assert log.kinds() == {"checkpoint altered"}
    assert log.ledger.keep_up() == 6
    assert [row.size for row in Checkpoint.objects.order_by("number")] == [4, 6]
    assert log.verify() == []


def test_a_second_signer_is_refused_while_the_first_one_signs(log):
    other = log.open_ledger().signer
    busy = pytest.raises(LedgerRefused, match="Another process is signing")
    with log.ledger.signer.alone(), busy as refused, other.alone(patience=0.02):
        pytest.fail("two signed at once")
    assert refused.value.kind == "busy"
    with other.alone(patience=0):
        pass


def test_signing_what_is_signed_does_nothing(log):
    for _ in range(3):
        log.open_ledger().keep_up()
    assert Checkpoint.objects.count() == 1


def test_a_clock_that_runs_backwards_stops_nothing_and_no_checkpoint_is_older_than_the_last(log):
    log.clock -= timedelta(days=400)
    log.record()
    log.ledger.keep_up()
    log.ledger.rotate(body="fernby", by="owner")
    times = list(Checkpoint.objects.order_by("number").values_list("at", flat=True))
    assert len(times) == 3
    assert times == sorted(times)
    assert log.verify() == []


def test_a_lost_key_is_told_and_no_other_is_made_in_its_place(log):
    (log.folder / "ledger" / "keyring").rename(log.folder / "backup")
    log.record()
    with pytest.raises(LedgerRefused, match="Restore the folder") as refused:
        log.ledger.keep_up()
    assert refused.value.kind == "key lost"
    assert not (log.folder / "ledger" / "keyring").exists()
    assert log.ledger.health().faults == (refused.value.public,)
    assert "key swapped" in log.kinds()
    (log.folder / "backup").rename(log.folder / "ledger" / "keyring")
    assert log.ledger.keep_up() == 6


@pytest.mark.parametrize("damage", ["another key", "a torn file"])
def test_a_wrong_key_is_told(log, tmp_path, damage):
    path = log.folder / "ledger" / "keyring"
    if damage == "another key":
        make_keyring(tmp_path / "other", host="fernby.example", at=log.clock)
        shutil.copy(tmp_path / "other", path)
    else:
        path.write_text(path.read_text("utf-8")[:200], "utf-8")
    log.record()
    with pytest.raises(LedgerRefused, match="not the one that signed it before") as refused:
        log.ledger.keep_up()
    assert refused.value.kind == "wrong key"
    assert "PRIVATE" not in refused.value.public + refused.value.detail
    assert "key swapped" in log.kinds()


def test_a_signer_that_forgot_what_it_signed_does_not_sign(log):
    memory = log.folder / "ledger" / "last-checkpoint"
    kept = log.ledger.published()
    memory.unlink()
    with pytest.raises(LedgerRefused) as refused:
        log.ledger.keep_up()
    assert refused.value.kind == "memory lost"
    assert kept is not None
    memory.write_text(kept, "utf-8")  # from an auditor, a witness or a backup
    assert log.ledger.keep_up() == 4


def test_an_old_database_beside_the_newer_memory_is_refused(log):
    """As after a backup was put back: what was recorded since is gone."""
    with undone():
        log.record(3)
        log.ledger.keep_up()
    with pytest.raises(LedgerRefused) as refused:
        log.ledger.keep_up()
    assert refused.value.kind == "rolled back"


def test_what_is_lost_for_good_is_said_under_another_name(log):
    with undone():
        lost = log.record(3)
        log.ledger.keep_up()
    first, _ = Entry.objects.order_by("seq")[:2]
    receipt = log.ledger.published()
    log.ledger.begin_again(body="fernby", by="A. Owner", reason="The disk failed")
    assert log.verify() == []
    new, old = log.ledger.public_keys()
    assert (new.text.split("+")[0], old.text.split("+")[0]) == ("fernby.example/record/2", "fernby.example/record")
    assert old.until is not None
    leaf = json.loads(Entry.objects.latest("seq").leaf)
    assert leaf["type"] == "ledger/begun-again"
    assert (leaf["facts"]["signed"], leaf["facts"]["left"]) == (10, 4)
    assert log.ledger.find_proof(first.seq).checkpoint_note.startswith("fernby.example/record/2\n5\n")
    assert receipt is not None
    assert log.kinds(notes={"an auditor": receipt}) == set(), "what is left is as it was"
    assert len(lost) == 3
    assert len(list((log.folder / "ledger").glob("last-checkpoint-lost-*"))) == 1


def test_where_everything_is_lost_another_log_begins(tmp_path, db):
    with undone():
        before = SmallLog(tmp_path)
        before.record(2)
        before.ledger.keep_up()
    log = SmallLog(tmp_path, seed=8)
    log.record(1)
    log.ledger.begin_again(body="fernby", by="A. Owner", reason="All is gone")
    assert log.ledger.keep_up() == 3
    assert [row.size for row in Checkpoint.objects.all()] == [3]
    assert log.ledger.verify().faults == ()


def test_where_nothing_is_lost_nothing_begins_again(log):
    with pytest.raises(LedgerRefused, match="no need"):
        log.ledger.begin_again(body="fernby", by="A. Owner", reason="To see what happens")
    assert Entry.objects.count() == 4


def test_the_key_and_the_memory_are_for_their_owner_only(log):
    assert (log.folder / "ledger").stat().st_mode & 0o077 == 0
    for name in ("keyring", "last-checkpoint"):
        assert (log.folder / "ledger" / name).stat().st_mode & 0o077 == 0


HAMMER = """
import random, threading
from django.db import connection
from fingerpost.site.wiring import build_ledger
from fingerpost.record.ledger.merkle import check_inclusion, check_consistency, leaf_hash
from fingerpost.record.ledger.checkpoints import parse_checkpoint
from fingerpost.record.ledger.notes import VerifierKey, open_note
from fingerpost.record.ledger.submissions import read_submission
ledger, faults, proved, done = build_ledger(), [], [], threading.Event()
keys.master
def record(writer):
    for number in range(40):
        run = make_run(f"FP-{writer:05}-{number:05}")
        with recorder.open(run) as entry:
            entry.close(run, reply=reply_to(run))
def prove(seed):
    draw = random.Random(seed)
    seen = None
    while not (done.is_set() and len(proved) > 100):
        numbers = list(Entry.objects.values_list("seq", flat=True))
        if not numbers:
            continue
        entry = Entry.objects.get(seq=draw.choice(numbers))
        proof = ledger.find_proof(entry.seq)
        keys_now = [VerifierKey.parse(key.text) for key in ledger.public_keys()]
        checkpoint = parse_checkpoint(open_note(proof.checkpoint_note, keys_now).text)
        check_inclusion(index=proof.index, size=checkpoint.size, leaf_hash=leaf_hash(entry.leaf.encode()),
                        proof=proof.hashes, root=checkpoint.root)
        if seen is not None and (text := ledger.consistency(seen.size)):
            sent = read_submission(text.encode())
            now = parse_checkpoint(open_note(sent.note, keys_now).text)
            check_consistency(old_size=seen.size, new_size=now.size, proof=sent.proof,
                              old_root=seen.root, new_root=now.root)
        seen = checkpoint
        proved.append(proof.index)
def guarded(work, *given):
    try:
        work(*given)
    except BaseException as error:
        faults.append(repr(error))
    finally:
        connection.close()
writers = [threading.Thread(target=guarded, args=(record, n)) for n in range(6)]
provers = [threading.Thread(target=guarded, args=(prove, n)) for n in range(2)]
for each in (*writers, *provers): each.start()
for each in writers: each.join()
done.set()
for each in provers: each.join()
report = ledger.verify(keys=keys)
print(faults, [fault.words for fault in report.faults], len(proved) > 100, report.size + report.waiting)
"""


def test_proofs_hold_while_others_write(home):
    done = start_python(home, HAMMER)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[] [] True 480"


def test_a_tree_made_by_many_at_once_is_one_tree(home):
    together = """
import threading
from django.db import connection
from fingerpost.record.ledger.integration import integrate
def work(n):
    for number in range(20):
        run = make_run(f"FP-{n:05}-{number:05}")
        with recorder.open(run) as entry:
            entry.close(run, reply=reply_to(run))
        integrate()
    connection.close()
keys.master
threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
for each in threads: each.start()
for each in threads: each.join()
print(integrate(), Entry.objects.count())
"""
    done = start_python(home, together)
    assert done.stdout.strip() == "160 160", done.stderr
