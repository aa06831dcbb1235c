"""One household at many earnings of its first adult: all of them worked out in one go, as if they were a population."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.context import Nation
from fingerpost.rules.book import Fact, RuleBook
from fingerpost.rules.counting.machine import Working, array_machine, exact_machine
from fingerpost.rules.counting.running import NATION_BITS, Slot
from fingerpost.rules.evaluating import ANY_NATION
from fingerpost.rules.faults import OutsideDates
from fingerpost.rules.households.household import Household, HouseholdAnswers
from fingerpost.rules.units import PERIODS_A_YEAR

WEEKS = 52  # that count as a year
SAME = 0.5  # pence: amounts closer than that are one and the same
TAX = "tax"
GETS = "gets_"  # how the facts begin that ask whether somebody gets a scheme: gets_universal_credit

Money = NDArray[np.float64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """At each of some earnings: amounts by scheme, the lowest and highest possible, in pence a year, taxes negative;
    and of schemes without money whether they are surely, and perhaps, had."""

    at: Money
    low: Mapping[str, Money]
    high: Mapping[str, Money]
    surely: Mapping[str, Truth]
    perhaps: Mapping[str, Truth]

    @cached_property
    def settled(self) -> tuple[str, ...]:
        """The schemes whose amounts nothing missing can change, at any of the earnings."""
        return tuple(name for name in self.low if bool(np.all(self.is_settled(name))))

    def is_settled(self, name: str) -> Truth:
        return np.asarray(np.abs(self.high[name] - self.low[name]) < SAME)

    def part(self, which: slice) -> "Reckoned":
        """Some of the earnings."""

        def cut(values: Mapping[str, Any]) -> dict[str, Any]:
            return {name: each[which] for name, each in values.items()}

        return Reckoned(
            at=self.at[which],
            low=cut(self.low),
            high=cut(self.high),
            surely=cut(self.surely),
            perhaps=cut(self.perhaps),
        )

    def matters(self, name: str) -> bool:
        return bool(np.any(self.low[name]) or np.any(self.high[name]))

    def net(self, schemes: Sequence[str]) -> Money:
        """What is left: earnings with the least of these amounts."""
        return np.asarray(self.at + sum((self.low[name] for name in schemes), np.zeros_like(self.at)))


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """One household at any of the first adult's earnings: `money` are schemes with an amount, `granted` without."""

    book: RuleBook
    household: Household
    money: tuple[str, ...]
    granted: tuple[str, ...]
    on: date
    nation: Nation | None

    @cached_property
    def _answers(self) -> HouseholdAnswers:
        return HouseholdAnswers(self.household, on=self.on)

    @cached_property
    def _now(self) -> Working:
        """The household as it is."""
        return Working(exact_machine(self.book), self._answers, on=self.on, nation=self._bits)

    @property
    def _bits(self) -> int:
        return NATION_BITS[self.nation] if self.nation else ANY_NATION

    def at(self, earnings: Money) -> Reckoned:
        """All of it at these earnings, worked out in one go. What the figures do not cover on that day is left out."""
        answers = _AtEarnings(self._answers, self._now, earnings)
        first = self._working(answers)
        got = self._got(first, earnings)
        found = [self._without(left, answers, got, earnings) for left in self._choices(first, earnings)]
        return reduce(_better, found)

    def _choices(self, working: Working, earnings: Money) -> list[frozenset[str]]:
        """What to do without: of each two schemes that may be had, but not both, one or the other."""
        pairs = []
        for one, other in combinations(self.money, 2):
            if other in self.book.either(one):
                amounts = [self._amounts(working, name, earnings) for name in (one, other)]
                if all(each is not None and bool(np.any(each[1])) for each in amounts):
                    pairs.append((one, other))
        return [frozenset(left) for left in product(*pairs)]

    def _without(
        self, left: frozenset[str], answers: "_AtEarnings", got: Mapping[str, tuple[Truth, Truth]], earnings: Money
    ) -> Reckoned:
        """All that can be had without some schemes."""
        none = np.zeros(earnings.shape, dtype=bool)
        answers.got = {**got, **{f"{GETS}{name}": (none, none) for name in left}}
        working = self._working(answers)
        nothing = np.zeros(earnings.shape)
        amounts = {
            name: (nothing, nothing) if name in left else self._amounts(working, name, earnings) for name in self.money
        }
        granted = {name: self._granted(working, name, earnings) for name in self.granted}
        return Reckoned(
            at=earnings,
            low={name: found[0] for name, found in amounts.items() if found is not None},
            high={name: found[1] for name, found in amounts.items() if found is not None},
            surely={name: found[0] for name, found in granted.items() if found is not None},
            perhaps={name: found[1] for name, found in granted.items() if found is not None},
        )

    def _working(self, answers: "_AtEarnings") -> Working:
        return Working(array_machine(self.book), answers, on=self.on, nation=self._bits)

    def _got(self, working: Working, earnings: Money) -> dict[str, tuple[Truth, Truth]]:
        """Whoever claims all they can gets what they are entitled to: the facts that ask after it, answered so."""
        found = {}
        for key in self.book.facts:
            scheme = self.book.schemes.get(key.removeprefix(GETS)) if key.startswith(GETS) else None
            if scheme is not None and scheme.id in (*self.money, *self.granted):
                had = self._granted(working, scheme.id, earnings)
                if had is not None:
                    found[key] = had
        return found

    def _amounts(self, working: Working, name: str, earnings: Money) -> tuple[Money, Money] | None:
        """Nought where it is surely not had."""
        scheme = self.book.schemes[name]
        times = PERIODS_A_YEAR[self.book.rules[scheme.amount].unit.period] * self._share_of_year(name)
        had = self._granted(working, name, earnings)
        if had is None:
            return None
        try:
            low, high = working.rule(scheme.amount, None)
        except OutsideDates:
            return None
        least, most = np.where(had[0], low, 0.0) * times, np.where(had[1], high, 0.0) * times
        return (-most, -least) if scheme.kind == TAX else (least, most)

    def _share_of_year(self, name: str) -> float:
        """What makes a scheme's year one of 52 weeks: a tax year may have 53 of which Child Benefit is taken back."""
        weeks = self.book.parameters.get(f"{name}.weeks")
        dated = weeks.at(self.on) if weeks is not None else None
        return WEEKS / float(dated.value) if dated is not None else 1.0

    def _granted(self, working: Working, name: str, earnings: Money) -> tuple[Truth, Truth] | None:
        scheme = self.book.schemes[name]
        try:
            surely, perhaps = working.rule(scheme.entitled, None) if scheme.entitled else (True, True)
        except OutsideDates:
            return None
        return np.broadcast_to(surely, earnings.shape), np.broadcast_to(perhaps, earnings.shape)


