"""Whoever has full rights on the database cannot change what was recorded without being found out."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.faults.ledgers import SmallLog, intruder, rows_of, undone
from tests.unit.record.ledger_runs import make_run

from fingerpost.record.events import note_event
from fingerpost.record.ledger.checkpoints import Checkpoint as Signed
from fingerpost.record.ledger.faults import LedgerRefused
from fingerpost.record.ledger.keyring import make_keyring
from fingerpost.record.ledger.merkle import leaf_hash, root_of
from fingerpost.record.ledger.models import Checkpoint, TreeNode
from fingerpost.record.ledger.notes import sign_note
from fingerpost.record.ledger.tree import add_leaves
from fingerpost.record.models import Entry

pytestmark = pytest.mark.django_db

MUTATIONS = 1_000
CLEAN = 1_000


@pytest.fixture
def log(tmp_path: Path) -> SmallLog:
    """Five runs and an event, signed twice on the way."""
    made = SmallLog(tmp_path)
    made.record(2)
    made.ledger.keep_up()
    made.record(2)
    made.note()
    made.ledger.keep_up()
    made.record(1)
    made.ledger.keep_up()
    return made


@pytest.fixture
def only_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables beside it are empty here and have tests of their own; looking there a thousand times takes a while."""
    monkeypatch.setattr("fingerpost.record.ledger.bookkeeping.BOOKS", ())


def test_a_log_that_nobody_touched_is_in_order(log):
    report = log.ledger.verify(keys=log.keys)
    assert report.faults == ()
    assert (report.size, report.checkpoints, report.opened, report.waiting) == (11, 3, 5, 0)


def edit(run):
    run("UPDATE record_entry SET leaf = replace(leaf, 'answered', 'stopped') WHERE seq = %s", _seq(3))


def edit_with_its_hash(run):
    edit(run)
    leaf = Entry.objects.get(seq=_seq(3)).leaf
    run("UPDATE record_entry SET leaf_hash = %s WHERE seq = %s", leaf_hash(leaf.encode()).hex(), _seq(3))


def delete_one(run):
    run("DELETE FROM record_entry WHERE seq = %s", _seq(3))


def delete_and_renumber(run):
    """The entry and its leaf go, and all that follow move up."""
    gone, rows = _seq(3), rows_of('SELECT "index", entry, hash FROM ledger_treeleaf ORDER BY "index"')
    run("DELETE FROM record_entry WHERE seq = %s", gone)
    run("DELETE FROM ledger_treeleaf")
    kept = [row for row in rows if row[1] != gone]
    for place, (_index, entry, hashed) in enumerate(kept):
        run('INSERT INTO ledger_treeleaf ("index", entry, hash) VALUES (%s, %s, %s)', place, entry, bytes(hashed))


def swap(run):
    """Two entries change places, leaf and all."""
    (one, two) = Entry.objects.filter(seq__in=[_seq(3), _seq(6)]).order_by("seq")
    for place in (one, two):
        run("UPDATE record_entry SET reference = %s WHERE seq = %s", f"temp{place.seq}", place.seq)
    for place, other in ((one, two), (two, one)):
        run(
            "UPDATE record_entry SET reference = %s, event = %s, capability = %s, leaf = %s, leaf_hash = %s, "
            "subject = %s, sealed = %s WHERE seq = %s",
            *(other.reference, other.event, other.capability, other.leaf, other.leaf_hash, other.subject),
            *(other.sealed, place.seq),
        )


def swap_in_the_tree(run):
    one, two = _seq(3), _seq(6)
    run("UPDATE ledger_treeleaf SET entry = -1 WHERE entry = %s", one)
    run("UPDATE ledger_treeleaf SET entry = %s WHERE entry = %s", one, two)
    run("UPDATE ledger_treeleaf SET entry = %s WHERE entry = -1", two)
    for place, _hash in list(rows_of("SELECT entry, hash FROM ledger_treeleaf WHERE entry IN (%s, %s)", one, two)):
        other = Entry.objects.get(seq=place)
        run("UPDATE ledger_treeleaf SET hash = %s WHERE entry = %s", bytes.fromhex(other.leaf_hash), place)


def truncate(run):
    """The end goes, and everything that tells of it."""
    run('DELETE FROM ledger_treeleaf WHERE "index" >= 9')
    run("DELETE FROM record_entry WHERE seq >= %s", Entry.objects.order_by("seq")[9].seq)
    run("DELETE FROM ledger_checkpoint WHERE size > 9")


