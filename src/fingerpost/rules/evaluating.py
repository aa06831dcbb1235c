"""Evaluates the schemes of a book for one household: verdict, amount, reasons, working and what is missing."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.rules.book import HOUSEHOLD, RuleBook, Scheme
from fingerpost.rules.counting.machine import Working, exact_machine
from fingerpost.rules.counting.running import NATION_BITS, Slot
from fingerpost.rules.counting.spans import Pair
from fingerpost.rules.explaining.missing import Missing
from fingerpost.rules.explaining.reasons import conditions_of, reasons_for
from fingerpost.rules.explaining.workings import Workings
from fingerpost.rules.faults import OutsideDates
from fingerpost.rules.households.household import Household, HouseholdAnswers
from fingerpost.rules.results import Amount, Possible, SchemeResult, Verdict, outward, verdict_of

ANY_NATION = sum(NATION_BITS.values())
MOST_MISSING = 3  # facts: where more are missing, every step of a working spans all that could be
Given = Mapping[tuple[str, Slot], Pair]


class Evaluation:
    """The results of one household, each worked out when it is first asked for, from one common working."""

    def __init__(self, working: Working, schemes: Iterable[str]) -> None:
        self._working, self._missing, self._workings = working, Missing(working), Workings(working)
        self._schemes = tuple(schemes)
        self._results: dict[str, SchemeResult] | None = None

    @property
    def on(self) -> date:
        """The day asked about."""
        return self._working.day

    @property
    def results(self) -> Mapping[str, SchemeResult]:
        """The whole result of each scheme, by its id, with reasons and working."""
        if self._results is None:
            self._results = {scheme: self._result(scheme) for scheme in self._schemes}
        return self._results

    def verdict(self, scheme: str) -> Verdict:
        """The verdict alone, without reasons: quick. UNKNOWN on a day that the rules do not cover."""
        try:
            return _verdict(self._working, self._working.book.schemes[scheme])
        except OutsideDates:
            return Verdict.UNKNOWN

    def missing(self, scheme: str) -> tuple[str, ...]:
        """The paths of the questions that can still change a scheme's verdict or amount."""
        try:
            return self._missing.of(*_names(self._working.book.schemes[scheme]))
        except OutsideDates:
            return ()

    def value(self, name: str, slot: Slot = None) -> Possible:
        """What a rule ("universal_credit.award") can be. Raises KeyError and OutsideDates."""
        rule = self._working.book.rules[name]
        at = None if rule.of == HOUSEHOLD else slot or 0
        return outward(self._working.rule(name, at), rule.unit)

    def values(self, name: str) -> tuple[Possible, ...]:
        """What a rule of adults or children can be, for each of them."""
        rule = self._working.book.rules[name]
        if rule.of == HOUSEHOLD:
            return (self.value(name),)
        members = self._working.members(rule.of)
        return tuple(outward(self._working.rule(name, member), rule.unit) for member, _ in members)

    def _result(self, scheme: str) -> SchemeResult:
        try:
            return self._evaluate(self._working.book.schemes[scheme])
        except OutsideDates as fault:
            return SchemeResult(scheme=scheme, verdict=Verdict.UNKNOWN, outside=(fault.first, fault.last))

    def _evaluate(self, scheme: Scheme) -> SchemeResult:
        working, verdict = self._working, _verdict(self._working, scheme)
        if not any(working.nation() & NATION_BITS[nation] for nation in scheme.nations):
            return SchemeResult(scheme=scheme.id, verdict=verdict, exists=False)
        missing = self._missing.of(*_names(scheme))
        has_amount = bool(scheme.amount) and verdict is not Verdict.NO
        has_working = has_amount and len(missing) <= MOST_MISSING
        return SchemeResult(
            scheme=scheme.id,
            verdict=verdict,
            amount=_amount(working, scheme) if has_amount else None,
            reasons=reasons_for(working, scheme.entitled) if scheme.entitled else (),
            conditions=conditions_of(working, scheme.entitled) if scheme.entitled else None,
            working=self._workings.of(scheme.amount) if has_working else (),
            figures=self._workings.figures(scheme.figures),
            missing=missing,
        )


def evaluate(
    book: RuleBook,
    household: Household,
    *,
    on: date,
    nation: Nation | str | None,
    schemes: Iterable[str] | None = None,
    given: Given | None = None,
) -> Evaluation:
    """Evaluate schemes (all public ones by default) for a household on a day in a nation; `nation` None is not known.

    `given` sets rules from outside: {(name, slot): (low, high)}, as the machine counts: pence, days, truth.
    """
    bits = NATION_BITS[nation] if nation else ANY_NATION
    answers = HouseholdAnswers(household, on=on)
    working = Working(exact_machine(book), answers, on=on, nation=bits, given=given)
    return Evaluation(working, book.public if schemes is None else schemes)


def _names(scheme: Scheme) -> tuple[str, ...]:
    """The rules that a scheme's result consists of. Without an amount, its figures are what people want to know."""
    further = (scheme.amount,) if scheme.amount else scheme.figures
    return tuple(name for name in (scheme.entitled, *further) if name)


def _verdict(working: Working, scheme: Scheme) -> Verdict:
    """A tax without a condition is due where there is something to pay."""
    if scheme.entitled:
        return verdict_of(working.rule(scheme.entitled, None))
    low, high = working.rule(scheme.amount, None)
    return Verdict.YES if low > 0 else Verdict.UNKNOWN if high > 0 else Verdict.NO


def _amount(working: Working, scheme: Scheme) -> Amount:
    low, high = working.rule(scheme.amount, None)
    period = working.book.rules[scheme.amount].unit.period
    return Amount(low=_pence(low), high=_pence(high), period=period)


def _pence(value: Any) -> int:
    """Whole pence, half a penny going up."""
    return int(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP))
