"""Turns terms into functions. One compiler for both calculators: what is possible is a pair (low, high) either way.

A yes-no is a pair too: (surely yes, perhaps yes). A choice is the union of the bits of its possible options.
"""

from collections.abc import Callable
from typing import Any

from fingerpost.rules.book import ADULT, HOUSEHOLD, RuleBook
from fingerpost.rules.counting.calling import Calls
from fingerpost.rules.counting.running import NATION_BITS, Run, Slot, State
from fingerpost.rules.counting.spans import Pair, Spans
from fingerpost.rules.terms import Term

_GATHERERS = {"any": "any_of", "all": "all_of", "sum": "sum_of"}
_SIGNS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}


class Compiler:
    """Compiles the terms of one book for one calculator."""

    def __init__(self, book: RuleBook, calculator: Any) -> None:
        self.book, self.calculator, self.spans = book, calculator, Spans(calculator)
        self._calls = Calls(book, calculator, self)

    def compile(self, term: Term) -> Run:
        """The function of a term: (state, slot) -> pair, or bits where it is a choice."""
        made: Run = getattr(self, f"_{term.kind}")(term)
        return made

    def _number(self, term: Term) -> Run:
        value = term.value if term.unit.kind == "date" else self.calculator.number(term.value)
        pair = (value, value)
        return lambda state, slot: pair

    def _fact(self, term: Term) -> Run:
        key = str(term.value)
        if self.book.facts[key].of == HOUSEHOLD:
            return lambda state, slot: state.fact(key, None)
        return lambda state, slot: state.fact(key, slot)

    def _parameter(self, term: Term) -> Run:
        name = str(term.value)
        return lambda state, slot: state.parameter(name)

    def _rule(self, term: Term) -> Run:
        name = str(term.value)
        if self.book.rules[name].of == HOUSEHOLD:
            return lambda state, slot: state.rule(name, None)
        return lambda state, slot: state.rule(name, slot)

    def _nation(self, term: Term) -> Run:
        return lambda state, slot: state.nation()

    def _on(self, term: Term) -> Run:
        return lambda state, slot: (state.on, state.on)

    def _slot(self, term: Term) -> Run:
        return lambda state, slot: (slot == 0, slot == 0)

    def _choice(self, term: Term) -> Run:
        inner = self.compile(term.parts[0])
        known = NATION_BITS if term.parts[0].kind == "nation" else self.book.facts[str(term.parts[0].value)].bits
        bits = sum(known[option] for option in term.value)

        def run(state: State, slot: Slot) -> Pair:
            possible = inner(state, slot)
            surely, perhaps = possible & ~bits == 0, possible & bits != 0
            return (perhaps, perhaps) if self.calculator.every(surely == perhaps) else (surely, perhaps)

        return run

    def _not(self, term: Term) -> Run:
        inner, negate = self.compile(term.parts[0]), self.calculator.negate

        def run(state: State, slot: Slot) -> Pair:
            low, high = inner(state, slot)
            if low is high:
                value = negate(low)
                return value, value
            return negate(high), negate(low)

        return run

    def _and(self, term: Term) -> Run:
        return self._join(term, self.calculator.both, lambda low, high: not self.calculator.some(high))

    def _or(self, term: Term) -> Run:
        return self._join(term, self.calculator.either, lambda low, high: self.calculator.every(low))

    def _join(self, term: Term, join: Callable[[Any, Any], Any], is_settled: Callable[[Any, Any], bool]) -> Run:
        parts = [self.compile(part) for part in term.parts]

        def run(state: State, slot: Slot) -> Pair:
            low, high = parts[0](state, slot)
            for part in parts[1:]:
                if is_settled(low, high):
                    break
                other_low, other_high = part(state, slot)
                if low is high and other_low is other_high:
                    low = high = join(low, other_low)
                else:
                    low, high = join(low, other_low), join(high, other_high)
            return low, high

        return run

    def _compare(self, term: Term) -> Run:
        left, right = (self.compile(part) for part in term.parts)
        tiny, same, both = self.calculator.tiny, self.calculator.same, self.calculator.both
        sign = str(term.value)
        if sign in {">", ">="}:
            left, right, sign = right, left, {">": "<", ">=": "<="}[sign]
        if sign in {"<", "<="}:
            slack = -tiny if sign == "<" else tiny

            def run(state: State, slot: Slot) -> Pair:
                low, high = left(state, slot)
                other_low, other_high = right(state, slot)
                if same(low, high) and same(other_low, other_high):
                    value = low - other_low <= slack
                    return value, value
                return high - other_low <= slack, low - other_high <= slack

            return run
        negate = self.calculator.negate

        def equal(state: State, slot: Slot) -> Pair:
            low, high = left(state, slot)
            other_low, other_high = right(state, slot)
            if same(low, high) and same(other_low, other_high):
                value = abs(low - other_low) <= tiny
                pair = (value, value)
            else:
                surely = both(abs(high - other_low) <= tiny, abs(other_high - low) <= tiny)
                pair = (surely, both(low - other_high <= tiny, other_low - high <= tiny))
            if sign == "==":
                return pair
            if pair[0] is pair[1]:
                value = negate(pair[0])
                return value, value
            return negate(pair[1]), negate(pair[0])

        return equal

    def _arithmetic(self, term: Term) -> Run:
        left, right = (self.compile(part) for part in term.parts)
        work: Callable[[Pair, Pair], Pair] = getattr(self.spans, _SIGNS[str(term.value)])
        return lambda state, slot: work(left(state, slot), right(state, slot))

    def _if(self, term: Term) -> Run:
        condition, first, second = (self.compile(part) for part in term.parts)
        some, every = self.calculator.some, self.calculator.every

        def run(state: State, slot: Slot) -> Any:
            surely, perhaps = condition(state, slot)
            if every(surely):
                return first(state, slot)
            if not some(perhaps):
                return second(state, slot)
            return self.spans.between((surely, perhaps), first(state, slot), second(state, slot))

        return run

    def _member(self, term: Term) -> Run:
        inner = self.compile(term.parts[0])
        nothing = self._nothing(term)

        def run(state: State, slot: Slot) -> Pair:
            wanted = {"you": 0, "partner": 1, "other": 1 - (slot or 0)}[str(term.value)]
            if wanted == 0:
                pair: Pair = inner(state, 0)
                return pair
            for member, present in state.members(ADULT):
                if member == 1:
                    return self.spans.where_present(present, inner(state, 1), nothing)
            return nothing

        return run

    def _nothing(self, term: Term) -> Pair:
        return (False, False) if term.unit.kind == "yes-no" else self.spans.nothing

    def _each(self, term: Term) -> Run:
        name, entity = term.value
        inner = self.compile(term.parts[0])
        gather: Callable[[list[tuple[Pair, Pair]]], Pair] = getattr(self.spans, _GATHERERS.get(name, name))

        def run(state: State, slot: Slot) -> Pair:
            return gather([(present, inner(state, member)) for member, present in state.members(entity)])

        return run

    def _call(self, term: Term) -> Run:
        return self._calls.compile(term)
