"""Nothing that stands in the ledger can be changed or taken away, by the ORM or by hand."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.unit.record.ledger_runs import NOON

from fingerpost.record.models import Entry, SubjectKey
from fingerpost.record.triggers import REFUSAL

pytestmark = pytest.mark.django_db

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own ways to replace a row")
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own ways to empty a table")


def refused() -> pytest.RaisesExc:
    return pytest.raises(DatabaseError, match=REFUSAL)


@pytest.fixture
def before(record):
    record()
    return list(Entry.objects.order_by("seq").values_list())


def unchanged(before) -> bool:
    return list(Entry.objects.order_by("seq").values_list()) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda: Entry.objects.update(leaf="{}"),
        lambda: Entry.objects.filter(event="closed").update(sealed=None),
        lambda: Entry.objects.bulk_update([Entry(seq=each.seq, leaf="{}") for each in Entry.objects.all()], ["leaf"]),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.first().delete(),
        lambda: Entry.objects.first().save(),
        lambda: Entry.objects.update_or_create(event="opened", defaults={"leaf": "{}"}),
    ],
    ids=["update", "filtered update", "bulk update", "delete", "delete one", "save", "update or create"],
)
def test_the_orm_cannot_change_or_delete_an_entry(before, change):
    with refused(), transaction.atomic():
        change()
    assert unchanged(before)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entry SET leaf = '{}'",
        "UPDATE record_entry SET seq = seq + 1000",
        "DELETE FROM record_entry",
        "DELETE FROM record_entry WHERE event = 'closed'",
        "INSERT INTO record_entry SELECT * FROM record_entry WHERE event = 'closed' "
        "ON CONFLICT (seq) DO UPDATE SET leaf = '{}'",
    ],
)
def test_no_statement_can_change_or_delete_an_entry(before, statement):
    if connection.vendor == "sqlite":
        statement = statement.replace(" ON CONFLICT", " AND true ON CONFLICT")  # or its parser takes ON for a join
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert unchanged(before)


@on_sqlite
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO record_entry SELECT * FROM record_entry WHERE event = 'closed'",
        "REPLACE INTO record_entry (seq, body, reference, event, capability, at, leaf, leaf_hash, subject) "
        "SELECT seq, body, reference, event, capability, at, '{}', leaf_hash, subject FROM record_entry",
        "REPLACE INTO record_entry (body, reference, event, capability, at, leaf, leaf_hash, subject) "
        "SELECT body, reference, event, capability, at, '{}', leaf_hash, subject FROM record_entry",
    ],
)
def test_a_row_cannot_be_replaced_behind_the_delete_trigger(before, statement):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert unchanged(before)


@on_sqlite
def test_an_entry_cannot_slip_in_among_older_ones(before):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_entry (seq, body, reference, event, capability, at, leaf, leaf_hash, subject) "
            "SELECT 1, body, 'FP-0', event, capability, at, leaf, leaf_hash, subject FROM record_entry LIMIT 1"
        )
    assert unchanged(before)


@on_postgresql
@pytest.mark.parametrize("start", ["", "SET LOCAL session_replication_role = replica; "])
def test_the_table_cannot_be_emptied_even_in_a_replication_session(before, start):
    for statement in ("TRUNCATE record_entry", "DELETE FROM record_entry"):
        with refused(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(start + statement)
    assert unchanged(before)


def test_a_run_cannot_be_closed_twice(record):
    record()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.create(
            body="fernby", reference="FP-7K2M9-QX4DA", event="closed", capability="answer", at=NOON, leaf="{}"
        )


def test_entries_are_numbered_in_the_order_they_were_written(record):
    for letter in "ABC":
        record(f"FP-0000{letter}-00000")
    assert [(each.reference[7], each.event) for each in Entry.objects.order_by("seq")] == [
        (letter, event) for letter in "ABC" for event in ("opened", "closed")
    ]


def test_a_subjects_key_is_not_part_of_the_ledger_and_can_be_erased(record, keys):
    run = record()
    keys.erase(subject=run.context.subject, body="fernby", at=NOON)
    assert bytes(SubjectKey.objects.get().wrapped) == b""
