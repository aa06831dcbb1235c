"""Verifies the whole log from scratch: each entry, the tree over them, every checkpoint, what others hold of it, and
the tables whose rows each have an event in it.

Nothing that stands in the database is believed. Leaf hashes are made from the text of each leaf, the tree from those,
and its roots are held to the checkpoints, whose signatures need a key that the database does not hold. Only reads.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import F, Max, OuterRef, Subquery

from fingerpost.record.keys import KeyStore
from fingerpost.record.ledger.bookkeeping import compare_with_events
from fingerpost.record.ledger.checking_checkpoints import CheckpointChecks
from fingerpost.record.ledger.checking_entries import EntryChecks
from fingerpost.record.ledger.checkpoints import Checkpoint as Signed
from fingerpost.record.ledger.findings import Fault, Kind
from fingerpost.record.ledger.integration import settled, waiting
from fingerpost.record.ledger.keyring import Keyring
from fingerpost.record.ledger.merkle import node_hash
from fingerpost.record.ledger.models import Checkpoint, TreeLeaf, TreeNode
from fingerpost.record.ledger.notes import VerifierKey
from fingerpost.record.ledger.tree import STEP, size_of_tree
from fingerpost.record.models import Entry
from fingerpost.record.triggers import missing_triggers

AT_ONCE = 1_000
MOST = 100  # faults that are told one by one: who finds so many has seen enough

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was looked at, and what is wrong with it: nothing where `faults` is empty, the first fault first.

    `opened` is the number of entries whose words could be read and fit, `sealed` of those whose key was erased.
    `rows` is the number of rows of other tables that were held to their events (see `bookkeeping`).
    `waiting` entries are in no tree yet, which is no fault. `held_to` names the checkpoints that others keep.
    """

    size: int
    checkpoints: int
    opened: int
    sealed: int
    waiting: int
    rows: int
    held_to: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class Held:
    """A checkpoint that somebody keeps outside the database. `name` says whose it is."""

    name: str
    checkpoint: Signed
    kind: Kind


