"""A household as plain data that `read_household` takes back: what a request holds, and a link."""

from datetime import date
from decimal import Decimal
from typing import Any

from fingerpost.rules.book import ADULT, CHILD, Fact, RuleBook
from fingerpost.rules.households.household import Answer, Household, Range, YearsOld, split_path

_GROUPS = {ADULT: "adults", CHILD: "children"}


def facts_of(book: RuleBook, household: Household) -> dict[str, Any]:
    """The facts by name, adults and children as lists. Money is in pounds, as text where it has pence; what was not
    known, or not said, stays so. Answers to questions that the book does not have are left out."""
    facts: dict[str, Any] = {}
    for path, value in household.answers.items():
        key, slot = split_path(path)
        fact = book.facts.get(key)
        if fact is None:
            continue
        if slot is None:
            facts[fact.name] = _plain(fact, value)
            continue
        members: list[dict[str, Any]] = facts.setdefault(_GROUPS[fact.of], [])
        members.extend({} for _ in range(slot + 1 - len(members)))
        members[slot][fact.name] = _plain(fact, value)
    return facts


def _plain(fact: Fact, value: Answer) -> Any:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, YearsOld):
        return {"age": value.years}
    if isinstance(value, Range):
        return {"from": _plain(fact, value.low), "to": _plain(fact, value.high)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return _number(Decimal(value) / 100 if fact.unit.kind == "money" else Decimal(value))
    return value.name


def _number(number: Decimal) -> int | str:
    return int(number) if number == int(number) else f"{number:f}"
