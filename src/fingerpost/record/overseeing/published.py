"""The figures of past months as the public may see them, each month kept for ever as it was first published.

A month that was worked out twice could differ by a run that was written down late, and the difference would tell of
that one run. So it is worked out once, by whoever looks first after it has settled, and then only read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import dropwhile
from typing import Any

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from fingerpost.contract.claims import OutcomeKind
from fingerpost.record.disclosure import (
    PublishedCount,
    months_to_publish,
    next_month,
    publish_count,
    publish_total,
)
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.feedback.unanswered import NOT_PEOPLE
from fingerpost.record.overseeing.models import PublishedMonth, RunFigures
from fingerpost.record.retention.clock import find_doubt

KINDS = tuple(kind.value for kind in OutcomeKind)


@dataclass(frozen=True, kw_only=True)
class MonthOfUse:
    """How one capability was used in one whole month. `by_outcome` holds every kind of outcome."""

    month: date
    capability: str
    total: PublishedCount
    by_outcome: Mapping[str, PublishedCount]


def published_months(capability: str, *, body: str, at: datetime) -> list[MonthOfUse]:
    """The whole past months of a capability's use, oldest first, from the first that has a number to show.

    After that one, every month stands there, whether the capability was used or not: that it was used at all is a small
    number too. Months that nobody has published yet are published now, unless the clock is in doubt: a clock that
    jumped ahead would keep months for ever as unused that have not been yet. The newest run is no measure of that: a
    month that appears only once somebody came after it would tell that somebody came. Raises StoreUnavailable.
    """
    with store_faults(NOT_READ):
        months = [_month_of_use(capability, each) for each in _publish_up_to(at, body=body)]
    return list(dropwhile(lambda each: each.total.value is None, months))


def _publish_up_to(at: datetime, *, body: str) -> list[PublishedMonth]:
    first = RunFigures.objects.filter(body=body).aggregate(first=Min("day"))["first"]
    kept = {each.month: each for each in PublishedMonth.objects.filter(body=body)}
    if first is not None and find_doubt(body=body, at=at) is None:
        for month in months_to_publish(first=first, today=timezone.localdate(at)):
            if month not in kept:
                kept[month] = _publish(month, body=body, at=at)
    return [kept[month] for month in sorted(kept)]


def _publish(month: date, *, body: str, at: datetime) -> PublishedMonth:
    """Keep the month. Of two processes that do so at once, one keeps it and both show that one."""
    figures = _figures_of(month, body=body)
    with transaction.atomic():
        row, _made = PublishedMonth.objects.get_or_create(
            body=body, month=month, defaults={"at": at, "figures": figures}
        )
    return row


def _figures_of(month: date, *, body: str) -> dict[str, Any]:
    """By capability, what is published of it. The true counts are forgotten here."""
    runs = RunFigures.objects.filter(body=body, day__gte=month, day__lt=next_month(month))
    counted: dict[str, dict[str, int]] = {}
    for capability, outcome, count in (
        runs.exclude(door__in=NOT_PEOPLE).values_list("capability", "outcome").annotate(runs=Count("pk")).order_by()
    ):
        counted.setdefault(capability, dict.fromkeys(KINDS, 0))[outcome] = count
    return {capability: _publish_counts(counts) for capability, counts in sorted(counted.items())}


def _publish_counts(counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "total": publish_total(counts.values()).as_values(),
        "by_outcome": {kind: publish_count(count).as_values() for kind, count in counts.items()},
    }


def _month_of_use(capability: str, kept: PublishedMonth) -> MonthOfUse:
    figures = kept.figures.get(capability) or _publish_counts(dict.fromkeys(KINDS, 0))
    return MonthOfUse(
        month=kept.month,
        capability=capability,
        total=PublishedCount(**figures["total"]),
        by_outcome={kind: PublishedCount(**values) for kind, values in figures["by_outcome"].items()},
    )
