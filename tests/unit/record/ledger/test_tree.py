"""The tree that the database holds is the one of RFC 9162, whatever order entries are committed in."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoDbBlocker

from fingerpost.record.events import note_event
from fingerpost.record.ledger.integration import AT_ONCE, find_marks, integrate, settled, waiting
from fingerpost.record.ledger.log import Ledger
from fingerpost.record.ledger.merkle import (
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    root_at,
    root_of,
)
from fingerpost.record.ledger.models import Checkpoint, Cosignature, TreeLeaf, TreeNode, Verification
from fingerpost.record.ledger.tree import KeptTree, add_leaves, size_of_tree
from fingerpost.record.models import Entry
from fingerpost.record.triggers import LEDGER, create_triggers, drop_triggers

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def hashes(count: int) -> list[bytes]:
    return [number.to_bytes(32, "big") for number in range(count)]


@pytest.mark.django_db
def test_roots_and_proofs_are_those_of_the_leaves_however_they_were_added():
    """Across the borders at which the database begins to keep hashes of whole subtrees: 256 and 65,536."""
    kept = hashes(66_000)
    for start, end in ((0, 1), (1, 200), (200, 257), (257, 1_000), (1_000, 65_535), (65_535, 66_000)):
        add_leaves(start, [(-1 - n, kept[n]) for n in range(start, end)])
        assert root_at(size_of_tree(), KeptTree().subtree) == root_of(kept[:end])
    assert set(TreeNode.objects.values_list("level", flat=True)) == {8, 16}
    tree, size, root = KeptTree(), 66_000, root_of(kept)
    for index in (0, 1, 255, 256, 511, 65_535, 65_536, 65_999):
        proof = inclusion_proof(index, size, tree.subtree)
        check_inclusion(index=index, size=size, leaf_hash=kept[index], proof=proof, root=root)
    for old in (1, 255, 256, 257, 1_000, 65_535, 65_536, 65_537):
        proof = consistency_proof(old, size, tree.subtree)
        check_consistency(old_size=old, new_size=size, proof=proof, old_root=root_of(kept[:old]), new_root=root)


@pytest.mark.django_db
def test_a_proof_reads_few_rows(django_assert_max_num_queries):
    add_leaves(0, [(-1 - n, each) for n, each in enumerate(hashes(2_000))])
    with django_assert_max_num_queries(8):
        inclusion_proof(777, 2_000, KeptTree().subtree)


@pytest.mark.django_db
def test_integrating_what_is_integrated_adds_nothing():
    for _ in range(3):
        note_event("switch/stopped", body="fernby", at=AT, facts={})
        size = integrate()
        assert integrate() == size == Entry.objects.count()
    assert not waiting().exists()


@pytest.mark.django_db
def test_more_than_fits_one_transaction_comes_in_by_parts(monkeypatch):
    monkeypatch.setattr("fingerpost.record.ledger.integration.AT_ONCE", 5)
    for _ in range(13):
        note_event("switch/stopped", body="fernby", at=AT, facts={})
    assert integrate() == 13
    assert AT_ONCE > 5


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite commits in the order of the numbers")
def test_an_entry_that_is_committed_late_comes_in_late_and_nothing_is_settled_before(
    tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
):
    """The first number is handed out first and committed last, for real: no transaction of the test is around it."""
    with django_db_blocker.unblock():
        try:
            commit_late(tmp_path)
        finally:
            for table in (Verification, Cosignature, Checkpoint, TreeNode, TreeLeaf, Entry):
                table.objects.all().delete()
            create_triggers(connection, LEDGER)


def commit_late(tmp_path: Path) -> None:
    clock = [AT]
    ledger = Ledger(folder=tmp_path, now=lambda: clock[0])
    numbered, may_commit = threading.Event(), threading.Event()
    drop_triggers(connection, LEDGER)

    def write_late() -> None:
        with transaction.atomic():
            note_event("account/password", body="fernby", at=AT, facts={}, reference="LATE")
            numbered.set()
            assert may_commit.wait(30)
        connections.close_all()

    late = threading.Thread(target=write_late)
    late.start()
    try:
        assert numbered.wait(30)
        for _ in range(4):
            note_event("account/password", body="fernby", at=AT, facts={})
            clock[0] += timedelta(minutes=2)
            ledger.keep_up()
        assert size_of_tree() == 4
        assert settled() < Entry.objects.order_by("seq").first().seq
        may_commit.set()
        late.join(30)
        assert ledger.keep_up() == 5
        newest = Entry.objects.get(reference="LATE")
        assert TreeLeaf.objects.get(entry=newest.seq).index == 4
        assert ledger.find_proof(newest.seq).index == 4
        for _ in range(3):
            note_event("account/password", body="fernby", at=AT, facts={})
            clock[0] += timedelta(minutes=2)
            ledger.keep_up()
        assert find_marks(clock[0]).settled >= newest.seq
        assert [fault for fault in ledger.verify().faults if fault.kind != "unguarded"] == []
    finally:
        may_commit.set()
        late.join(30)
