"""A change that somebody asks about: more pay, more hours, another baby. It is applied once the facts are known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fingerpost.rules.book import CHILD, MOST, RuleBook
from fingerpost.rules.households.household import Answer, Household, Range, YearsOld, split_path

TO, BY, TIMES, BORN = "to", "by", "times", "born"
CHILDREN = "number_of_children"
HOURS, EARNINGS = "hours_worked", "earnings"
_SIGNS = {TO: "=", BY: "+", TIMES: "*", BORN: "!"}
_WRITTEN = re.compile(r"([a-z][a-z0-9_.]{0,80})([=+*!])(-?\d{1,12}(?:\.\d{1,4})?)")
MOST_CHANGES = 8


@dataclass(frozen=True, kw_only=True)
class Change:
    """One answer that changes: `to` a value, `by` so much, `times` a factor, or a child `born`. Money in pence.

    `start` and `end` say where in the text it was said.
    """

    path: str
    how: str
    value: Decimal
    start: int = 0
    end: int = 0


def apply_changes(book: RuleBook, household: Household, changes: Iterable[Change]) -> Household | None:
    """The household after the changes; None where one needs an answer that is not known, or goes beyond what the fact
    allows. Somebody whose hours change and whose pay is not said to keeps the same pay for an hour."""
    after = household
    named = list(changes)
    for change in named:
        changed = _apply(book, after, change)
        if changed is None:
            return None
        after = _keep_pay_for_an_hour(household, changed, change) if not _names_pay(named, change) else changed
    return after if after != household else None


def _apply(book: RuleBook, household: Household, change: Change) -> Household | None:
    if change.how == BORN:
        return _with_newborn(household)
    before = household.answers.get(change.path)
    if change.how == TO:
        value: Any = _whole(change.value)
    elif isinstance(before, Range):
        value = Range(_changed(before.low, change), _changed(before.high, change))
    elif isinstance(before, int | Decimal) and not isinstance(before, bool):
        value = _changed(before, change)
    elif change.path.endswith("pension_contributions") and change.how == BY:
        value = _whole(change.value)  # somebody who was asked of none pays this much at least
    else:
        return None
    fact = book.facts.get(split_path(change.path)[0])
    ends = (value.low, value.high) if isinstance(value, Range) else (value, value)
    if fact is None or not all(fact.lowest <= each <= fact.highest for each in ends):
        return None
    return household.answer(change.path, value)


def _changed(before: Any, change: Change) -> int | Decimal:
    after = Decimal(before) + change.value if change.how == BY else Decimal(before) * change.value
    return _whole(after)


def _whole(value: Decimal) -> int | Decimal:
    """Pence and hours are whole where they can be; a raise by a percentage is rounded to the penny."""
    return int(value) if value == int(value) else value.quantize(Decimal("0.01"))


def _with_newborn(household: Household) -> Household | None:
    children = household.answers.get(CHILDREN)
    if not isinstance(children, int) or isinstance(children, bool) or children >= MOST[CHILD]:
        return None
    after = household.answer(CHILDREN, children + 1)
    return after.answer(f"children.{children}.date_of_birth", YearsOld(0))


def _names_pay(changes: list[Change], change: Change) -> bool:
    who = change.path.partition(".")[0]
    return any(each.path == f"{who}.{EARNINGS}" for each in changes)


def _keep_pay_for_an_hour(before: Household, after: Household, change: Change) -> Household:
    """Pay goes with the hours, where both were known exactly."""
    who, _, name = change.path.partition(".")
    earned, worked = before.answers.get(f"{who}.{EARNINGS}"), before.answers.get(f"{who}.{HOURS}")
    works = after.answers.get(f"{who}.{HOURS}")
    if name != HOURS or not all(_is_number(each) for each in (earned, worked, works)) or not worked:
        return after
    pay = Decimal(earned) * Decimal(works) / Decimal(worked)  # type: ignore[arg-type]  # numbers, as just checked
    return after.answer(f"{who}.{EARNINGS}", int(pay.quantize(Decimal(1))))


def _is_number(value: Answer | None) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def changes_to(before: Household, changed: Household) -> tuple[Change, ...]:
    """The changes that lead from a household to these answers of it: numbers `to` what they are, children `born`."""
    found = []
    for path, value in changed.answers.items():
        if path == CHILDREN and isinstance(value, int) and value != before.answers.get(path):
            found.append(Change(path=path, how=BORN, value=Decimal(1)))
        elif _is_number(value) and not path.startswith("children."):
            found.append(Change(path=path, how=TO, value=Decimal(value)))  # type: ignore[arg-type]  # a number
    return tuple(found)


def write_changes(changes: Iterable[Change]) -> str:
    """The changes as short text that stands in an address: "you.earnings+100000"."""
    return ",".join(f"{each.path}{_SIGNS[each.how]}{each.value.normalize():f}" for each in changes)


def read_changes(book: RuleBook, text: str) -> tuple[Change, ...]:
    """The changes in such a text. What is none, or names no number among the facts, is left out."""
    hows = {sign: how for how, sign in _SIGNS.items()}
    found = []
    for part in text.split(",")[:MOST_CHANGES]:
        match = _WRITTEN.fullmatch(part)
        if match and _is_of(book, match[1]):
            found.append(Change(path=match[1], how=hows[match[2]], value=Decimal(match[3])))
    return tuple(found)


def _is_of(book: RuleBook, path: str) -> bool:
    try:
        fact = book.facts.get(split_path(path)[0])
    except ValueError:
        return False
    return fact is not None and fact.unit.kind in {"money", "number"}
