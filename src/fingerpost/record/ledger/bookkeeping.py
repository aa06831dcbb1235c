"""Holds the tables that carry effects to their events in the ledger: each row has its event, and each event its row.

A switch, a phase, an answer to a challenge: what is in force is read from a row, and what was done stands in the
ledger. Somebody with the database in hand could change the one without the other. Only what the leaf holds in the clear
is compared. Words that were erased or swept are sealed and stand in no comparison, so that they may go.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fingerpost.record.ledger.books import BOOKS, Book, Said
from fingerpost.record.ledger.findings import Fault, Kind
from fingerpost.record.models import Entry

HEAD = ("type", "reference", "body", "at", "capability")  # of a leaf, beside its facts
AT_ONCE = 1_000


@dataclass(frozen=True, kw_only=True)
class Compared:
    """How many rows were held to their events, and what is wrong."""

    rows: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class _Event:
    """One noted entry: its number, its reference, and what its leaf says."""

    seq: int
    reference: str
    says: Said


def compare_with_events() -> Compared:
    """Compare every table of `BOOKS`. Raises whatever the database raises.

    A row and its event are committed together, but are not read together: what is wrong is looked at once more, and
    only what is wrong both times is told.
    """
    found = _compare()
    if found.faults:
        again = set(_compare().faults)
        found = Compared(rows=found.rows, faults=tuple(fault for fault in found.faults if fault in again))
    return found


def _compare() -> Compared:
    kept = [(book, list(book.rows().order_by("pk"))) for book in BOOKS]
    events = _read_events()
    faults = [
        fault for book, rows in kept for fault in _compare_book(book, rows, [e for k in book.kinds for e in events[k]])
    ]
    return Compared(rows=sum(len(rows) for _book, rows in kept), faults=tuple(faults))


def _read_events() -> Mapping[str, list[_Event]]:
    """By kind, oldest first. A leaf that cannot be read is found where leaves are checked."""
    wanted = {kind for book in BOOKS for kind in book.kinds}
    events: dict[str, list[_Event]] = defaultdict(list)
    noted = Entry.objects.filter(event=Entry.Event.NOTED).order_by("seq").values_list("seq", "reference", "leaf")
    for seq, reference, leaf in noted.iterator(chunk_size=AT_ONCE):
        says = _read_leaf(leaf)
        if says.get("type") in wanted:
            events[says["type"]].append(_Event(seq=seq, reference=reference, says=says))
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
    said = [each for row in rows if (each := book.says(row)) is not None]
    noted = sorted((each for each in events if book.only(each.says)), key=lambda each: each.seq)
    by_key: dict[tuple[str, ...], list[_Event]] = defaultdict(list)
    for event in noted:
        if not (book.first and by_key[_key(book, event.says)]):
            by_key[_key(book, event.says)].append(event)
    wrong, left = False, []
    for row in said:
        twins = by_key[_key(book, row)]
        twin = next((each for each in twins if not _differences(row, each)), None)
        if twin is None:
            left.append(row)
        else:
            twins.remove(twin)
    for row in left:
        wrong, twins = True, by_key[_key(book, row)]
        yield _differs(book, row, twins.pop(0)) if twins else _without_event(book, row)
    for event in [each for twins in by_key.values() for each in twins]:
        wrong = True
        yield _without_row(book, event)
    yield from (_unsound(book, row) for row in rows if not book.is_sound(row))
    if book.newest and not wrong:
        yield from _in_another_order(book, said, noted)


def _in_another_order(book: Book, said: Iterable[Said], noted: Iterable[_Event]) -> Iterator[Fault]:
    """Rows were renumbered, so that another one is in force than was noted last."""
    in_force = {_group(book, row): row for row in said}
    last = {_group(book, event.says): event for event in noted}
    for group, row in in_force.items():
        if row[book.effect] != last[group].says[book.effect]:
            yield _fault(Kind.ROW_DIFFERS, book, last[group], f"is the last one of {row['name']}, and its row is not")


def _differences(row: Said, event: _Event) -> list[str]:
    return [name for name, value in row.items() if event.says.get(name) != value]


def _key(book: Book, says: Said) -> tuple[str, ...]:
    return (str(says.get("body")), *(str(says.get(name)) for name in book.key))


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
