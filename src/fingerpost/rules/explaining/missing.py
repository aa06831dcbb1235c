"""What is missing: the questions whose answers can still change a result. Found once for each rule of a working.

A part of a rule that is known exactly needs nothing. Of the others: a fact needs itself, or, while it is open whether
it matters, what decides that; `min` and `max` need only the parts that may be the least or the greatest; of people who
may not be there, nothing is needed but whether they are.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from fingerpost.rules.book import ADULT, HOUSEHOLD
from fingerpost.rules.counting.machine import IN_COUPLE, NUMBER_OF_CHILDREN, Working
from fingerpost.rules.counting.running import Slot
from fingerpost.rules.households.household import path_of
from fingerpost.rules.terms import Term

NATION = "nation"
Paths = Mapping[str, None]  # an ordered set: in the order in which a rule reads them
NOTHING: Paths = {}
_REMEMBERED = frozenset({"rule", "fact"})  # they look for themselves whether they are open


class Missing:
    """What the rules of one working still need. Raises OutsideDates like the working itself."""

    def __init__(self, working: Working) -> None:
        self.working = working
        self._rules: dict[tuple[str, Slot], Paths] = {}

    def of(self, *names: str) -> tuple[str, ...]:
        """The paths of the questions that can still change any of some household rules."""
        return tuple(_joined(self.of_rule(name) for name in names))

    def of_rule(self, name: str, slot: Slot = None) -> Paths:
        """The paths of the questions that hold a rule open; none where it is known."""
        rule = self.working.book.rules[name]
        slot = None if rule.of == HOUSEHOLD else slot
        known = self._rules.get((name, slot))
        if known is None:
            low, high = self.working.rule(name, slot)
            known = self._rules[name, slot] = self._of_parts(rule.term, slot) if low != high else NOTHING
        return known

    def _of(self, term: Term, slot: Slot) -> Paths:
        if term.kind in _REMEMBERED or self._is_open(term, slot):
            return self._of_parts(term, slot)
        return NOTHING

    def _is_open(self, term: Term, slot: Slot) -> bool:
        if term.kind == "number":
            return False
        if term.unit.kind == "bands":
            return bool(self.working.book.parameters[str(term.value)].by)
        value = self.working.value(term, slot)
        if term.unit.kind == "choice":
            return bool(value & (value - 1))
        return bool(value[0] != value[1])

    def _of_parts(self, term: Term, slot: Slot) -> Paths:  # noqa: PLR0911 - one return for each kind reads best
        """What an open term needs."""
        match term.kind:
            case "fact":
                return self._of_fact(str(term.value), slot)
            case "nation":
                return {NATION: None}
            case "rule":
                return self.of_rule(str(term.value), slot)
            case "parameter":
                return self._of_by(str(term.value))
            case "if":
                return self._of_if(term, slot)
            case "each":
                return self._of_each(term)
            case "member":
                return self._of_member(term, slot)
            case "call" if term.value in {"min", "max"}:
                return _joined(self._of(part, slot) for part in self._in_play(term, slot))
        return _joined(self._of(part, slot) for part in term.parts)

    def _in_play(self, term: Term, slot: Slot) -> Iterable[Term]:
        """The parts of a least or greatest that may be it. A part that can at best draw level is not in play, unless it
        is the one that holds the others to that."""
        values = [self.working.value(part, slot) for part in term.parts]
        if term.value == "min":
            bound = min(high for _, high in values)
            return (part for part, (low, _) in zip(term.parts, values, strict=True) if low < bound)
        bound = max(low for low, _ in values)
        return (part for part, (_, high) in zip(term.parts, values, strict=True) if high > bound)

    def _of_fact(self, key: str, slot: Slot) -> Paths:
        fact = self.working.book.facts[key]
        slot = None if fact.of == HOUSEHOLD else slot
        if not self.working.is_open(key, slot):
            return NOTHING
        surely, _ = self.working.matters(key, slot)
        if surely or fact.matters_if is None:
            return {path_of(key, slot): None}
        return self._of(fact.matters_if, slot)

    def _of_by(self, name: str) -> Paths:
        by = self.working.book.parameters[name].by
        if by == NATION:
            return {NATION: None}
        return self._of_fact(by, None) if by else NOTHING

    def _of_if(self, term: Term, slot: Slot) -> Paths:
        condition, first, second = term.parts
        surely, perhaps = self.working.value(condition, slot)
        found = [self._of(condition, slot)]
        if perhaps:
            found.append(self._of(first, slot))
        if not surely:
            found.append(self._of(second, slot))
        return _joined(found)

    def _of_each(self, term: Term) -> Paths:
        entity: Any = term.value[1]
        found: list[Paths] = []
        for member, (surely, _) in self.working.members(entity):
            if not surely:
                found.append(self._of_fact(IN_COUPLE if entity == ADULT else NUMBER_OF_CHILDREN, None))
                break
            found.append(self._of(term.parts[0], member))
        return _joined(found)

    def _of_member(self, term: Term, slot: Slot) -> Paths:
        wanted = {"you": 0, "partner": 1, "other": 1 - (slot or 0)}[str(term.value)]
        if wanted == 0:
            return self._of(term.parts[0], 0)
        there = dict(self.working.members(ADULT)).get(1)
        if there is None:
            return NOTHING
        return self._of(term.parts[0], 1) if there[0] else self._of_fact(IN_COUPLE, None)


def _joined(found: Iterable[Paths]) -> Paths:
    sets = [each for each in found if each]
    if len(sets) < 2:
        return sets[0] if sets else NOTHING
    return {path: None for each in sets for path in each}