class _AtEarnings:
    """The answers of one household, whose first adult earns each of the amounts in turn, and works for them. What
    surely does not matter in the household as it is, and so was not asked, stays as it is `otherwise`."""

    def __init__(self, answers: HouseholdAnswers, now: Working, earnings: Money) -> None:
        self._answers = answers
        self._now = now
        self.earnings = earnings
        self.got: Mapping[str, tuple[Truth, Truth]] = {}

    def alike(self, entity: str, slot: int) -> int:
        return self._answers.alike(entity, slot)

    def given(self, fact: Fact, slot: Slot) -> Any:
        if slot == 0 and fact.key == "adult.earnings":
            return self.earnings, self.earnings
        if fact.key in self.got:
            return self.got[fact.key]
        found = self._answers.given(fact, slot)
        if found is None:
            found = self._idle(fact, slot)
        if slot == 0 and fact.key == "adult.works":
            low, high = found or (False, True)
            return (self.earnings > 0) | low, (self.earnings > 0) | high
        if isinstance(found, tuple):
            return tuple(float(each) if isinstance(each, Decimal) else each for each in found)
        return found

    def _idle(self, fact: Fact, slot: Slot) -> Any:
        """What stands for a fact that surely does not matter now; None where it may, or the rules do not say."""
        if fact.otherwise is None or (slot == 0 and fact.key == "adult.works"):
            return None
        try:
            return None if self._now.matters(fact.key, slot)[1] else self._now.fact(fact.key, slot)
        except OutsideDates:
            return None


def _better(one: Reckoned, other: Reckoned) -> Reckoned:
    """Of two ways to claim, at each of the earnings the one that surely brings more."""
    is_more = sum(other.low.values()) > sum(one.low.values())

    def chosen(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
        return {name: np.where(is_more, second[name], first[name]) for name in first}

    return Reckoned(
        at=one.at,
        low=chosen(one.low, other.low),
        high=chosen(one.high, other.high),
        surely=chosen(one.surely, other.surely),
        perhaps=chosen(one.perhaps, other.perhaps),
    )
