"""Holds the tables that carry effects to their events in the ledger: each row has its event, and each event its row.

A switch, a phase, an answer to a challenge: what is in force is read from a row, and what was done stands in the
ledger. Somebody with the database in hand could change the one without the other. Only what the leaf holds in the clear
is compared. Words that were erased or swept are sealed and stand in no comparison, so that they may go.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fingerpost.record.ledger.books import BOOKS, Book, Said, added_books
from fingerpost.record.ledger.findings import Fault, Kind
from fingerpost.record.models import Entry

HEAD = ("type", "reference", "body", "at", "capability")  # of a leaf, beside its facts
AT_ONCE = 1_000


@dataclass(frozen=True, kw_only=True)
class Compared:
    """How many rows were held to their events, and what is wrong."""

    rows: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Event:
    """One noted entry: its number, its reference, and its leaf, which is read when it is needed: they may be many."""

    seq: int
    reference: str
    leaf: str

    @property
    def says(self) -> Said:
        return _read_leaf(self.leaf)


def compare_with_events() -> Compared:
    """Compare every table of `BOOKS`, and those that others added. Raises whatever the database raises.

    A row and its event are committed together, but are not read together: what is wrong is looked at once more, and
    only what is wrong both times is told.
    """
    found = _compare()
    if found.faults:
        again = set(_compare().faults)
        found = Compared(rows=found.rows, faults=tuple(fault for fault in found.faults if fault in again))
    return found


def _compare() -> Compared:
    books = (*BOOKS, *added_books())
    events = _read_events({kind for book in books for kind in book.kinds})
    looked, faults = 0, list[Fault]()
    for book in books:
        rows = _Counted(book.rows().order_by("pk").iterator(chunk_size=AT_ONCE))
        faults += _compare_book(book, rows, [event for kind in book.kinds for event in events[kind]])
        looked += rows.count
    return Compared(rows=looked, faults=tuple(faults))


class _Counted:
    """Rows, one after another, with how many there were: a table of cases is too large to be held."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for row in self._rows:
            self.count += 1
            yield row


def _read_events(wanted: Collection[str]) -> Mapping[str, list[_Event]]:
    """By kind, oldest first. A leaf that cannot be read is found where leaves are checked."""
    events: dict[str, list[_Event]] = defaultdict(list)
    noted = Entry.objects.filter(event=Entry.Event.NOTED).order_by("seq").values_list("seq", "reference", "leaf")
    for seq, reference, leaf in noted.iterator(chunk_size=AT_ONCE):
        says = _read_leaf(leaf)
        if says.get("type") in wanted:
            events[says["type"]].append(_Event(seq=seq, reference=reference, leaf=leaf))
    return events


def _read_leaf(leaf: str) -> Said:
    """The facts and what stands beside them. Words of a run that was opened by itself are about that run."""
    try:
        held = json.loads(leaf)
    except ValueError:
        return {}
    if not isinstance(held, dict) or not isinstance(held.get("type"), str):
        return {}
    facts = held["facts"] if isinstance(held.get("facts"), dict) else {}
    return {"about": facts.get("of"), **facts, **{name: held.get(name) for name in HEAD}}


def _compare_book(book: Book, rows: Iterable[Any], events: Iterable[_Event]) -> Iterator[Fault]:
    """Rows and events that say the same are done with. The others of a key are held to each other in their order."""
    noted, by_key = _by_key(book, events)
    left, said, unsound = [], [], []
    for row in rows:
        if not book.is_sound(row):
            unsound.append(_unsound(book, row))
        says = book.says(row)
        if says is None:
            continue
        if book.newest:
            said.append(says)
        if not _take_twin(says, by_key[_key(book, says)]):
            left.append(says)
    wrong = False
    for says in left:
        wrong, twins = True, by_key[_key(book, says)]
        yield _differs(book, says, twins.pop(0)) if twins else _without_event(book, says)
    for event in [each for twins in by_key.values() for each in twins]:
        wrong = True
        yield _without_row(book, event)
    yield from unsound
    if book.newest and not wrong:
        yield from _in_another_order(book, said, noted)


def _by_key(book: Book, events: Iterable[_Event]) -> tuple[list[_Event], dict[str, list[_Event]]]:
    """The events that count, oldest first, and by what finds the row of each."""
    noted: list[_Event] = []
    by_key: dict[str, list[_Event]] = defaultdict(list)
    for event in sorted(events, key=lambda each: each.seq):
        says = event.says
        if not book.only(says):
            continue
        noted.append(event)
        if not (book.first and by_key[_key(book, says)]):
            by_key[_key(book, says)].append(event)
    return noted, by_key


def _take_twin(row: Said, twins: list[_Event]) -> bool:
    """Whether one of these says the same; it is done with then."""
    for at, each in enumerate(twins):
        if not _differences(row, each):
            del twins[at]
            return True
    return False


def _in_another_order(book: Book, said: Iterable[Said], noted: Iterable[_Event]) -> Iterator[Fault]:
    """Rows were renumbered, so that another one is in force than was noted last."""
    in_force = {_group(book, row): row for row in said}
    last = {_group(book, event.says): event for event in noted}
    for group, row in in_force.items():
        if row[book.effect] != last[group].says[book.effect]:
            yield _fault(Kind.ROW_DIFFERS, book, last[group], f"is the last one of {row['name']}, and its row is not")


def _differences(row: Said, event: _Event) -> list[str]:
    noted = event.says
    return [name for name, value in row.items() if noted.get(name) != value]


def _key(book: Book, says: Said) -> str:
    return "\0".join((str(says.get("body")), *(str(says.get(name)) for name in book.key)))


def _group(book: Book, says: Said) -> tuple[str, ...]:
    return (str(says.get("body")), *(str(says.get(name)) for name in book.newest))


def _differs(book: Book, row: Said, event: _Event) -> Fault:
    names = ", ".join(_differences(row, event))
    return _fault(Kind.ROW_DIFFERS, book, event, f"has a row that says something else in: {names}")


def _without_row(book: Book, event: _Event) -> Fault:
    return _fault(Kind.ROW_GONE, book, event, "has no row: it was deleted, or never made")


def _without_event(book: Book, row: Said) -> Fault:
    which = ", ".join(f"{name} {row[name]}" for name in book.key)
    words = f"A row of {book.name} ({which}) has no event in the ledger: it was added or altered by hand."
    return Fault(kind=Kind.EVENT_GONE, reference=str(row.get("reference", "")), words=words)


def _unsound(book: Book, row: Any) -> Fault:
    words = f"The row of {book.name} {row.reference} is in a state ({row.state}) that nothing in the record led to."
    return Fault(kind=Kind.ROW_DIFFERS, reference=row.reference, words=words)


def _fault(kind: Kind, book: Book, event: _Event, what: str) -> Fault:
    words = f"Entry {event.seq} ({event.reference}), of {book.name}, {what}."
    return Fault(kind=kind, entry=event.seq, reference=event.reference, words=words)
