"""Bounds on what is spent: the most that a call may cost is reserved before it is sent, and settled after it."""

from threading import Lock
from typing import Protocol

from fingerpost.engines.language_models.guarding.prices import NOTHING, Amount


class Reservation(Protocol):
    """What one call may cost at most, taken off the budget before it is sent."""

    def settle(self, taken: Amount | None, *, fault: str = "") -> None:
        """Put what it took in the place of what was reserved; None, where that is not known, leaves the reservation.
        `fault` is why the call came to nothing, as a code. Only the first settling counts. Raises StoreUnavailable."""
        ...


class Budget(Protocol):
    """What one model may still spend. Shared by every process of the installation."""

    def reserve(self, most: Amount) -> Reservation | None:
        """Take it off; None where that would go over the budget. Raises StoreUnavailable."""
        ...


class MemoryBudget:
    """The port `Budget`, in memory: for tests, and for whoever wants no bound. 0 is no bound."""

    def __init__(self, *, tokens: int = 0, micropounds: int = 0) -> None:
        self._most = Amount(tokens=tokens, micropounds=micropounds)
        self._lock = Lock()
        self.taken = NOTHING
        self.faults: list[str] = []

    def reserve(self, most: Amount) -> "MemoryReservation | None":
        with self._lock:
            after = Amount(
                tokens=self.taken.tokens + most.tokens, micropounds=self.taken.micropounds + most.micropounds
            )
            if 0 < self._most.tokens < after.tokens or 0 < self._most.micropounds < after.micropounds:
                return None
            self.taken = after
        return MemoryReservation(self, most)

    def exchange(self, reserved: Amount, taken: Amount, *, fault: str) -> None:
        with self._lock:
            self.taken = Amount(
                tokens=self.taken.tokens - reserved.tokens + taken.tokens,
                micropounds=self.taken.micropounds - reserved.micropounds + taken.micropounds,
            )
            if fault:
                self.faults.append(fault)


class MemoryReservation:
    """The port `Reservation`."""

    def __init__(self, budget: MemoryBudget, reserved: Amount) -> None:
        self._budget = budget
        self._reserved = reserved
        self._is_settled = False

    def settle(self, taken: Amount | None, *, fault: str = "") -> None:
        if not self._is_settled:
            self._is_settled = True
            self._budget.exchange(self._reserved, self._reserved if taken is None else taken, fault=fault)
