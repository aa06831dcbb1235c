"""Holds the tables that carry effects to their events in the ledger: each row has its event, and each event its row.

A switch, a phase, an answer to a challenge: what is in force is read from a row, and what was done stands in the
ledger. Somebody with the database in hand could change the one without the other. Only what the leaf holds in the clear
is compared. Words that were erased or swept are sealed and stand in no comparison, so that they may go.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from fingerpost.record.challenges.models import Challenge, ChallengeAnswer
from fingerpost.record.challenges.models import Opening as FirstOpening
from fingerpost.record.ledger.findings import Fault, Kind
from fingerpost.record.models import Entry, SubjectKey
from fingerpost.record.overseeing.models import Opening
from fingerpost.record.overseeing.openings import OPENED
from fingerpost.record.register.evaluations import FINISHED
from fingerpost.record.register.models import EvaluationRun, PhaseMove, RecordVersion
from fingerpost.record.register.phases import MOVED
from fingerpost.record.register.versions import KEPT, digest_of
from fingerpost.record.switches.models import Switch
from fingerpost.record.switches.turning import STARTED, STOPPED

RECEIVED, ANSWERED = "challenge/received", "challenge/answered"
HEAD = ("type", "reference", "body", "at", "capability")  # of a leaf, beside its facts
AT_ONCE = 1_000

Said = dict[str, Any]
"""What a row or an event says, by the names of the leaf and of its facts."""


@dataclass(frozen=True, kw_only=True)
class Book:
    """A table and the kinds of its events.

    `says` gives what the event of a row must say, or None for a row that has no event. `key` names what finds the one
    by the other. `newest` groups the rows whose last one is in force, and `effect` is what that one sets. `is_sound`
    looks at a row by itself. Of several events of one key, `first` takes the oldest; `only` says which events count.
    """

    name: str
    kinds: tuple[str, ...]
    rows: "Callable[[], QuerySet[Any]]"
    says: Callable[[Any], Said | None]
    key: tuple[str, ...] = ("reference",)
    newest: tuple[str, ...] = ()
    effect: str = ""
    is_sound: Callable[[Any], bool] = lambda row: True
    first: bool = False
    only: Callable[[Said], bool] = lambda event: True


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


def _at(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _switch(row: Switch) -> Said:
    return {
        "type": STOPPED if row.is_stopped else STARTED,
        "reference": row.reference,
        "body": row.body,
        "at": _at(row.at),
        "capability": row.name if row.kind == Switch.Kind.CAPABILITY else "",
        "kind": row.kind,
        "name": row.name,
        "by": row.by,
        "reason": row.reason,
    }


def _move(row: PhaseMove) -> Said:
    return {
        "body": row.body,
        "at": _at(row.at),
        "name": row.name,
        "from": row.moved_from,
        "to": row.moved_to,
        "by": row.by,
        "owner": row.owner,
        "reason": row.reason,
    }


def _version(row: RecordVersion) -> Said:
    """The digest is made anew, so that neither it nor the content can be another."""
    digest = row.digest if _digest(row.content) == row.digest else "of another content"
    return {
        "body": row.body,
        "at": _at(row.at),
        "name": row.name,
        "number": row.number,
        "digest": digest,
        "why": row.why,
    }


def _digest(content: Any) -> str:
    try:
        return digest_of(content)
    except (KeyError, TypeError, AttributeError):
        return ""


def _evaluation(row: EvaluationRun) -> Said:
    """By counts, as the event holds it: the shares follow from those, and whether it passed stands beside them."""
    return {
        "reference": row.reference,
        "body": row.body,
        "at": _at(row.at),
        "capability": row.capability,
        "version": row.version,
        "half": row.half,
        "cases": row.cases,
        "passed": row.passed,
        "figures": [{name: each.get(name) for name in ("name", "yes", "n")} for each in row.figures],
        "system": row.system,
    }


def _opening(row: Opening) -> Said:
    return {
        "reference": row.event,
        "body": row.body,
        "at": _at(row.at),
        "about": row.reference,
        "by": row.by,
        "purpose": row.purpose,
    }


def _first_opening(row: FirstOpening) -> Said:
    return {"body": row.body, "at": _at(row.at), "of": row.challenge.reference, "by": row.by}


def _challenges() -> "QuerySet[Challenge]":
    erased = SubjectKey.objects.filter(body=OuterRef("body"), subject=OuterRef("subject"), erased_at__isnull=False)
    return Challenge.objects.annotate(
        held=Count("files"),
        is_answered=Exists(ChallengeAnswer.objects.filter(challenge=OuterRef("pk"))),
        is_erased=Exists(erased),
    )


def _challenge(row: Any) -> Said | None:
    """A draft has no event. Files go with the words, when the subject is erased or the challenge is swept."""
    if row.state == Challenge.State.DRAFT:
        return None
    files = {"files": row.held} if row.sealed else {}
    return {
        "reference": row.reference,
        "body": row.body,
        "at": _at(row.received_at),
        "capability": row.capability,
        "about": row.about,
        "kind": row.kind,
        "due_on": row.due_on.isoformat(),
        "working_days": row.working_days,
        **files,
    }


def _is_in_its_state(row: Any) -> bool:
    """Answered by an answer, erased with the key of its subject, and otherwise still there to be read."""
    if row.state == Challenge.State.ANSWERED or row.is_answered:
        return bool(row.state == Challenge.State.ANSWERED and row.is_answered)
    return bool(row.is_erased) if row.state == Challenge.State.ERASED else row.sealed is not None


def _answer(row: ChallengeAnswer) -> Said:
    return {
        "reference": row.event,
        "body": row.body,
        "at": _at(row.at),
        "challenge": row.challenge.reference,
        "about": row.challenge.about,
        "decision": row.decision,
        "by": row.by,
        "seconds_on_case": max(0, int((row.at - row.opened_at).total_seconds())),
    }


def _is_first_of_a_challenge(event: Said) -> bool:
    return event.get("what") == "words" and event.get("of") != event.get("about")


BOOKS = (
    Book(
        name="switches",
        kinds=(STOPPED, STARTED),
        rows=Switch.objects.all,
        says=_switch,
        newest=("kind", "name"),
        effect="type",
    ),
    Book(
        name="phases",
        kinds=(MOVED,),
        rows=PhaseMove.objects.all,
        says=_move,
        key=("name", "at"),
        newest=("name",),
        effect="to",
    ),
    Book(
        name="versions of records", kinds=(KEPT,), rows=RecordVersion.objects.all, says=_version, key=("name", "number")
    ),
    Book(name="evaluations", kinds=(FINISHED,), rows=EvaluationRun.objects.all, says=_evaluation),
    Book(name="opened texts", kinds=(OPENED,), rows=Opening.objects.all, says=_opening),
    Book(name="challenges", kinds=(RECEIVED,), rows=_challenges, says=_challenge, is_sound=_is_in_its_state),
    Book(
        name="answers to challenges",
        kinds=(ANSWERED,),
        rows=lambda: ChallengeAnswer.objects.select_related("challenge"),
        says=_answer,
    ),
    Book(
        name="first openings of challenges",
        kinds=(OPENED,),
        rows=lambda: FirstOpening.objects.select_related("challenge"),
        says=_first_opening,
        key=("of", "by"),
        first=True,
        only=_is_first_of_a_challenge,
    ),
)
"""The tables that are held to their events: a new one is one more `Book`."""