def rewrite_whole(run):
    """One word is changed, and then entries, hashes, tree and checkpoints are made to fit it."""
    edit_with_its_hash(run)
    _make_tree_anew(run)
    roots = [bytes(hashed) for (hashed,) in rows_of('SELECT hash FROM ledger_treeleaf ORDER BY "index"')]
    for number, size in rows_of("SELECT number, size FROM ledger_checkpoint"):
        root = root_of(roots[:size]).hex()
        run("UPDATE ledger_checkpoint SET root = %s WHERE number = %s", root, number)


def rewrite_without_history(run):
    edit_with_its_hash(run)
    _make_tree_anew(run)
    run("DELETE FROM ledger_checkpoint")


def alter_sealed_words(run):
    run("UPDATE record_entry SET sealed = %s WHERE seq = %s", b"0" * 80, _seq(3))


def exchange_keys_of_words(run):
    """The key of one person is put in the place of another's."""
    (one, _), (_, other) = rows_of("SELECT id, wrapped FROM record_subjectkey ORDER BY id")[:2]
    run("UPDATE record_subjectkey SET wrapped = %s WHERE id = %s", bytes(other), one)


def slip_one_in(run):
    run(
        "INSERT INTO record_entry (seq, body, reference, event, capability, at, leaf, leaf_hash, subject) "
        "SELECT -7, body, 'FP-0', event, capability, at, leaf, leaf_hash, subject FROM record_entry WHERE seq = %s",
        _seq(3),
    )


