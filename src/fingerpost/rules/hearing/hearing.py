"""Hears facts in a resident's own words, in English and everyday Welsh, by rules alone. Open this first.

Precision comes before recall: what may be meant otherwise, is about somebody else, or is a question, is not taken. Two
different things heard of one fact are both left out. Nothing is used before the person has seen it and agreed.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from fingerpost.rules.book import MOST, RuleBook
from fingerpost.rules.hearing.asked_changes import asked_changes
from fingerpost.rules.hearing.changing import Change
from fingerpost.rules.hearing.circumstances import hear_circumstances, hear_nation
from fingerpost.rules.hearing.heard import Heard, Told
from fingerpost.rules.hearing.money import hear_money
from fingerpost.rules.hearing.people import hear_people
from fingerpost.rules.hearing.reading_text import PARTNER, Sentence, sentences_of
from fingerpost.rules.hearing.work import hear_work
from fingerpost.rules.households.household import Range, YearsOld, split_path

_OF_CHANGES = frozenset({"earnings", "works", "hours_worked", "number_of_children", "date_of_birth"})
_SIGNS_OF_WORK = ("earnings", "hours_worked", "self_employed_profit")
LONGEST = 5_000  # characters that are read: a question has at most a thousand, and a conversation a few


def hear(book: RuleBook, text: str, *, on: date) -> Heard:
    """The answers and changes in a text, each with where it was said; `on` is the day it was said, for ages in months.

    Money is in pence for the period of its fact. A fact the book does not know, or an answer beyond its domain, is left
    out.
    """
    text = text[:LONGEST]
    sentences = sentences_of(text)
    changes = _once(change for sentence in sentences for change in asked_changes(sentence))
    told = [each for sentence in sentences for each in _hear(sentence, on)]
    told = [each for each in told if not any(_overlaps(each, change) for change in changes)]
    fitting = [fit for each in told if (fit := _fitted(book, each)) is not None]
    agreed = _agreeing(fitting)
    return Heard(text=text, told=tuple(_consistent(agreed)), changes=changes, nation=hear_nation(sentences))


def _hear(sentence: Sentence, on: date) -> Iterator[Told]:
    yield from hear_money(sentence)
    yield from hear_work(sentence)
    yield from hear_people(sentence, on=on)
    yield from hear_circumstances(sentence)


def _overlaps(told: Told, change: Change) -> bool:
    """The words of a change are not a fact too: a raise of £1,000 is no pay of £1,000. The fact may end in it."""
    if told.path.rpartition(".")[2] not in {change.path.rpartition(".")[2], *_OF_CHANGES}:
        return False
    return change.start <= told.start < change.end or told.start < change.end <= told.end


def _once(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each path once; where two changes of one are told, neither is sure."""
    found = list(changes)
    return tuple(each for each in found if sum(other.path == each.path for other in found) == 1)


def _fitted(book: RuleBook, told: Told) -> Told | None:
    """The answer within the domain of its fact; open ends of a range are closed there."""
    try:
        key, slot = split_path(told.path)
    except ValueError:
        return None
    fact = book.facts.get(key)
    if fact is None or (slot or 0) >= MOST[fact.of]:
        return None
    value: Any = told.value
    if isinstance(value, Range):
        low = fact.lowest if value.low is None else value.low
        high = fact.highest if value.high is None else value.high
        value = Range(low, high)
    ends = (value.low, value.high) if isinstance(value, Range) else (value,)
    if fact.unit.kind in {"money", "number"} and not all(fact.lowest <= each <= fact.highest for each in ends):
        return None
    if fact.unit.kind == "choice" and value not in fact.choices:
        return None
    if isinstance(value, YearsOld) and value.years > fact.highest:
        return None
    return Told(path=told.path, value=value, start=told.start, end=told.end)


def _agreeing(told: list[Told]) -> list[Told]:
    """Each path once, first said first; a path of which two different things are said is left out."""
    values: dict[str, list[Told]] = {}
    for each in told:
        values.setdefault(each.path, []).append(each)
    return [found[0] for found in values.values() if all(each.value == found[0].value for each in found)]


def _consistent(told: list[Told]) -> Iterator[Told]:
    """Without answers that contradict others: savings of one of a couple, a partner of somebody single."""
    answers = {each.path: each.value for each in told}
    is_single = answers.get("in_couple") is False
    listed = sum(path.startswith("children.") for path in answers)
    count = answers.get("number_of_children")
    too_many = isinstance(count, int) and not isinstance(count, bool) and listed > count
    for each in told:
        who, _, name = each.path.partition(".")
        if name == "works" and each.value is True and not any(f"{who}.{sign}" in answers for sign in _SIGNS_OF_WORK):
            continue
        is_of_partner = each.path.startswith(f"{PARTNER}.")
        if (
            is_single
            and (is_of_partner or each.path == "in_couple")
            and any(path.startswith(f"{PARTNER}.") for path in answers)
        ):
            continue
        if too_many and (each.path.startswith("children.") or each.path == "number_of_children"):
            continue
        yield each
