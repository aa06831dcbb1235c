"""A model's budget as the database keeps it, under the port of the engines: neither of them knows the other."""

from collections.abc import Callable
from datetime import datetime

from fingerpost.engines.language_models.guarding.prices import Amount
from fingerpost.record.spending.budget import Bounds, DayBudget, Reserved
from fingerpost.site.language_models.described import MICROPOUNDS, Described


class KeptBudget:
    """The port `Budget`."""

    def __init__(self, of: Described, *, body: str, now: Callable[[], datetime]) -> None:
        bounds = Bounds(tokens=of.tokens_a_day, micropounds=int(of.pounds_a_day * MICROPOUNDS))
        self._days = DayBudget(body=body, model=of.name, bounds=bounds, now=now)

    def reserve(self, most: Amount) -> "KeptReservation | None":
        reserved = self._days.reserve(tokens=most.tokens, micropounds=most.micropounds)
        return KeptReservation(reserved) if reserved is not None else None


class KeptReservation:
    """The port `Reservation`."""

    def __init__(self, reserved: Reserved) -> None:
        self._reserved = reserved

    def settle(self, taken: Amount | None, *, fault: str = "") -> None:
        tokens, micropounds = (None, None) if taken is None else (taken.tokens, taken.micropounds)
        self._reserved.settle(tokens=tokens, micropounds=micropounds, fault=fault)