def verify_log(
    *,
    keyring: Keyring | None,
    witnesses: Sequence[VerifierKey] = (),
    held: Sequence[Held] = (),
    keys: KeyStore | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Report:
    """Go through all of it. Without `keyring` no signature is checked, without `keys` no words are opened.

    What is added meanwhile is left for the next time. Raises whatever the database raises.
    """
    newest = Checkpoint.objects.aggregate(newest=Max("number"))["newest"] or 0
    total = size_of_tree()
    faults: list[Fault] = [
        Fault(kind=Kind.UNGUARDED, words=f"The database no longer refuses changes: the trigger {name} is gone.")
        for name in missing_triggers(connection)
    ]
    entries = EntryChecks(keys=keys)
    checkpoints = CheckpointChecks(keyring=keyring, upto=newest, witnesses=witnesses)
    growing = _GrowingTree()
    wanted = sorted(held, key=lambda each: each.checkpoint.size)
    for rows in _leaves(total):
        pairs = entries.read(rows)
        faults += entries.check_texts(pairs)
        for leaf, entry in pairs:
            faults += entries.check(leaf, entry, expected=growing.size)
            growing.add(bytes(leaf.hash))
            faults += checkpoints.check_at(growing.size, growing.root)
            while wanted and wanted[0].checkpoint.size == growing.size:
                faults += _check_held(wanted.pop(0), growing.root())
        progress("Verifying the ledger", growing.size, total)
        if len(faults) >= MOST:
            break
    if len(faults) < MOST:
        faults += checkpoints.check_end(growing.size)
        faults += [_missing(each, growing.size) for each in wanted]
        faults += growing.check_nodes()
        faults += _slipped_in(settled())
        faults += _moved_between_people()
    compared = compare_with_events()
    faults += compared.faults
    return Report(
        size=growing.size,
        checkpoints=checkpoints.count,
        opened=entries.opened,
        sealed=entries.sealed,
        waiting=waiting().count(),
        rows=compared.rows,
        held_to=tuple(each.name for each in held),
        faults=tuple(sorted(faults, key=lambda fault: fault.order)[:MOST]),
    )


@dataclass(kw_only=True)
class _GrowingTree:
    """The tree made anew, leaf by leaf: its complete subtrees from the left, and the hashes that should be kept."""

    size: int = 0
    complete: list[tuple[int, bytes]] = field(default_factory=list)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def add(self, hashed: bytes) -> None:
        level = 0
        while self.complete and self.complete[-1][0] == level:
            hashed = node_hash(self.complete.pop()[1], hashed)
            level += 1
            if level % STEP == 0:
                self.nodes[level, self.size >> level] = hashed
        self.complete.append((level, hashed))
        self.size += 1

    def root(self) -> bytes:
        nodes = [node for _level, node in self.complete]
        joined = nodes[-1]
        for node in reversed(nodes[:-1]):
            joined = node_hash(node, joined)
        return joined

    def check_nodes(self) -> Iterator[Fault]:
        """What is kept of the tree is what comes out."""
        kept = {(level, index): bytes(h) for level, index, h in TreeNode.objects.values_list("level", "index", "hash")}
        now = size_of_tree()  # what was added meanwhile is not looked at
        kept = {at: h for at, h in kept.items() if not self.size < (at[1] + 1) << at[0] <= now}
        for level, index in sorted(self.nodes.keys() | kept.keys(), key=lambda at: at[1] << at[0]):
            if self.nodes.get((level, index)) != kept.get((level, index)):
                yield Fault(
                    kind=Kind.TREE_ALTERED,
                    index=index << level,
                    words=f"A kept hash of the tree (level {level}, number {index}) is not what comes out of its "
                    f"leaves. Entries are proved by it, and may be sound themselves.",
                )


def _leaves(total: int) -> Iterator[list[TreeLeaf]]:
    """The rows of leaves in order, some at a time."""
    after, rows = -(2**62), [TreeLeaf()] * AT_ONCE
    while len(rows) == AT_ONCE:
        rows = list(TreeLeaf.objects.filter(index__gt=after, index__lt=total).order_by("index")[:AT_ONCE])
        yield rows
        after = rows[-1].index if rows else after


def _check_held(held: Held, root: bytes) -> Iterator[Fault]:
    if held.checkpoint.root != root:
        yield Fault(
            kind=held.kind,
            index=held.checkpoint.size - 1,
            words=f"The first {held.checkpoint.size:,} entries are not those that {held.name} saw. The history was "
            f"changed at or before entry {held.checkpoint.size:,} of the tree.",
        )


def _missing(held: Held, size: int) -> Fault:
    kind = held.kind if held.checkpoint.size == 0 else Kind.ROLLED_BACK
    return Fault(
        kind=kind,
        index=size,
        words=f"The ledger holds {size:,} entries, and {held.name} saw {held.checkpoint.size:,}: entries were taken "
        f"away from its end, or an older copy of the database was put in its place.",
    )


def _slipped_in(behind: int) -> Iterator[Fault]:
    """Entries up to that number, which all should be in the tree, and are not."""
    for seq, reference in waiting(from_the_start=True).filter(seq__lte=behind).values_list("seq", "reference")[:MOST]:
        yield Fault(
            kind=Kind.SLIPPED_IN,
            entry=seq,
            reference=reference,
            words=f"Entry {seq} ({reference}) stands among older ones and is in no tree: it was put there afterwards.",
        )


def _moved_between_people() -> Iterator[Fault]:
    """A run belongs to one person from its beginning to its end."""
    closed = Entry.objects.filter(body=OuterRef("body"), reference=OuterRef("reference"), event=Entry.Event.CLOSED)
    opened = Entry.objects.filter(event=Entry.Event.OPENED).annotate(later=Subquery(closed.values("subject")[:1]))
    moved = opened.filter(later__isnull=False).exclude(later=F("subject"))
    for seq, reference in moved.values_list("seq", "reference")[:MOST]:
        yield Fault(
            kind=Kind.ROW_ALTERED,
            entry=seq,
            reference=reference,
            words=f"Entry {seq} ({reference}) says at its beginning that it belongs to somebody else than at its end.",
        )
