"""What a call costs. A price in pounds for a million tokens is one in millionths of a pound for one token."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from fingerpost.engines.language_models.calling import Spent


@dataclass(frozen=True, kw_only=True)
class Amount:
    """So many tokens, in and out together, and so many millionths of a pound."""

    tokens: int = 0
    micropounds: int = 0


NOTHING = Amount()


@dataclass(frozen=True, kw_only=True)
class Prices:
    """Pounds for a million tokens: those that are sent, those of them that the supplier reads from its cache, and
    those that are written."""

    tokens_in: Decimal = Decimal(0)
    tokens_cached: Decimal = Decimal(0)
    tokens_out: Decimal = Decimal(0)

    def amount_of(self, spent: Spent) -> Amount:
        """What was spent, rounded up."""
        fresh = spent.tokens_in - spent.tokens_cached
        cost = fresh * self.tokens_in + spent.tokens_cached * self.tokens_cached + spent.tokens_out * self.tokens_out
        return Amount(tokens=spent.tokens_in + spent.tokens_out, micropounds=_round_up(cost))

    def most_of(self, *, tokens_in: int, tokens_out: int) -> Amount:
        """The most that a call of this size may cost."""
        cost = tokens_in * max(self.tokens_in, self.tokens_cached) + tokens_out * self.tokens_out
        return Amount(tokens=tokens_in + tokens_out, micropounds=_round_up(cost))


def _round_up(cost: Decimal) -> int:
    return int(cost.to_integral_value(rounding=ROUND_CEILING))
