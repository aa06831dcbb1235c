"""Challenges by month, as the register counts them: each when it was received, each answer when it was given.

Only months that are over and settled, so that nobody who looks each day sees one more come in (see `disclosure`).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from fingerpost.record.challenges.matters import OVERRIDES
from fingerpost.record.challenges.models import Challenge, ChallengeAnswer
from fingerpost.record.disclosure import months_to_publish
from fingerpost.record.faults import NOT_READ, store_faults


def count_by_month(capability: str, *, body: str, today: date) -> dict[str, tuple[int, ...]]:
    """How many were received, answered and overridden in each month since the first; (0,) of each where none is over.

    Raises StoreUnavailable.
    """
    with store_faults(NOT_READ):
        sent = Challenge.objects.filter(body=body, capability=capability).exclude(state=Challenge.State.DRAFT)
        received = list(sent.values_list("received_at", flat=True))
        answers = list(ChallengeAnswer.objects.filter(challenge__in=sent).values_list("at", "decision"))
    if not received:
        return dict.fromkeys(("received", "answered", "overridden"), (0,))
    months = months_to_publish(first=_month(min(received)), today=today)
    return {
        "received": _counts(received, months),
        "answered": _counts((at for at, _ in answers), months),
        "overridden": _counts((at for at, decision in answers if decision in OVERRIDES), months),
    }


def _counts(moments: Iterable[datetime], months: list[date]) -> tuple[int, ...]:
    counted = Counter(_month(each) for each in moments)
    return tuple(counted[month] for month in months) or (0,)


def _month(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)
