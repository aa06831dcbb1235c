"""A household: the answers given about it, each under the path of its question. It holds no name and no address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fingerpost.rules.book import ADULT, CHILD, HOUSEHOLD, MOST, Fact, RuleBook
from fingerpost.rules.counting.running import Slot

ADULTS = ("you", "partner")


class _NoAnswer:
    """An answer that is none: it is not asked again, and the result stays open."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> str:
        return self.name.upper()


DONT_KNOW = _NoAnswer("dont_know")
RATHER_NOT_SAY = _NoAnswer("rather_not_say")
NO_ANSWERS = {each.name: each for each in (DONT_KNOW, RATHER_NOT_SAY)}


@dataclass(frozen=True)
class Range:
    """An answer between two, both included: pence, counts or dates."""

    low: Any
    high: Any


@dataclass(frozen=True)
class YearsOld:
    """An age in whole years, where a date of birth was asked."""

    years: int


Answer = bool | int | Decimal | date | str | Range | YearsOld | _NoAnswer


def split_path(path: str) -> tuple[str, Slot]:
    """The key of the fact and the slot that a path asks about: "you.earnings" -> ("adult.earnings", 0). Raises
    ValueError."""
    first, _, rest = path.partition(".")
    if first in ADULTS and rest:
        return f"{ADULT}.{rest}", ADULTS.index(first)
    if first == "children":
        number, _, name = rest.partition(".")
        if number.isdecimal() and len(number) <= 2 and name and number == str(int(number)):  # one way to write it
            return f"{CHILD}.{name}", int(number)
    if not rest:
        return first, None
    raise ValueError(f"{path!r} is not the path of a question")


def path_of(key: str, slot: Slot) -> str:
    """The path of a fact: the other way round."""
    entity, _, name = key.rpartition(".")
    if entity == ADULT:
        return f"{ADULTS[slot or 0]}.{name}"
    return f"children.{slot}.{name}" if entity == CHILD else name


@dataclass(frozen=True)
class Household:
    """The answers by path. Frozen: each change gives another household."""

    answers: Mapping[str, Answer] = field(default_factory=dict)

    def answer(self, path: str, value: Answer) -> "Household":
        """With one more answer, or one changed."""
        return replace(self, answers={**self.answers, path: value})

    def without(self, path: str) -> "Household":
        """Without an answer, as if it had never been asked."""
        return replace(self, answers={each: value for each, value in self.answers.items() if each != path})

    def is_answered(self, path: str) -> bool:
        """Was it asked, even if the answer was none?"""
        return path in self.answers

    def listed(self, entity: str) -> int:
        """How many of an entity anything is said of."""
        slots = [split_path(path)[1] for path in self.answers if split_path(path)[0].startswith(f"{entity}.")]
        return max((slot or 0) + 1 for slot in slots) if slots else 0


def paths(book: RuleBook, *, children: int = 0, partner: bool = True) -> Iterator[str]:
    """Every question that the book could ask of such a household."""
    counts = {HOUSEHOLD: 1, ADULT: 2 if partner else 1, CHILD: min(children, MOST[CHILD])}
    for key, fact in book.facts.items():
        for slot in range(counts[fact.of]):
            yield path_of(key, None if fact.of == HOUSEHOLD else slot)


class HouseholdAnswers:
    """A household as the machine asks for it."""

    def __init__(self, household: Household, *, on: date) -> None:
        self._on = on
        self._answers = {split_path(path): value for path, value in household.answers.items()}
        self._children = household.listed(CHILD)

    def alike(self, entity: str, slot: int) -> int:
        """Children of whom nothing is said are all alike."""
        return min(slot, self._children) if entity == CHILD else slot

    def given(self, fact: Fact, slot: Slot) -> Any:
        value = self._answers.get((fact.key, slot))
        if value is None or isinstance(value, _NoAnswer):
            return None
        if fact.unit.kind == "choice":
            return fact.bits[str(value)]
        if isinstance(value, YearsOld):
            first, last = born_between(value.years, self._on)
            return first.toordinal(), last.toordinal()
        if isinstance(value, Range):
            return _inner(value.low), _inner(value.high)
        inner = _inner(value)
        return inner, inner


def _inner(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    return value.toordinal() if isinstance(value, date) else Decimal(value)


def born_between(years: int, on: date) -> tuple[date, date]:
    """The first and the last day on which somebody so many years old may have been born."""
    return years_back(on, years + 1) + timedelta(days=1), years_back(on, years)


def years_back(day: date, years: int) -> date:
    """The same day so many years before."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February: reached on 1 March, so born on 28 February is the last that fits
        return day.replace(year=day.year - years, day=28)
