"""Compiles the functions of the language: periods, rounding, dates, steps and tax bands."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from fingerpost.rules.book import RuleBook
from fingerpost.rules.counting.running import NATION_BITS, Run, Slot, State
from fingerpost.rules.counting.spans import ZERO, Pair, Spans
from fingerpost.rules.reading.naming import CONVERSIONS, PAID, STARTS, SUMS
from fingerpost.rules.terms import Term
from fingerpost.rules.units import conversion

HALF, HUNDRED = Decimal("0.5"), Decimal(100)


class Calls:
    """Compiles calls for one book and one calculator; `terms` compiles what stands within them."""

    def __init__(self, book: RuleBook, calculator: Any, terms: Any) -> None:
        self.book, self.calculator, self.spans, self._terms = book, calculator, Spans(calculator), terms

    def compile(self, term: Term) -> Run:
        """The function of a call."""
        name = str(term.value)
        if name == "bands":
            return self._call_bands(term)
        parts = [self._terms.compile(part) for part in term.parts]
        if name in STARTS:
            return lambda state, slot: (state.start_of(name),) * 2
        if name in {"min", "max"}:
            return self._call_most(parts, self.calculator.minimum if name == "min" else self.calculator.maximum)
        if name in SUMS:
            return lambda state, slot: self.spans.multiply(parts[0](state, slot), parts[1](state, slot))
        if len(parts) == 1:
            return self._rising(parts[0], self._single(name, term))
        return self._of_two(name, parts)

    def _single(self, name: str, term: Term) -> Callable[[Any], Any]:
        """The rising function of one number."""
        floor, ceil = self.calculator.floor, self.calculator.ceil
        if name in PAID:
            return lambda value: value
        if name in CONVERSIONS:
            factor, times = conversion(term.parts[0].unit.period, CONVERSIONS[name]), self.calculator.times
            return lambda value: times(value, factor)
        half, hundred = self.calculator.number(HALF), self.calculator.number(HUNDRED)
        rounding: Mapping[str, Callable[[Any], Any]] = {
            "nearest_penny": lambda value: floor(value + half),
            "down_to_penny": floor,
            "up_to_penny": ceil,
            "down_to_pound": lambda value: floor(value / hundred) * hundred,
            "nearest_pound": lambda value: floor(value / hundred + half) * hundred,
            "up_to_pound": lambda value: ceil(value / hundred) * hundred,
            "whole": floor,
            "up_to_whole": ceil,
        }
        return rounding[name]

    def _rising(self, inner: Run, function: Callable[[Any], Any]) -> Run:
        def run(state: State, slot: Slot) -> Pair:
            low, high = inner(state, slot)
            value = function(low)
            return (value, value) if low is high else (value, function(high))

        return run

    def _call_most(self, parts: list[Run], pick: Callable[[Any, Any], Any]) -> Run:
        def run(state: State, slot: Slot) -> Pair:
            low, high = parts[0](state, slot)
            exact = low is high
            for part in parts[1:]:
                other_low, other_high = part(state, slot)
                exact = exact and other_low is other_high
                low = pick(low, other_low)
                high = low if exact else pick(high, other_high)
            return low, high

        return run

    def _of_two(self, name: str, parts: list[Run]) -> Run:
        first, second = parts
        calculator = self.calculator
        zero = calculator.number(ZERO)
        if name in {"years_between", "months_between"}:
            between = getattr(calculator, name)
            return _falling_then_rising(first, second, between)
        if name in {"add_days", "add_months", "add_years"}:
            step = {"add_days": lambda day, n: day + n, "add_months": calculator.add_months}.get(
                name, lambda day, n: calculator.add_months(day, n * 12)
            )
            return _both_rising(first, second, step)
        rounded = calculator.floor if name == "full_steps" else calculator.ceil
        maximum, divide = calculator.maximum, calculator.divide
        return _falling_then_rising(second, first, lambda size, x: maximum(zero, rounded(divide(x, size))))

    def _call_bands(self, term: Term) -> Run:
        inner, name = self._terms.compile(term.parts[0]), str(term.parts[1].value)
        calculator = self.calculator

        def run(state: State, slot: Slot) -> Pair:
            low, high = inner(state, slot)
            table = state.table(name)
            taxed = self._tax_by(state, name, low, table)
            if calculator.same(low, high):
                return taxed
            return taxed[0], self._tax_by(state, name, high, table)[1]

        return run

    def _tax_by(self, state: State, name: str, amount: Any, table: Any) -> Pair:
        if not isinstance(table, Mapping):
            value = self.spans.tax(amount, table)
            return value, value
        possible, bits = self._options(state, name)
        taxed = {bits[option]: self.spans.tax(amount, each) for option, each in table.items()}
        pair: Pair = self.calculator.pick(possible, taxed)
        low, high = pair
        return (low, low) if self.calculator.same(low, high) else (low, high)

    def _options(self, state: State, name: str) -> tuple[Any, Mapping[str, int]]:
        by = self.book.parameters[name].by
        if by == "nation":
            return state.nation(), NATION_BITS
        return state.fact(by, None), self.book.facts[by].bits


def _falling_then_rising(first: Run, second: Run, function: Callable[[Any, Any], Any]) -> Run:
    """A function that falls with its first argument and rises with its second."""

    def run(state: State, slot: Slot) -> Pair:
        low, high = first(state, slot)
        other_low, other_high = second(state, slot)
        value = function(high, other_low)
        return (value, value) if low is high and other_low is other_high else (value, function(low, other_high))

    return run


def _both_rising(first: Run, second: Run, function: Callable[[Any, Any], Any]) -> Run:
    def run(state: State, slot: Slot) -> Pair:
        low, high = first(state, slot)
        other_low, other_high = second(state, slot)
        value = function(low, other_low)
        return (value, value) if low is high and other_low is other_high else (value, function(high, other_high))

    return run