ATTACKS: dict[str, tuple[Callable[..., None], str]] = {
    "edit": (edit, "edited"),
    "edit with its hash": (edit_with_its_hash, "edited"),
    "delete": (delete_one, "deleted"),
    "delete and renumber": (delete_and_renumber, "rewritten"),
    "swap": (swap, "edited"),
    "swap in the tree": (swap_in_the_tree, "rewritten"),
    "truncate": (truncate, "rolled back"),
    "rewrite whole": (rewrite_whole, "checkpoint altered"),
    "rewrite without history": (rewrite_without_history, "forked"),
    "alter sealed words": (alter_sealed_words, "words altered"),
    "exchange keys of words": (exchange_keys_of_words, "words altered"),
    "slip one in": (slip_one_in, "slipped in"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_found_and_named(log, name):
    attack, kind = ATTACKS[name]
    with intruder() as run:
        attack(run)
        assert kind in log.kinds()
    assert log.verify() == []


def test_the_first_bad_entry_is_named(log):
    with intruder() as run:
        edit(run)
        run("DELETE FROM record_entry WHERE seq = %s", _seq(8))
        first = log.verify()[0]
    assert (first.kind, first.index, first.entry) == ("edited", 3, _seq(3))
    assert f"Entry {_seq(3)} ({first.reference})" in first.words


@pytest.mark.parametrize("attack", [truncate, rewrite_without_history], ids=lambda each: each.__name__)
def test_the_signer_refuses_to_sign_what_was_rolled_back_or_rewritten(log, attack):
    before = log.ledger.signer.last_note()
    with intruder() as run:
        attack(run)
        log.record(8)  # more than was there: the size alone tells nothing
        with pytest.raises(LedgerRefused) as refused:
            log.ledger.keep_up()
        assert refused.value.kind == "forked"
        assert log.ledger.health().faults == (refused.value.public,)
    assert log.ledger.signer.last_note() == before


def test_the_signer_refuses_a_database_that_was_put_back(log):
    with intruder() as run:
        truncate(run)
        with pytest.raises(LedgerRefused, match="fewer entries") as refused:
            log.ledger.keep_up()
    assert refused.value.kind == "rolled back"


def test_a_checkpoint_signed_with_another_key_is_found(log, tmp_path):
    """The whole log is made anew and signed well, but with the intruder's own key of the same name."""
    theirs = make_keyring(tmp_path / "theirs", host="fernby.example", at=log.clock)
    with intruder() as run:
        rewrite_whole(run)
        for row in Checkpoint.objects.all():
            signed = Signed(origin=theirs.origin, size=row.size, root=bytes.fromhex(row.root))
            note = sign_note(signed.text, theirs.signing)
            run("UPDATE ledger_checkpoint SET note = %s WHERE number = %s", note, row.number)
        assert {"key swapped", "forked"} <= log.kinds()
        with pytest.raises(LedgerRefused):
            log.ledger.keep_up()


def test_an_auditors_checkpoint_finds_out_even_whoever_has_the_key(log, tmp_path):
    """With keys and files in hand everything is rewritten: only what somebody else holds tells of it."""
    auditors = log.ledger.published()
    keys = [key.public for key in log.ledger.signer.keyring().keys]
    assert auditors is not None
    with intruder() as run:
        edit_with_its_hash(run)
        _make_tree_anew(run)
        run("DELETE FROM ledger_checkpoint")
        (tmp_path / "ledger" / "last-checkpoint").unlink()
        log.ledger.keep_up()
        assert log.kinds() == set(), "nothing on this machine tells of it"
        found = log.verify(notes={"the auditor": auditors}, note_keys=keys)
    assert [fault.kind for fault in found] == ["forked"]
    assert "the auditor" in found[0].words


def test_a_lost_trigger_is_told(log):
    with intruder():
        kinds = [fault.kind for fault in log.ledger.verify().faults]
        assert "unguarded" in kinds
    assert log.ledger.verify().faults == ()


def test_an_altered_hash_within_the_tree_is_found(tmp_path):
    """Above 256 leaves the database keeps hashes of whole subtrees."""
    log = SmallLog(tmp_path)
    for number in range(600):
        note_event("switch/stopped", body="fernby", at=log.clock, reference=f"R{number}", facts={})
    log.ledger.keep_up()
    assert TreeNode.objects.count() == 2
    for statement in (
        'UPDATE ledger_treenode SET hash = %s WHERE "index" = 0',
        'DELETE FROM ledger_treenode WHERE "index" = 1 AND hash <> %s',
        'INSERT INTO ledger_treenode (level, "index", hash) VALUES (8, 2, %s)',
    ):
        with intruder() as run:
            run(statement, hashlib.sha256(b"x").digest())
            assert "tree altered" in {fault.kind for fault in log.ledger.verify().faults}


# One thousand mutations, each of one place, drawn by a seed.

COLUMNS = ("body", "reference", "event", "capability", "leaf", "leaf_hash", "subject")


def _other_text(old: str, draw: random.Random) -> str:
    place = draw.randrange(max(1, len(old)))
    letter = draw.choice([each for each in "aZ09-{" if each != old[place : place + 1]])
    return (old[:place] + letter + old[place + 1 :])[: max(1, len(old))]


def _other_bytes(old: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(old))
    return old[:place] + bytes([old[place] ^ (1 << draw.randrange(8))]) + old[place + 1 :]


def alter_a_column(run, draw):
    """Of an event without words the owner is left alone: it stands in no leaf."""
    seq, column = draw.choice(_numbers("record_entry", "seq")), draw.choice(COLUMNS)
    if column == "subject" and Entry.objects.get(seq=seq).event == "noted":
        column = "leaf"
    old = rows_of(f"SELECT {column} FROM record_entry WHERE seq = %s", seq)[0][0]  # noqa: S608 - a name of ours
    run(f"UPDATE record_entry SET {column} = %s WHERE seq = %s", _other_text(old, draw), seq)  # noqa: S608


def move_in_time(run, draw):
    entry = draw.choice(list(Entry.objects.all()))
    Entry.objects.filter(seq=entry.seq).update(at=entry.at.replace(year=draw.randrange(1990, 2026)))


def flip_a_bit_of_words(run, draw):
    seq, old = draw.choice(rows_of("SELECT seq, sealed FROM record_entry WHERE sealed IS NOT NULL"))
    run("UPDATE record_entry SET sealed = %s WHERE seq = %s", _other_bytes(bytes(old), draw), seq)


def take_words_away(run, draw):
    seq = draw.choice(rows_of("SELECT seq FROM record_entry WHERE sealed IS NOT NULL"))[0]
    run("UPDATE record_entry SET sealed = NULL WHERE seq = %s", seq)


def flip_a_bit_of_a_key(run, draw):
    number, old = draw.choice(rows_of("SELECT id, wrapped FROM record_subjectkey"))
    run("UPDATE record_subjectkey SET wrapped = %s WHERE id = %s", _other_bytes(bytes(old), draw), number)


def delete_a_key(run, draw):
    run("DELETE FROM record_subjectkey WHERE id = %s", draw.choice(_numbers("record_subjectkey", "id")))


def delete_an_entry(run, draw):
    run("DELETE FROM record_entry WHERE seq = %s", draw.choice(_numbers("record_entry", "seq")))


def renumber_an_entry(run, draw):
    seq = draw.choice(_numbers("record_entry", "seq"))
    run("UPDATE record_entry SET seq = %s WHERE seq = %s", draw.choice([-3, seq + 500]), seq)


def delete_a_leaf(run, draw):
    run('DELETE FROM ledger_treeleaf WHERE "index" = %s', draw.choice(_numbers("ledger_treeleaf", '"index"')))


def alter_a_leaf(run, draw):
    index, old = draw.choice(rows_of('SELECT "index", hash FROM ledger_treeleaf'))
    run('UPDATE ledger_treeleaf SET hash = %s WHERE "index" = %s', _other_bytes(bytes(old), draw), index)


def point_a_leaf_elsewhere(run, draw):
    run('UPDATE ledger_treeleaf SET entry = -5 WHERE "index" = %s', draw.randrange(11))


def delete_a_checkpoint(run, draw):
    run("DELETE FROM ledger_checkpoint WHERE number = %s", draw.choice((1, 2, 3)))


def alter_a_checkpoint(run, draw):
    number, column = draw.choice((1, 2, 3)), draw.choice(("root", "note"))
    old = rows_of(f"SELECT {column} FROM ledger_checkpoint WHERE number = %s", number)[0][0]  # noqa: S608
    run(f"UPDATE ledger_checkpoint SET {column} = %s WHERE number = %s", _other_text(old, draw), number)  # noqa: S608


def resize_a_checkpoint(run, draw):
    run(
        "UPDATE ledger_checkpoint SET size = size + %s WHERE number = %s",
        draw.choice((-2, -1, 1, 2)),
        draw.choice((1, 3)),
    )


def edit_and_cover_it_up(run, draw):
    seq = draw.choice(_numbers("record_entry", "seq"))
    leaf = _other_text(Entry.objects.get(seq=seq).leaf, draw)
    hashed = leaf_hash(leaf.encode())
    run("UPDATE record_entry SET leaf = %s, leaf_hash = %s WHERE seq = %s", leaf, hashed.hex(), seq)
    run("UPDATE ledger_treeleaf SET hash = %s WHERE entry = %s", hashed, seq)


def cut_the_end(run, draw):
    left = draw.randrange(11)
    run('DELETE FROM ledger_treeleaf WHERE "index" >= %s', left)
    run("DELETE FROM record_entry WHERE seq >= %s", Entry.objects.order_by("seq")[left].seq)
    run("DELETE FROM ledger_checkpoint WHERE size > %s", left)


MUTATORS = (
    *(alter_a_column,) * 8,
    move_in_time,
    *(flip_a_bit_of_words,) * 3,
    take_words_away,
    flip_a_bit_of_a_key,
    delete_a_key,
    delete_an_entry,
    renumber_an_entry,
    delete_a_leaf,
    *(alter_a_leaf,) * 3,
    point_a_leaf_elsewhere,
    delete_a_checkpoint,
    *(alter_a_checkpoint,) * 3,
    resize_a_checkpoint,
    *(edit_and_cover_it_up,) * 3,
    cut_the_end,
)


@pytest.mark.usefixtures("only_the_log")
def test_a_thousand_random_mutations_are_all_found(log):
    draw, missed = random.Random(20261122), []
    with intruder() as run:
        for number in range(MUTATIONS):
            mutate = draw.choice(MUTATORS)
            with undone():
                mutate(run, draw)
                if not log.verify():
                    missed.append((number, mutate.__name__))
    assert missed == []
    assert log.verify() == []


@pytest.mark.usefixtures("only_the_log")
def test_a_thousand_clean_runs_raise_no_alarm(tmp_path):
    """Each after something that happens every day, in an order drawn by a seed."""
    draw = random.Random(1122)
    for number in range(CLEAN // 50):
        folder = tmp_path / str(number)
        with undone():  # each fifty begin with an empty log
            log = SmallLog(folder, seed=number)
            for _ in range(50):
                draw.choice(DAILY)(log, draw)
                assert log.verify() == []


def _record(log, draw):
    log.record(draw.randrange(1, 3))


def _record_and_erase(log, draw):
    (reference,) = log.record()
    log.ledger.keep_up()
    log.keys.erase(subject=reference, body="fernby", at=log.clock)


def _sign(log, draw):
    log.ledger.keep_up()


def _note(log, draw):
    log.note()


def _rotate(log, draw):
    log.ledger.rotate(body="fernby", by="owner")


def _leave_one_open(log, draw):
    with log.recorder.open(make_run(log.reference())):
        pass


def _set_the_clock_back(log, draw):
    log.clock = log.clock.replace(minute=0, second=0)


DAILY = (_record, _record, _record_and_erase, _sign, _sign, _note, _rotate, _leave_one_open, _set_the_clock_back)


def _make_tree_anew(run) -> None:
    run("DELETE FROM ledger_treeleaf")
    run("DELETE FROM ledger_treenode")
    add_leaves(0, [(e.seq, leaf_hash(e.leaf.encode())) for e in Entry.objects.order_by("seq")])


def _seq(index: int) -> int:
    return Entry.objects.order_by("seq")[index].seq


def _numbers(table: str, column: str) -> list:
    return [number for (number,) in rows_of(f"SELECT {column} FROM {table} ORDER BY {column}")]  # noqa: S608
