"""Rules over a block of households: what a rule comes to for each, in pounds a year or as yes and no."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fingerpost.rules.book import ADULT, CHILD, HOUSEHOLD, Fact, RuleBook
from fingerpost.rules.counting.machine import Working, array_machine
from fingerpost.rules.counting.running import NATION_BITS, Slot
from fingerpost.rules.populations.columns import NATIONS, Array, Households, least
from fingerpost.rules.units import PERIODS_A_YEAR


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a rule may be for each household, from `low` to `high`, both included. Where all is known they are equal."""

    low: Array
    high: Array

    @property
    def middle(self) -> Array:
        """Halfway, for sums over many: what is not known counts as half."""
        return self.low if self.low is self.high else (self.low + self.high) / 2


def evaluate_block(book: RuleBook, households: Households, *, on: date, outputs: Iterable[str]) -> Mapping[str, Bounds]:
    """Each rule of `outputs`, such as "universal_credit.award", for each household.

    Money is in pounds a year (a plain sum in pounds), yes-no 0 or 1, other numbers as they are. A rule of adults or of
    children is summed over those who are there. Raises KeyError for a rule that is not in the book, OutsideDates.
    """
    answers = _Columns(households)
    nation = np.array([NATION_BITS[name] for name in NATIONS])[households.nation]
    working = Working(array_machine(book), answers, on=on, nation=nation)
    return {name: _outward(book, name, _find(book, working, name), households.count) for name in outputs}


def _find(book: RuleBook, working: Working, name: str) -> tuple[Any, Any]:
    rule = book.rules[name]
    if rule.of == HOUSEHOLD:
        return working.rule(name, None)
    low: Any = np.float64(0)
    high: Any = low
    for slot, (surely, perhaps) in working.members(rule.of):
        below, above = working.rule(name, slot)
        low = low + np.where(surely, below, np.minimum(0.0, np.where(perhaps, below, 0.0)))
        is_same = below is above and surely is perhaps
        high = low if is_same and high is low else high + np.where(perhaps, above, 0.0)
    return low, high


def _outward(book: RuleBook, name: str, pair: tuple[Any, Any], count: int) -> Bounds:
    unit = book.rules[name].unit
    factor = (PERIODS_A_YEAR[unit.period] if unit.period else 1) / 100 if unit.kind == "money" else 1.0
    low = np.broadcast_to(np.asarray(pair[0], dtype=float) * factor, (count,))
    return Bounds(low=low, high=low if pair[0] is pair[1] else np.broadcast_to(np.asarray(pair[1]) * factor, (count,)))


class _Columns:
    """A block as the machine asks for it."""

    def __init__(self, households: Households) -> None:
        self._households = households

    def alike(self, entity: str, slot: int) -> int:
        """Children beyond the last column are unknown, and so all alike."""
        if entity != CHILD:
            return slot
        columns = [least(column) for key, column in self._households.facts.items() if key.startswith(f"{CHILD}.")]
        return min(slot, max((column.shape[1] for column in columns), default=0))

    def given(self, fact: Fact, slot: Slot) -> Any:
        column = self._households.facts.get(fact.key)
        if column is None or (fact.of in {ADULT, CHILD} and (slot or 0) >= least(column).shape[1]):
            return None
        if isinstance(column, tuple):
            return tuple(each if fact.of == HOUSEHOLD else each[:, slot or 0] for each in column)
        values = column if fact.of == HOUSEHOLD else column[:, slot or 0]
        if fact.unit.kind == "choice":
            return np.where(values < 0, (1 << len(fact.choices)) - 1, np.left_shift(1, np.maximum(values, 0)))
        return values, values
