"""What an answer would change, without giving it: a working like another, but for one fact.

All that the fact has no part in is taken over, so that only what depends on it is worked out again.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from fingerpost.rules.book import Fact, RuleBook
from fingerpost.rules.counting.machine import IN_COUPLE, NUMBER_OF_CHILDREN, Machine, Working
from fingerpost.rules.counting.running import Slot
from fingerpost.rules.households.household import split_path
from fingerpost.rules.terms import Term

MOST_ANSWERS = 3  # how many of the common answers are tried: each costs a working
_FACT, _RULE = "fact", "rule"
Name = tuple[str, str]


def common_answers(fact: Fact) -> list[tuple[Any, float]]:
    """A few answers as the machine takes them, with the share of each: the most common ones of a choice, and the
    middles of equal parts of what is common for a number or a date."""
    if fact.unit.kind == "yes-no":
        yes = float((fact.common or {}).get("yes", 0.5))
        return [((True, True), yes), ((False, False), 1 - yes)]
    if fact.unit.kind == "choice":
        shares = fact.common or dict.fromkeys(fact.choices, 1)
        common = sorted(shares.items(), key=lambda each: -float(each[1]))[:MOST_ANSWERS]
        total = sum(float(share) for _, share in common) or 1.0
        return [(fact.bits[option], float(share) / total) for option, share in common]
    values = sorted(fact.common or ())
    count = min(MOST_ANSWERS, len(set(values)))
    middles = [values[(2 * i + 1) * len(values) // (2 * count)] for i in range(count)]
    return [((inner, inner), 1 / count) for inner in (_inner(value, fact) for value in middles)]


def _inner(value: Any, fact: Fact) -> Any:
    if isinstance(value, date):
        return value.toordinal()
    return Decimal(value) * 100 if fact.unit.kind == "money" else Decimal(value)


class _OneMore:
    """The answers of a working, and one more."""

    def __init__(self, answers: Any, key: str, slot: Slot, value: Any) -> None:
        self._answers, self._key, self._slot, self._value = answers, key, slot, value

    def given(self, fact: Fact, slot: Slot) -> Any:
        if fact.key == self._key and slot == self._slot:
            return self._value
        return self._answers.given(fact, slot)

    def alike(self, entity: str, slot: int) -> int:
        """A child of whom something is supposed is no longer like those after it."""
        alike = int(self._answers.alike(entity, slot))
        if self._slot is not None and self._key.startswith(f"{entity}.") and alike <= self._slot:
            return min(slot, self._slot + 1)
        return alike


def suppose(working: Working, path: str, value: Any) -> Working:
    """The same working with one more answer, given as the machine takes it."""
    key, slot = split_path(path)
    rules, facts = dependents(working.machine)[key]
    other = Working(
        working.machine, _OneMore(working.answers, key, slot, value), on=working.day, nation=working._nation,
        given={name: pair for name, pair in working._rules.items() if name[0] not in rules},
    )  # fmt: skip
    other._facts = {name: pair for name, pair in working._facts.items() if name[0] not in facts}
    by = {name: working.book.parameters[name].by for name in working._parameters}
    other._parameters = {name: pair for name, pair in working._parameters.items() if by[name] not in facts}
    if slot is None and not facts & {IN_COUPLE, NUMBER_OF_CHILDREN}:
        other._members = dict(working._members)
    return other


_DEPENDENTS: "WeakKeyDictionary[Machine, Mapping[str, tuple[frozenset[str], frozenset[str]]]]" = WeakKeyDictionary()


def dependents(machine: Machine) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """For each fact the rules, and the facts with itself, that its answer may change; found once for a machine."""
    if machine not in _DEPENDENTS:
        _DEPENDENTS[machine] = _find_dependents(machine.book)
    return _DEPENDENTS[machine]


def _find_dependents(book: RuleBook) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    readers: dict[Name, set[Name]] = {}
    for name, rule in book.rules.items():
        for read in _read_by(rule.term, book):
            readers.setdefault(read, set()).add((_RULE, name))
    for key, fact in book.facts.items():
        for read in _read_by(fact.matters_if, book) if fact.matters_if else ():
            readers.setdefault(read, set()).add((_FACT, key))
    found = {}
    for key in book.facts:
        reached = _reached((_FACT, key), readers)
        found[key] = tuple(frozenset(name for kind, name in reached if kind == wanted) for wanted in (_RULE, _FACT))
    return found  # type: ignore[return-value]  # a tuple made by a generator has no known length


def _reached(start: Name, readers: Mapping[Name, set[Name]]) -> set[Name]:
    reached, waiting = {start}, [start]
    while waiting:
        for reader in readers.get(waiting.pop(), ()):
            if reader not in reached:
                reached.add(reader)
                waiting.append(reader)
    return reached


def _read_by(term: Term, book: RuleBook) -> set[Name]:
    """The facts and rules that a term names, and those that say who is there."""
    read: set[Name] = set()
    for part in term.walk():
        if part.kind in {_FACT, _RULE}:
            read.add((part.kind, str(part.value)))
        elif part.kind == "parameter" and (by := book.parameters[str(part.value)].by) in book.facts:
            read.add((_FACT, by))
        elif part.kind in {"each", "member"}:
            read |= {(_FACT, IN_COUPLE), (_FACT, NUMBER_OF_CHILDREN)}
    return read
