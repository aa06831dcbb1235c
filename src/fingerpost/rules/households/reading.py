"""Reads facts about a household from JSON or YAML data, and says of each that does not fit what is wrong."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from fingerpost.rules.book import ADULT, CHILD, HOUSEHOLD, MOST, Fact, RuleBook
from fingerpost.rules.counting.machine import IN_COUPLE, NUMBER_OF_CHILDREN
from fingerpost.rules.faults import FactsInvalid
from fingerpost.rules.households.contradictions import find_contradictions
from fingerpost.rules.households.household import NO_ANSWERS, Answer, Household, Range, YearsOld, path_of
from fingerpost.rules.units import PERIODS_A_YEAR, conversion

_GROUPS = {"adults": ADULT, "children": CHILD}
_WORDS_FOR_NONE = frozenset(NO_ANSWERS)
LONGEST_NUMBER = 30  # characters, and digits on either side of the point
FIRST_YEAR, LAST_YEAR = 1850, 9000  # of a date: counting years on from a later one would leave the calendar


class Misfit(ValueError):
    """An answer that does not fit its question; the message says what would."""


def read_household(book: RuleBook, facts: Mapping[str, Any], *, on: date | None = None) -> Household:
    """The household that `facts` describe: {"rent": 600, "adults": [{...}, {...}], "children": [{...}]}.

    Money is in pounds, as a number or as text, or {"amount": 600, "every": "week"}; a number may be a range,
    {"from": 500, "to": 700}; "age" may stand for "date_of_birth"; "dont_know" and "rather_not_say" are answers. What is
    not mentioned is unknown, but that two adults are a couple, and that the children listed are all there are. Raises
    FactsInvalid, which names each path that does not fit.
    """
    reader = _Reader(book)
    reader.read(facts)
    household = Household(reader.answers)
    if on is not None and not reader.problems:
        for each in find_contradictions(household, on=on):
            reader.problems.setdefault(each.paths[0], f"does not fit. {each.words['en']}")
    if reader.problems:
        raise FactsInvalid(reader.problems)
    return household


class _Reader:
    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.answers: dict[str, Answer] = {}
        self.problems: dict[str, str] = {}

    def read(self, facts: Mapping[str, Any]) -> None:
        if not isinstance(facts, Mapping):
            self.problems["facts"] = 'must be an object, such as {"in_couple": false, "adults": [{"age": 40}]}'
            return
        for name, value in facts.items():
            if name in _GROUPS:
                self._read_group(name, value)
            else:
                self._read_fact(str(name), HOUSEHOLD, None, value)
        self._count(facts)

    def _count(self, facts: Mapping[str, Any]) -> None:
        """Two adults listed are a couple, and the children listed are all there are, where nothing else is said."""
        adults, children = facts.get("adults"), facts.get("children")
        if isinstance(adults, list) and len(adults) == 2 and IN_COUPLE not in facts:
            self.answers[IN_COUPLE] = True
        if isinstance(children, list) and NUMBER_OF_CHILDREN not in facts:
            self.answers[NUMBER_OF_CHILDREN] = len(children)

    def _read_group(self, name: str, members: Any) -> None:
        entity = _GROUPS[name]
        if not isinstance(members, list) or len(members) > MOST[entity]:
            self.problems[name] = f"must be a list of at most {MOST[entity]}"
            return
        for slot, member in enumerate(members):
            if not isinstance(member, Mapping):
                self.problems[f"{name}.{slot}"] = "must be an object"
                continue
            for field, value in member.items():
                self._read_fact(str(field), entity, slot, value)

    def _read_fact(self, name: str, entity: str, slot: int | None, value: Any) -> None:
        key = name if entity == HOUSEHOLD else f"{entity}.{name}"
        if name == "age" and f"{entity}.date_of_birth" in self.book.facts:
            key, value = f"{entity}.date_of_birth", {"age": value}
        path = path_of(key, slot)
        if key not in self.book.facts:
            self.problems[path] = "is not a fact that the rules know"
            return
        try:
            self.answers[path] = read_answer(self.book.facts[key], value)
        except Misfit as fault:
            self.problems[path] = str(fault)


def read_answer(fact: Fact, value: Any) -> Answer:
    """One answer as the household keeps it: pence, dates, truth. Raises Misfit."""
    if isinstance(value, str) and value in _WORDS_FOR_NONE:
        return NO_ANSWERS[value]
    return _READERS.get(fact.unit.kind, _read_number)(fact, value)


def _read_yes_no(fact: Fact, value: Any) -> Answer:
    word = str(value).lower() if isinstance(value, bool | str) else ""
    found = {"yes": True, "true": True, "no": False, "false": False}.get(word)
    if found is None:
        raise Misfit("must be yes or no")
    return found


def _read_choice(fact: Fact, value: Any) -> Answer:
    if not isinstance(value, str) or value not in fact.choices:
        raise Misfit(f"must be one of {', '.join(fact.choices)}")
    return str(value)


def _read_date(fact: Fact, value: Any) -> Answer:
    if isinstance(value, Mapping) and set(value) == {"age"}:
        years = value["age"]
        if not isinstance(years, int) or isinstance(years, bool) or not max(fact.lowest, 0) <= years <= fact.highest:
            raise Misfit(f"must be an age from {max(fact.lowest, 0)} to {fact.highest}")
        return YearsOld(years)
    if isinstance(value, Mapping) and set(value) == {"from", "to"}:
        return _range(_one_date(value["from"]), _one_date(value["to"]))
    return _one_date(value)


def _one_date(value: Any) -> date:
    try:
        found = value if isinstance(value, date) else date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise Misfit("must be a date such as 1985-06-30") from None
    if not is_day_to_count_from(found):
        raise Misfit(f"must be a date from {FIRST_YEAR} to {LAST_YEAR}")
    return found


def is_day_to_count_from(day: date) -> bool:
    """Can years be counted on and back from it? 9999-12-31 stands in many tables for a day that nobody knows."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _read_number(fact: Fact, value: Any) -> Answer:
    if isinstance(value, Mapping) and set(value) == {"from", "to"}:
        return _range(_one_number(fact, value["from"]), _one_number(fact, value["to"]))
    if isinstance(value, Mapping) and set(value) == {"amount", "every"} and fact.unit.period:
        if not isinstance(value["every"], str) or value["every"] not in PERIODS_A_YEAR:
            raise Misfit(f"`every` must be one of {', '.join(PERIODS_A_YEAR)}")
        return _one_number(fact, value["amount"], every=value["every"])
    return _one_number(fact, value)


