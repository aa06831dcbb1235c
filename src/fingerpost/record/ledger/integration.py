"""Appends to the tree the entries that are not in it yet, one process at a time.

Entries are numbered as they are written. SQLite has one writer at a time, so that the order of the numbers is the order
of the commits: what is new stands behind the last. PostgreSQL commits out of order, and a number may turn up long after
higher ones: entries are looked for from the number on below which nothing can turn up any more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, Max, OuterRef, QuerySet

from fingerpost.record.commits import committing
from fingerpost.record.ledger.merkle import leaf_hash
from fingerpost.record.ledger.models import Checkpoint, TreeLeaf
from fingerpost.record.ledger.tree import add_leaves, size_of_tree
from fingerpost.record.models import Entry

AT_ONCE = 2_000  # leaves a transaction: writers of entries wait no longer than that takes
LOCK = 0x46494E474552  # of PostgreSQL, for whoever appends to the tree
# A number is handed out a moment before its transaction gets its own; no writer rests for a minute in between.
MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Marks:
    """How far numbers had been handed out before what was new was read. Only PostgreSQL has these two."""

    settled: int
    handed_out: int | None = None
    horizon: int | None = None


def integrate() -> int:
    """Append all that is new; gives the size of the tree. Raises whatever the database raises."""
    while waiting().exists():
        with committing():
            if _append_some() < AT_ONCE:
                break
    return size_of_tree()


def waiting(*, from_the_start: bool = False) -> "QuerySet[Entry]":
    """The entries that are not in the tree yet, in order. `from_the_start` looks through all of them."""
    entries = Entry.objects.all() if from_the_start else Entry.objects.filter(seq__gt=settled())
    return entries.filter(~Exists(TreeLeaf.objects.filter(entry=OuterRef("seq")))).order_by("seq")


def settled() -> int:
    """Every entry up to this number that will ever be committed is in the tree."""
    if connection.vendor == "postgresql":
        return Checkpoint.objects.order_by("-number").values_list("settled", flat=True).first() or 0
    return TreeLeaf.objects.aggregate(last=Max("entry"))["last"] or 0


def find_marks(at: datetime) -> Marks:
    """What is settled once all that can be seen now is in the tree: to be called before `integrate`.

    On PostgreSQL, all numbers that had been handed out at an earlier checkpoint are, once every transaction that had
    begun by then is over.
    """
    if connection.vendor != "postgresql":
        return Marks(settled=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('record_entry', 'seq')), 0)")
        handed_out = cursor.fetchone()[0]
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint "
            "FROM pg_current_snapshot() AS now"
        )
        oldest, horizon = cursor.fetchone()
    over = Checkpoint.objects.filter(at__lte=at - MOMENT, horizon__lte=oldest).order_by("-number")
    before = over.values_list("handed_out", flat=True).first() or 0
    return Marks(settled=max(settled(), before), handed_out=handed_out, horizon=horizon)


def _append_some() -> int:
    """Within one transaction, in which nobody else appends: SQLite has one writer; PostgreSQL has a lock for it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    rows = list(waiting().values_list("seq", "leaf")[:AT_ONCE])
    if rows:
        add_leaves(size_of_tree(), [(seq, leaf_hash(leaf.encode())) for seq, leaf in rows])
    return len(rows)
