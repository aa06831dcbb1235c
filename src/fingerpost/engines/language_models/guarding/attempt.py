"""One call with all that it holds: leave of the breaker, its place, what was reserved for it, and who reads it."""

import logging
from dataclasses import dataclass

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.language_models import WhyNoModel
from fingerpost.engines.language_models.calling import CallFault, Spent
from fingerpost.engines.language_models.guarding.breaker import Permit
from fingerpost.engines.language_models.guarding.budgets import Reservation
from fingerpost.engines.language_models.guarding.prices import NOTHING, Amount, Prices
from fingerpost.engines.language_models.guarding.reading import Reading

logger = logging.getLogger(__name__)

_COSTS_NOTHING = frozenset({WhyNoModel.UNREACHABLE, WhyNoModel.BUSY, WhyNoModel.REFUSED})
"""Turned away before anything was written: no supplier asks money for that."""


@dataclass(kw_only=True)
class Attempt:
    """Ended once, by `end`; what comes after that changes nothing."""

    reading: Reading
    permit: Permit
    reservation: Reservation
    prices: Prices
    lines: int = 0
    _is_ended: bool = False

    def end(self, *, fault: CallFault | None = None, is_whole: bool = False, rest: float = 0.0) -> None:
        """`is_whole`: the model came to its end. Without a fault, and not whole, whoever reads wants no more."""
        if self._is_ended:
            return
        self._is_ended = True
        self.reading.close()
        self._tell_breaker(fault, is_whole=is_whole, rest=rest)
        try:
            self.reservation.settle(self._taken(fault, is_whole=is_whole), fault=fault.why.value if fault else "")
        except StoreUnavailable as error:
            logger.warning("What a language model took is not settled, and stays reserved. %s", error.detail)

    @property
    def owed(self) -> Spent:
        """What it has taken until now, as far as that is known; nothing where it was turned away."""
        return self.reading.spent if self.reading.is_sent else Spent()

    def _tell_breaker(self, fault: CallFault | None, *, is_whole: bool, rest: float) -> None:
        if fault is None and (is_whole or self.lines):
            self.permit.succeed()
        elif fault is None or (fault.why is WhyNoModel.TOO_LARGE and not self.reading.is_sent):
            self.permit.leave()  # a prompt that is too large says nothing of the model
        else:
            self.permit.fail(rest=rest)

    def _taken(self, fault: CallFault | None, *, is_whole: bool) -> Amount | None:
        """None where a call broke off and the supplier has not told how much it took: then what was reserved stays."""
        spent = self.reading.spent
        if not self.reading.is_sent or self._was_turned_away(fault):
            return NOTHING
        return self.prices.amount_of(spent) if is_whole or not spent.is_estimate else None

    def _was_turned_away(self, fault: CallFault | None) -> bool:
        return fault is not None and fault.why in _COSTS_NOTHING and self.reading.spent.tokens_out == 0
