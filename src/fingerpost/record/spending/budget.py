"""Reserves what a call may cost before it is sent, and settles what it took after it.

One statement looks and takes, so that any number of processes together never reserve more than the budget has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from fingerpost.record.commits import committing_soon
from fingerpost.record.faults import store_faults
from fingerpost.record.spending.models import SpentDay

NOT_RESERVED = "We could not read what language models may still spend, so none was asked. Try again in a minute."
NOT_SETTLED = "We could not write down what a language model took. What was reserved for it stays reserved."


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The most that one model may take in a day; 0 is no bound. `micropounds` are millionths of a pound."""

    tokens: int = 0
    micropounds: int = 0


class DayBudget:
    """What one model of a body may take in a day, by the calendar of Django's TIME_ZONE. Safe from any thread."""

    def __init__(self, *, body: str, model: str, bounds: Bounds, now: Callable[[], datetime]) -> None:
        self._body = body
        self._model = model
        self._bounds = bounds
        self._now = now

    def reserve(self, *, tokens: int, micropounds: int) -> "Reserved | None":
        """Take it off today's budget; None where that would go over it. Raises StoreUnavailable."""
        day = timezone.localdate(self._now())
        with store_faults(NOT_RESERVED):
            taken = self._take(day, tokens=tokens, micropounds=micropounds)
            if not taken and not self._rows(day).exists():
                self._begin(day)
                taken = self._take(day, tokens=tokens, micropounds=micropounds)
        if not taken:
            return None
        return Reserved(rows=self._rows(day), tokens=tokens, micropounds=micropounds, now=self._now)

    def _take(self, day: date, *, tokens: int, micropounds: int) -> bool:
        """One statement looks and takes."""
        with committing_soon():
            return bool(
                self._rows(day)
                .filter(self._has_left(tokens=tokens, micropounds=micropounds))
                .update(
                    calls=F("calls") + 1,
                    tokens_reserved=F("tokens_reserved") + tokens,
                    micropounds_reserved=F("micropounds_reserved") + micropounds,
                )
            )

    def _has_left(self, *, tokens: int, micropounds: int) -> Q:
        has_left = Q()
        if self._bounds.tokens:
            has_left &= Q(tokens__lte=self._bounds.tokens - tokens - F("tokens_reserved"))
        if self._bounds.micropounds:
            has_left &= Q(micropounds__lte=self._bounds.micropounds - micropounds - F("micropounds_reserved"))
        return has_left

    def _begin(self, day: date) -> None:
        """The row of a day, which another process may make at the same moment."""
        with committing_soon():
            SpentDay.objects.bulk_create([SpentDay(body=self._body, model=self._model, day=day)], ignore_conflicts=True)

    def _rows(self, day: date) -> "QuerySet[SpentDay]":
        return SpentDay.objects.filter(body=self._body, model=self._model, day=day)


class Reserved:
    """What one call may cost at most. It is settled on the day on which it was reserved, also after midnight."""

    def __init__(
        self, *, rows: "QuerySet[SpentDay]", tokens: int, micropounds: int, now: Callable[[], datetime]
    ) -> None:
        self._rows = rows
        self._tokens = tokens
        self._micropounds = micropounds
        self._now = now
        self._is_settled = False

    def settle(self, *, tokens: int | None, micropounds: int | None, fault: str = "") -> None:
        """Put what it took in the place of what was reserved; None, where that is not known, leaves what was reserved.
        `fault` is why it came to nothing. Only the first settling counts. Raises StoreUnavailable."""
        if self._is_settled:
            return
        self._is_settled = True
        took = self._tokens if tokens is None else tokens
        cost = self._micropounds if micropounds is None else micropounds
        faults = {"faults": F("faults") + 1, "last_fault": fault, "last_fault_at": self._now()} if fault else {}
        with store_faults(NOT_SETTLED), committing_soon():
            self._rows.update(
                tokens=F("tokens") + took,
                micropounds=F("micropounds") + cost,
                tokens_reserved=F("tokens_reserved") - self._tokens,
                micropounds_reserved=F("micropounds_reserved") - self._micropounds,
                **faults,
            )