def _range(low: Any, high: Any) -> Range:
    if low > high:
        raise Misfit("`from` must not be above `to`")
    return Range(low, high)


def _one_number(fact: Fact, value: Any, *, every: str = "") -> int | Decimal:
    number = _decimal(value)
    if every:
        factor = conversion(every, fact.unit.period)
        number = number * factor.numerator / factor.denominator
    inner = number * 100 if fact.unit.kind == "money" else number
    if not fact.lowest <= inner <= fact.highest:
        raise Misfit(f"must be from {_plain(fact, fact.lowest)} to {_plain(fact, fact.highest)}")
    if fact.unit.kind == "money":
        return round(inner)
    if fact.unit.name == "count" and inner != int(inner):
        raise Misfit("must be a whole number")
    return int(inner) if inner == int(inner) else inner


def _plain(fact: Fact, inner: Decimal) -> str:
    return f"{inner / 100 if fact.unit.kind == 'money' else inner:f}"


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise Misfit("must be a number")
    number = number_in(str(value).strip().removeprefix("£").replace(",", ""))
    if number is None:
        raise Misfit("must be a number, such as 1234.56")
    return number


def number_in(text: str) -> Decimal | None:
    """The number that is written there; None where there is none, or one that nobody means. Eight characters, such as
    1e999999, name a number that takes minutes and gigabytes to write out: those are never reckoned with."""
    if len(text) > LONGEST_NUMBER:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    is_short = number.adjusted() <= LONGEST_NUMBER and int(number.as_tuple().exponent) >= -LONGEST_NUMBER
    return number if is_short else None


_READERS: Mapping[str, Callable[[Fact, Any], Answer]] = {
    "yes-no": _read_yes_no,
    "choice": _read_choice,
    "date": _read_date,
}
