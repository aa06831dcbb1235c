"""The history of a case: a line for each thing that was done, in the order of its numbers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max

from fingerpost.casework.models import Case, HistoryLine
from fingerpost.casework.sealing import seal, unseal_all
from fingerpost.record.events import note_event
from fingerpost.record.keys import KeyStore

RESIDENT, MACHINE = "resident", "fingerpost"
"""Who did it, where no account did."""
CAPABILITY = "triage"  # of the ledger's entries about cases
_FOR_SHOW: Mapping[bool, Mapping[str, bool]] = {True: {"demo": True}, False: {}}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line to come: what was done, with codes, numbers and names of accounts in `facts`, and words in `text`.

    `is_shown` says whether the resident sees it. `then` is called with the line once it is written.
    """

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    is_shown: bool = False
    then: Callable[[HistoryLine], object] | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as it stands. `text` is None once it was erased, and "" where there was none."""

    number: int
    kind: str
    by: str
    at: datetime
    facts: Mapping[str, Any]
    text: str | None
    is_shown: bool
    version: int


def add_line(case: Case, told: Told, *, by: str, at: datetime, keys: KeyStore) -> HistoryLine:
    """Write a line and its entry in the ledger, within the transaction of what was done."""
    number = 1 + (HistoryLine.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0)
    event = note_event(
        f"case/{told.kind}",
        body=case.body,
        at=at,
        capability=CAPABILITY,
        facts={"case": case.reference, "by": by, "version": case.version, **told.facts, **_FOR_SHOW[case.is_demo]},
    )
    line = HistoryLine.objects.create(
        body=case.body,
        case=case,
        number=number,
        kind=told.kind,
        by=by,
        at=at,
        facts=dict(told.facts),
        sealed=seal(case, told.text, f"history/{number}", keys=keys, at=at) if told.text else None,
        is_shown=told.is_shown,
        event=event,
        version=case.version,
    )
    if told.then is not None:
        told.then(line)
    return line


def read_lines(case: Case, *, keys: KeyStore, since_version: int = 0, shown_only: bool = False) -> tuple[Line, ...]:
    """The lines of a case with their words, oldest first: those that made a later version than `since_version`."""
    found = HistoryLine.objects.filter(case=case, version__gt=since_version)
    rows = list((found.filter(is_shown=True) if shown_only else found).order_by("number"))
    texts = unseal_all(case, {f"history/{row.number}": row.sealed for row in rows}, keys=keys)
    return tuple(_line(row, texts) for row in rows)


def _line(row: HistoryLine, texts: Mapping[str, bytes | None]) -> Line:
    plain = texts[f"history/{row.number}"]
    was_erased = bool(row.facts.get("erased")) or (bool(row.sealed) and plain is None)
    return Line(
        number=row.number,
        kind=row.kind,
        by=row.by,
        at=row.at,
        facts=row.facts,
        text=None if was_erased else (plain or b"").decode(),
        is_shown=row.is_shown,
        version=row.version,
    )


def last_of(lines: Iterable[Line], kind: str) -> Line | None:
    """The last line of that kind."""
    return next((each for each in reversed(tuple(lines)) if each.kind == kind), None)
