"""What officers see of the post: messages that did not go, and letters to print, of the cases that they may see.

To whom a message goes and what it says is not told here: it stands on the case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from fingerpost.casework.history import Told, add_line
from fingerpost.casework.models import Case, Message
from fingerpost.casework.post.outbox import NOT_SENT, WEBHOOK, retry
from fingerpost.casework.viewing import Viewer, visible
from fingerpost.contract.paging import place_page
from fingerpost.engines.post.letters import Printed, list_letters
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore

SIZE = 25
FAILED = (Message.State.FAILED,)
ON_THEIR_WAY = (Message.State.WAITING, Message.State.SENDING)
PRINTED = "printed"
"""The kind of the line that says that a letter was printed."""
_MARK = 13  # characters behind the reference in the name of a letter: a dash and a digest


@dataclass(frozen=True, kw_only=True)
class Unsent:
    """A message that did not go yet. `why` is the code of the last fault, `due_at` when it is tried next. `reference`
    and `service` are those of its case, "" where it is about none."""

    number: int
    way: str
    why: str
    tries: int
    made_at: datetime
    due_at: datetime
    reference: str
    service: str


@dataclass(frozen=True, kw_only=True)
class UnsentPage:
    """One page, newest first. `total` counts all of that state; `pages` is 1 or more."""

    rows: tuple[Unsent, ...]
    number: int
    total: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter in its folder, and the case that it is about."""

    name: str
    made_at: datetime
    size: int
    reference: str
    service: str


def count_unsent(viewer: Viewer, *, states: Sequence[str] = FAILED) -> int:
    """How many there are in these states. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return _seen(viewer, states).count()


def list_unsent(viewer: Viewer, *, states: Sequence[str] = FAILED, page: int = 1, size: int = SIZE) -> UnsentPage:
    """One page; the last one where `page` lies behind it. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = _seen(viewer, states)
        total = found.count()
        place = place_page(total, wanted=page, size=size)
        rows = found.select_related("case").defer("sealed", "case__sealed", "case__line").order_by("-made_at", "-pk")
        shown = tuple(_row(each) for each in rows[place.rows])
    return UnsentPage(rows=shown, number=place.number, total=total, pages=place.pages)


def retry_seen(viewer: Viewer, *, at: datetime, numbers: Iterable[int] | None = None) -> int:
    """Let those of these numbers that failed be tried anew; None is every one that the viewer sees. Gives how many.

    Raises StoreUnavailable.
    """
    with store_faults(NOT_SENT):
        found = _seen(viewer, FAILED)
        chosen = found if numbers is None else found.filter(pk__in=list(numbers))
        seen = tuple(chosen.values_list("pk", flat=True))
    return retry(body=viewer.body, at=at, numbers=seen) if seen else 0


def letters_for(viewer: Viewer, *, folder: Path, zone: Any) -> tuple[Letter, ...]:
    """The letters that wait to be printed, oldest first. Raises OSError, StoreUnavailable."""
    waiting = list_letters(folder, zone=zone)
    cases = _cases(viewer, {_reference(each) for each in waiting})
    return tuple(
        Letter(name=each.name, made_at=each.made_at, size=each.size, reference=case.reference, service=case.service)
        for each in waiting
        if (case := cases.get(_reference(each))) is not None
    )


def take_printed(viewer: Viewer, letters: Sequence[Letter], *, folder: Path, at: datetime, keys: KeyStore) -> int:
    """Take these letters away, for they are printed; their cases say so. Gives how many. Raises OSError,
    StoreUnavailable."""
    cases = _cases(viewer, {each.reference for each in letters})
    chosen = [each for each in letters if each.reference in cases]
    for each in chosen:
        with store_faults(NOT_READ), transaction.atomic():
            add_line(cases[each.reference], Told(kind=PRINTED, facts={}), by=viewer.name, at=at, keys=keys)
        # Once the line is kept: a letter that nobody sees as printed stays.
        (folder / each.name).unlink(missing_ok=True)
    return len(chosen)


def _seen(viewer: Viewer, states: Sequence[str]) -> "QuerySet[Message]":
    """Whoever may lead sees those to other programs too, and those about no case."""
    of_cases = visible(viewer, at="case__")
    seen = (of_cases | Q(case=None)) if viewer.may_lead else of_cases & ~Q(way=WEBHOOK)
    return Message.objects.filter(seen, body=viewer.body, state__in=states)


def _cases(viewer: Viewer, references: set[str]) -> Mapping[str, Case]:
    if not references:
        return {}
    with store_faults(NOT_READ):
        found = Case.objects.filter(visible(viewer), reference__in=sorted(references)).defer("sealed", "line")
        return {each.reference: each for each in found}


def _reference(letter: Printed) -> str:
    return letter.name.removesuffix(".pdf")[:-_MARK]


def _row(row: Message) -> Unsent:
    return Unsent(
        number=row.pk,
        way=row.way,
        why=row.fault,
        tries=row.tries,
        made_at=row.made_at,
        due_at=row.due_at,
        reference=row.case.reference if row.case else "",
        service=row.case.service if row.case else "",
    )
