"""Counts of runs for overseers, true ones: what stands here is not for publication (see `disclosure`).

Only runs of people are counted: those of evaluations and of timings are left out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Literal

from django.db.models import Count, Min, QuerySet, Sum

from fingerpost.contract.claims import OutcomeKind
from fingerpost.record.disclosure import next_month
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.feedback.unanswered import NOT_PEOPLE
from fingerpost.record.overseeing.models import RunFigures

Step = Literal["day", "week", "month"]
STAGES = ("guard", "capability", "check", "explain", "whole")
TIMED = 5000  # the newest runs whose times are looked at
DECLINED = (OutcomeKind.CANNOT_ANSWER.value, OutcomeKind.STOPPED.value)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which runs are meant, from the day `since` to the day `until`, both included. What is empty leaves all in."""

    since: date
    until: date
    capability: str = ""
    door: str = ""


@dataclass(frozen=True, kw_only=True)
class Period:
    """The runs of one day, of a week that begins on a Monday, or of a month. `start` is its first day."""

    start: date
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    taken_out: int = 0

    @property
    def runs(self) -> int:
        return self.outcomes.total()


@dataclass(frozen=True, kw_only=True)
class StageTime:
    """How long one stage took, in milliseconds, over the newest `runs` runs that came to it."""

    stage: str
    runs: int
    median: float
    p95: float


def count_periods(wanted: Wanted, *, body: str, step: Step = "day") -> list[Period]:
    """Every period from first to last, those without runs too. `reasons` are those of runs that were not answered.

    Raises StoreUnavailable.
    """
    periods = {start: _Tally() for start in _starts(wanted, step)}
    with store_faults(NOT_READ):
        rows = _matching(wanted, body=body).values_list("day", "outcome", "reason", "failed_check")
        counted = list(rows.annotate(runs=Count("pk"), taken_out=Sum("taken_out")).order_by())
    for day, outcome, reason, check, runs, taken_out in counted:
        periods[start_of(day, step)].add(outcome, reason, check, runs=runs, taken_out=taken_out)
    return [tally.as_period(start) for start, tally in periods.items()]


def add_up(periods: Iterable[Period], *, start: date) -> Period:
    """All of them as one."""
    whole = _Tally()
    for each in periods:
        whole.outcomes += each.outcomes
        whole.reasons += each.reasons
        whole.checks += each.checks
        whole.taken_out += each.taken_out
    return whole.as_period(start)


def time_stages(wanted: Wanted, *, body: str) -> list[StageTime]:
    """Median and 95th percentile of each stage, in the order of the road, over the newest runs that were meant.

    Raises StoreUnavailable.
    """
    names = [f"{stage}_time" for stage in STAGES]
    with store_faults(NOT_READ):
        rows = list(_matching(wanted, body=body).order_by("-pk").values_list(*names)[:TIMED])
    return [
        StageTime(stage=stage, runs=len(times), median=median(times) / 1000, p95=percentile(times, 95) / 1000)
        for number, stage in enumerate(STAGES)
        if (times := sorted(row[number] for row in rows if row[number] is not None))
    ]


def percentile(ordered: Sequence[int], per_cent: int) -> float:
    """The nearest-rank percentile of values in order: the least that so many per cent of them do not exceed."""
    return ordered[max(-(-len(ordered) * per_cent // 100), 1) - 1]


def choices_of_runs(*, body: str) -> dict[str, list[str]]:
    """The capabilities and doors that occur. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = RunFigures.objects.filter(body=body).order_by()
        return {name: sorted(found.values_list(name, flat=True).distinct()) for name in ("capability", "door")}


def first_day(*, body: str) -> date | None:
    """The day of the first run; None before there was one. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found: date | None = RunFigures.objects.filter(body=body).aggregate(first=Min("day"))["first"]
    return found


def start_of(day: date, step: Step) -> date:
    """The first day of the period that a day falls in."""
    if step == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if step == "week" else day


class _Tally:
    """A period that is still being counted."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.checks: Counter[str] = Counter()
        self.taken_out = 0

    def add(self, outcome: str, reason: str, check: str, *, runs: int, taken_out: int) -> None:
        self.outcomes[outcome] += runs
        self.taken_out += taken_out
        if outcome in DECLINED:
            self.reasons[reason] += runs
        if check:
            self.checks[check] += runs

    def as_period(self, start: date) -> Period:
        return Period(
            start=start, outcomes=self.outcomes, reasons=self.reasons, checks=self.checks, taken_out=self.taken_out
        )


def _starts(wanted: Wanted, step: Step) -> list[date]:
    start, found = start_of(wanted.since, step), []
    while start <= wanted.until:
        found.append(start)
        start = next_month(start) if step == "month" else start + timedelta(days=7 if step == "week" else 1)
    return found


def _matching(wanted: Wanted, *, body: str) -> QuerySet[RunFigures]:
    found = RunFigures.objects.filter(body=body, day__gte=wanted.since, day__lte=wanted.until)
    found = found.filter(capability=wanted.capability) if wanted.capability else found
    return found.filter(door=wanted.door) if wanted.door else found.exclude(door__in=NOT_PEOPLE)
