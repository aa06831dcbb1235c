"""Runs a book's rules over answers: of one household, or of many at once. Nothing is worked out twice in one run."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from fingerpost.rules.book import ADULT, CHILD, Fact, RuleBook
from fingerpost.rules.counting.calculators import Arrays, Exact
from fingerpost.rules.counting.compiling import Compiler
from fingerpost.rules.counting.running import NATION_BITS, Run, Slot
from fingerpost.rules.counting.spans import Pair
from fingerpost.rules.faults import OutsideDates
from fingerpost.rules.terms import Term

IN_COUPLE, NUMBER_OF_CHILDREN = "in_couple", "number_of_children"
ALWAYS: Pair = (True, True)


class Answers(Protocol):
    """What is known of a household, or of many."""

    def given(self, fact: Fact, slot: Slot) -> Any:
        """The answer as a pair (low, high), or as bits where it is a choice; None where there is none."""
        ...

    def alike(self, entity: str, slot: int) -> int:
        """A slot of which the same is known, so that it is worked out once."""
        ...


class Machine:
    """The compiled rules of a book, for one calculator. Rules are compiled when first needed."""

    def __init__(self, book: RuleBook, calculator: Any) -> None:
        self.book, self.calculator = book, calculator
        self._compiler = Compiler(book, calculator)
        self._rules: dict[str, Run] = {}
        self._matters: dict[str, Run] = {}
        self._terms: dict[int, tuple[Term, Run]] = {}

    def rule(self, name: str) -> Run:
        try:
            return self._rules[name]
        except KeyError:
            made = self._rules[name] = self._compiler.compile(self.book.rules[name].term)
            return made

    def matters(self, fact: Fact) -> Run | None:
        if fact.matters_if is None:
            return None
        if fact.key not in self._matters:
            self._matters[fact.key] = self._compiler.compile(fact.matters_if)
        return self._matters[fact.key]

    def term(self, term: Term) -> Run:
        """The function of any part of a rule, for those who explain it."""
        try:
            return self._terms[id(term)][1]
        except KeyError:
            made = self._compiler.compile(term)
            self._terms[id(term)] = (term, made)  # the term is kept, so that its id stays its own
            return made


def exact_machine(book: RuleBook) -> Machine:
    """The machine for one household."""
    return _machine(book, "exact", Exact)


def array_machine(book: RuleBook) -> Machine:
    """The machine for many households."""
    return _machine(book, "arrays", Arrays)


def _machine(book: RuleBook, name: str, calculator: Any) -> Machine:
    if name not in book.machines:
        book.machines[name] = Machine(book, calculator)
    made: Machine = book.machines[name]
    return made


class Working:
    """One run: what has been worked out so far. `given` sets rules from outside: (name, slot) -> pair."""

    def __init__(
        self,
        machine: Machine,
        answers: Answers,
        *,
        on: date,
        nation: Any,
        given: Mapping[tuple[str, Slot], Pair] | None = None,
    ) -> None:
        self.machine, self.book, self.answers = machine, machine.book, answers
        self.day, self.on = on, on.toordinal()
        self._nation = nation
        self._rules: dict[tuple[str, Slot], Pair] = dict(given or {})
        self._facts: dict[tuple[str, Slot], Any] = {}
        self._parameters: dict[str, Any] = {}
        self._members: dict[str, list[tuple[int, Pair]]] = {}

    def rule(self, name: str, slot: Slot) -> Pair:
        key = (name, slot)
        try:
            return self._rules[key]
        except KeyError:
            pair: Pair = self.machine.rule(name)(self, slot)
            self._rules[key] = pair
            return pair

    def value(self, term: Term, slot: Slot) -> Any:
        """What is possible for any part of a rule."""
        return self.machine.term(term)(self, slot)

    def nation(self) -> Any:
        return self._nation

    def fact(self, key: str, slot: Slot) -> Any:
        try:
            return self._facts[key, slot]
        except KeyError:
            found = self._facts[key, slot] = self._find(self.book.facts[key], slot)
            return found

    def is_open(self, key: str, slot: Slot) -> bool:
        """Is a fact not known exactly, though it may matter?"""
        found = self.fact(key, slot)
        if self.book.facts[key].unit.kind == "choice":
            return bool(found & (found - 1))
        return bool(found[0] != found[1])

    def matters(self, key: str, slot: Slot) -> Pair:
        """Does a fact matter, as far as is known?"""
        run = self.machine.matters(self.book.facts[key])
        return ALWAYS if run is None else run(self, slot)

    def _find(self, fact: Fact, slot: Slot) -> Any:
        given = self.answers.given(fact, slot)
        surely, perhaps = self.matters(fact.key, slot)
        calculator = self.machine.calculator
        if calculator.every(surely):
            return self.domain(fact) if given is None else given
        if fact.otherwise is None:
            return self.domain(fact) if given is None else given
        otherwise = self._otherwise(fact)
        if not calculator.some(perhaps):
            return otherwise
        return self._join(fact, (surely, perhaps), given, otherwise)

    def _join(self, fact: Fact, matters: Pair, given: Any, otherwise: Any) -> Any:
        """An answer that was given counts unless the fact surely does not matter; one that was not spans both."""
        calculator = self.machine.calculator
        surely, perhaps = matters
        found = self.domain(fact) if given is None else given
        if fact.unit.kind == "choice":
            open_ = found | otherwise if given is None else found
            return calculator.choose(surely, found, calculator.choose(perhaps, open_, otherwise))
        if given is not None:
            low, high = (
                calculator.choose(perhaps, found[side], otherwise[side]) for side in (0, 1)
            )  # fmt: skip
            return (low, low) if found[0] is found[1] else (low, high)
        spans = calculator.minimum(found[0], otherwise[0]), calculator.maximum(found[1], otherwise[1])
        low, high = (
            calculator.choose(surely, found[side], calculator.choose(perhaps, spans[side], otherwise[side]))
            for side in (0, 1)
        )
        return low, high

    def _otherwise(self, fact: Fact) -> Any:
        if fact.unit.kind == "choice":
            return fact.bits[fact.otherwise]
        value = fact.otherwise
        return (value, value) if fact.unit.kind == "yes-no" else (self.machine.calculator.number(value),) * 2

    def domain(self, fact: Fact) -> Any:
        """All that an answer could be."""
        if fact.unit.kind == "choice":
            return (1 << len(fact.choices)) - 1
        if fact.unit.kind == "yes-no":
            return False, True
        if fact.unit.kind == "date":
            return years_before(self.day, fact.highest), years_before(self.day, fact.lowest)
        number = self.machine.calculator.number
        return number(fact.lowest), number(fact.highest)

    def parameter(self, name: str) -> Pair:
        try:
            found: Pair = self._parameters[name]
        except KeyError:
            found = self._parameters[name] = self._read_parameter(name)
        return found

    def _read_parameter(self, name: str) -> Pair:
        parameter, value = self.book.parameters[name], self.table(name)
        number = (lambda each: each) if parameter.unit.kind in {"yes-no", "date"} else self.machine.calculator.number
        if not parameter.by:
            return number(value), number(value)
        if parameter.by == "nation":
            possible, bits = self._nation, NATION_BITS
        else:
            possible, bits = self.fact(parameter.by, None), self.book.facts[parameter.by].bits
        low, high = self.machine.calculator.pick(
            possible, {bits[option]: number(each) for option, each in value.items()}
        )
        return (low, low) if self.machine.calculator.same(low, high) else (low, high)

    def table(self, name: str) -> Any:
        """The value of a parameter in force. Raises OutsideDates."""
        parameter = self.book.parameters[name]
        dated = parameter.at(self.day)
        if dated is None:
            first, last = parameter.values[0].first, parameter.values[-1].last
            raise OutsideDates(name, on=self.day, first=first, last=last)
        return dated.value

    def members(self, entity: str) -> list[tuple[int, Pair]]:
        """The adults or children who are, or may be, there: (slot, (surely there, perhaps there))."""
        if entity not in self._members:
            self._members[entity] = self._find_members(entity)
        return self._members[entity]

    def _find_members(self, entity: str) -> list[tuple[int, Pair]]:
        if entity == ADULT:
            couple = self.fact(IN_COUPLE, None) if IN_COUPLE in self.book.facts else (False, False)
            partner = [(self.answers.alike(ADULT, 1), couple)] if self.machine.calculator.some(couple[1]) else []
            return [(0, ALWAYS), *partner]
        if NUMBER_OF_CHILDREN not in self.book.facts:
            return []
        low, high = self.fact(NUMBER_OF_CHILDREN, None)
        most = int(max(high)) if getattr(high, "shape", None) else int(high)
        same = low is high
        found: list[tuple[int, Pair]] = []
        for i in range(most):
            perhaps = high > i
            found.append((self.answers.alike(CHILD, i), (perhaps, perhaps) if same else (low > i, perhaps)))
        return found

    def start_of(self, name: str) -> int:
        """The first day of the school year, or of the tax year, that holds the day asked about."""
        month, day = (9, 1) if name == "school_year_start" else (4, 6)
        start = date(self.day.year, month, day)
        return (start if start <= self.day else date(self.day.year - 1, month, day)).toordinal()


def years_before(day: date, years: int) -> int:
    """The day so many years before, as a number; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year - years).toordinal()
    except ValueError:
        return date(day.year - years, 3, 1).toordinal()
