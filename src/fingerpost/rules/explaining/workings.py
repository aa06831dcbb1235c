"""The working of an amount: each step with its formula in figures, its value, and where it is laid down."""

from collections.abc import Iterable, Iterator

from fingerpost.rules.book import ADULT, HOUSEHOLD
from fingerpost.rules.counting.machine import Working
from fingerpost.rules.counting.running import Slot
from fingerpost.rules.explaining.formulas import Formula
from fingerpost.rules.reading.fields import LANGUAGES
from fingerpost.rules.results import WorkingLine, outward
from fingerpost.rules.terms import Term

Key = tuple[str, Slot]


class Workings:
    """The working of amounts, of which each step is worked out once, whatever schemes share it."""

    def __init__(self, working: Working) -> None:
        self._working = working
        self._steps: dict[Key, tuple[Key, ...]] = {}
        self._lines: dict[Key, WorkingLine] = {}

    def of(self, *names: str) -> tuple[WorkingLine, ...]:
        """The steps that led to some household rules, those that come first before those that use them."""
        keys = dict.fromkeys(key for name in names for key in self._before((name, None)))
        return tuple(self._line(key) for key in keys)

    def figures(self, names: Iterable[str]) -> tuple[WorkingLine, ...]:
        """Household rules that stand for themselves, each with its formula and value."""
        return tuple(self._line((name, None)) for name in names)

    def _before(self, key: Key) -> tuple[Key, ...]:
        """The labelled steps that a rule rests on, without itself."""
        if key not in self._steps:
            self._steps[key] = ()  # a rule may be met again on the way
            found: dict[Key, None] = {}
            self._gather(self._working.book.rules[key[0]].term, key[1], found)
            self._steps[key] = tuple(found)
        return self._steps[key]

    def _gather(self, term: Term, slot: Slot, found: dict[Key, None]) -> None:
        if term.kind != "rule":
            for part, at in _taken(self._working, term, slot):
                self._gather(part, at, found)
            return
        rule = self._working.book.rules[str(term.value)]
        if rule.unit.kind == "yes-no":
            return
        key = (rule.name, None if rule.of == HOUSEHOLD else slot)
        found.update(dict.fromkeys(self._before(key)))
        if rule.label:
            found[key] = None

    def _line(self, key: Key) -> WorkingLine:
        if key not in self._lines:
            self._lines[key] = _line(self._working, *key)
        return self._lines[key]


def _taken(working: Working, term: Term, slot: Slot) -> Iterator[tuple[Term, Slot]]:
    """The parts of a term that its value came from: of an `if`, the side that holds."""
    if term.kind == "if":
        surely, perhaps = working.value(term.parts[0], slot)
        sides = ([1] if perhaps else []) + ([] if surely else [2])
        yield from ((term.parts[side], slot) for side in sides)
    elif term.kind == "each":
        yield from ((term.parts[0], member) for member, (_, perhaps) in working.members(term.value[1]) if perhaps)
    elif term.kind == "member":
        wanted = {"you": 0, "partner": 1, "other": 1 - (slot or 0)}[str(term.value)]
        if any(member == wanted for member, _ in working.members(ADULT)):
            yield term.parts[0], wanted
    else:
        yield from ((part, slot) for part in term.parts)


def _line(working: Working, name: str, slot: Slot) -> WorkingLine:
    rule = working.book.rules[name]
    return WorkingLine(
        name=name,
        slot=slot,
        label=rule.label,
        value=outward(working.rule(name, slot), rule.unit),
        formula={language: Formula(working, language).of(rule.term, slot) for language in LANGUAGES},
        sources=tuple(working.book.schemes[rule.scheme].sources[each] for each in rule.sources),
    )
