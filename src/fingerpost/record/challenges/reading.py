"""Challenges as they are read: by whoever sent one, and by officers in a queue.

Nothing here opens a resident's words but for that resident.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from fingerpost.contract.run import Signpost
from fingerpost.record.challenges.answering import reasons_of
from fingerpost.record.challenges.matters import OVERRIDES, Decision, Kind
from fingerpost.record.challenges.models import Challenge, ChallengeAnswer
from fingerpost.record.challenges.receiving import help_for
from fingerpost.record.challenges.sealing import Opened, open_words
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore

A_PAGE = 25
DRAFT, WAITING, ANSWERED, ERASED = (each.value for each in Challenge.State)
OVERDUE = "overdue"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a person decided. `reasons` is None once it was erased. `by` is for officers; residents are not shown it."""

    decision: Decision
    reasons: str | None
    by: str
    opened_at: datetime
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Filed:
    """One challenge without its words, as a queue shows it.

    Officers name it by its `number`. Both references lead to words at public addresses, where nobody notes who reads
    them: they are shown only with words whose opening was noted.
    """

    number: int
    reference: str
    about: str
    kind: Kind
    capability: str
    received_at: datetime
    due_on: date
    working_days: int
    nation: str
    language: str
    state: str
    urgent: bool


@dataclass(frozen=True, kw_only=True)
class Challenged:
    """One challenge as its writer may read it again. `opened` is None once it was erased."""

    case: Filed
    opened: Opened | None
    answer: Answered | None
    signposts: tuple[Signpost, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """One page of the queue. `page` counts from 1; one beyond the last is empty."""

    rows: tuple[Filed, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    """Which are meant: what is empty leaves everything in. `state` may also be "overdue".

    `reference` is of a challenge or of the answer it is about, for whoever has one already.
    """

    reference: str = ""
    state: str = ""
    kind: str = ""
    capability: str = ""


@dataclass(frozen=True, kw_only=True)
class ChallengeCount:
    """How many challenges of one capability there were, and what became of them.

    `overridden` are those by which a person changed what the system had said; `answered_late` came after their day.
    `median_hours_on_case` is from an officer's first reading to the answer; None where none was answered.
    """

    capability: str
    received: int
    asked_for_a_person: int
    waiting: int
    overdue: int
    answered: int
    overridden: int
    answered_late: int
    by_decision: dict[str, int]
    median_hours_on_case: float | None


def find_challenge(reference: str, *, body: str, keys: KeyStore) -> Challenged | None:
    """The challenge of that reference with its words and its answer, for whoever holds the reference; None if none.

    Raises StoreUnavailable.
    """
    with store_faults(NOT_READ):
        row = Challenge.objects.filter(body=body, reference=reference).select_related("answer").first()
        if row is None:
            return None
        opened = open_words(row, keys=keys)
        answer = getattr(row, "answer", None)
        told = _answered(row, answer, keys=keys) if answer is not None else None
    signposts = help_for(row, opened.words) if opened else ()
    return Challenged(case=_case(row), opened=opened, answer=told, signposts=signposts)


def find_case(number: int, *, body: str) -> Filed | None:
    """The challenge of that number without its words. Drafts are nobody's but their writer's."""
    with store_faults(NOT_READ):
        row = _sent(body).filter(pk=number).first()
    return _case(row) if row is not None else None


def find_answer(reference: str, *, body: str, keys: KeyStore) -> Answered | None:
    """What was answered, for an officer."""
    with store_faults(NOT_READ):
        answer = (
            ChallengeAnswer.objects.filter(body=body, challenge__reference=reference)
            .select_related("challenge")
            .first()
        )
        return _answered(answer.challenge, answer, keys=keys) if answer is not None else None


def list_challenges(wanted: CaseFilter, *, body: str, today: date, page: int = 1, size: int = A_PAGE) -> CasePage:
    """One page of the queue: first what waits, what is urgent and what is due soonest. Raises StoreUnavailable."""
    start = (max(page, 1) - 1) * size
    with store_faults(NOT_READ):
        found = _matching(wanted, body=body, today=today)
        total = found.count()
        waits = Case(When(state=WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
        ordered = found.annotate(waits=waits).order_by("waits", "-urgent", "due_on", "pk")
        rows = tuple(_case(row) for row in ordered[start : start + size])
    return CasePage(rows=rows, page=max(page, 1), pages=-(-total // size), total=total)


def count_overdue(*, body: str, today: date) -> int:
    """How many wait longer than was promised. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return _sent(body).filter(state=WAITING, due_on__lt=today).count()


def count_challenges(
    *, body: str, today: date, since: datetime | None = None, until: datetime | None = None
) -> list[ChallengeCount]:
    """What was challenged, by capability, and what came of it. Received from `since` up to, but without, `until`.

    Raises StoreUnavailable.
    """
    with store_faults(NOT_READ):
        found = _sent(body)
        found = found.filter(received_at__gte=since) if since else found
        found = found.filter(received_at__lt=until) if until else found
        counted = list(found.values("capability").order_by("capability").annotate(**_sums(today)))
        answers = list(ChallengeAnswer.objects.filter(challenge__in=found).select_related("challenge"))
    return [
        _count(row, [each for each in answers if each.challenge.capability == row["capability"]]) for row in counted
    ]


def _sums(today: date) -> dict[str, Count]:
    waits = Q(state=WAITING)
    return {
        "received": Count("pk"),
        "asked_for_a_person": Count("pk", filter=Q(kind=Kind.PERSON)),
        "waiting": Count("pk", filter=waits),
        "overdue": Count("pk", filter=waits & Q(due_on__lt=today)),
    }


def _count(row: Mapping[str, Any], answers: Sequence[ChallengeAnswer]) -> ChallengeCount:
    decisions = [Decision(each.decision) for each in answers]
    hours = sorted((each.at - each.opened_at).total_seconds() / 3600 for each in answers)
    return ChallengeCount(
        capability=str(row["capability"]),
        received=row["received"],
        asked_for_a_person=row["asked_for_a_person"],
        waiting=row["waiting"],
        overdue=row["overdue"],
        answered=len(answers),
        overridden=sum(each in OVERRIDES for each in decisions),
        answered_late=sum(each.at.date() > each.challenge.due_on for each in answers),
        by_decision={each.value: decisions.count(each) for each in Decision},
        median_hours_on_case=hours[len(hours) // 2] if hours else None,
    )


def _sent(body: str) -> QuerySet[Challenge]:
    return Challenge.objects.filter(body=body).exclude(state=DRAFT)


def _matching(wanted: CaseFilter, *, body: str, today: date) -> QuerySet[Challenge]:
    found = _sent(body)
    for name in ("kind", "capability"):
        if getattr(wanted, name):
            found = found.filter(**{name: getattr(wanted, name)})
    if wanted.reference:
        found = found.filter(Q(reference=wanted.reference) | Q(about=wanted.reference))
    if wanted.state == OVERDUE:
        return found.filter(state=WAITING, due_on__lt=today)
    return found.filter(state=wanted.state) if wanted.state else found


def _case(row: Challenge) -> Filed:
    names = (
        "reference",
        "about",
        "capability",
        "received_at",
        "due_on",
        "working_days",
        "nation",
        "language",
        "state",
        "urgent",
    )
    return Filed(number=row.pk, kind=Kind(row.kind), **{name: getattr(row, name) for name in names})


def _answered(row: Challenge, answer: ChallengeAnswer, *, keys: KeyStore) -> Answered:
    return Answered(
        decision=Decision(answer.decision),
        reasons=reasons_of(row, answer, keys=keys),
        by=answer.by,
        opened_at=answer.opened_at,
        at=answer.at,
    )
