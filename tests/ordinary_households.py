"""Made-up households with an answer to every question, for tests and measures. They stand for nobody.

Answers are drawn from what the facts call `common`, with as much sense between them as an interview needs: age first,
then work, then children of an age to be theirs, and benefits mostly where incomes are low.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.rules import Evaluation, Fact, Household, RuleBook, evaluate
from fingerpost.rules.households.household import ADULTS, paths, split_path

NATIONS = {Nation.ENGLAND: 0.84, Nation.SCOTLAND: 0.08, Nation.WALES: 0.05, Nation.NORTHERN_IRELAND: 0.03}


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A household as it is: `answers` by path, in pence, days and choices, for all its members and no more."""

    nation: Nation
    answers: Mapping[str, Any]


def draw_household(book: RuleBook, rng: random.Random, *, on: date) -> Drawn:
    """One household. The same `rng` state gives the same household."""
    answers: dict[str, Any] = {}
    ages = [rng.choices((22, 30, 40, 50, 60, 70, 80), (13, 17, 16, 17, 15, 13, 9))[0] + rng.randrange(-5, 5)]
    answers["in_couple"] = rng.random() < (0.25 if ages[0] < 25 else 0.6)
    if answers["in_couple"]:
        ages.append(max(18, ages[0] + rng.randrange(-5, 6)))
    answers["number_of_children"] = _number_of_children(min(ages), rng)
    for path in paths(book, children=answers["number_of_children"], partner=answers["in_couple"]):
        answers.setdefault(path, draw_answer(book.facts[split_path(path)[0]], rng, on=on))
    for path, age in zip(ADULTS, ages, strict=False):
        _live(answers, path, age, rng, on=on)
    for i in range(answers["number_of_children"]):
        born = on - timedelta(days=rng.randrange(0, 366 * min(19, min(ages) - 16) + 1))
        answers[f"children.{i}.date_of_birth"] = born
    _claim(answers, rng)
    nation = rng.choices(list(NATIONS), list(NATIONS.values()))[0]
    return Drawn(nation=nation, answers=answers)


def _number_of_children(age: int, rng: random.Random) -> int:
    return rng.choices((0, 1, 2, 3, 5), (50, 20, 20, 8, 2) if 20 <= age < 52 else (97, 2, 1, 0, 0))[0]


def draw_answer(fact: Fact, rng: random.Random, *, on: date) -> Any:
    """One answer that the fact's domain allows, as common as the fact says."""
    kind = fact.unit.kind
    if kind == "yes-no":
        return rng.random() < float((fact.common or {}).get("yes", 0.5))
    if kind == "choice":
        common = fact.common or dict.fromkeys(fact.choices, 1)
        return rng.choices(list(common), [float(share) for share in common.values()])[0]
    if kind == "date":
        return on - timedelta(days=rng.randrange(_days(fact.lowest), _days(fact.highest)))
    value = Decimal(rng.choice(fact.common or [0]))
    if value and fact.unit.name != "count" and rng.random() < 0.8:
        value = (value * rng.randrange(75, 130) / 100).quantize(Decimal("0.01"))
    value = value * 100 if kind == "money" else value
    return min(max(value, Decimal(fact.lowest)), Decimal(fact.highest))


def _days(years: Any) -> int:
    return int(float(years) * 365.2)


def _live(answers: dict[str, Any], who: str, age: int, rng: random.Random, *, on: date) -> None:
    answers[f"{who}.date_of_birth"] = on - timedelta(days=age * 365 + age // 4 + rng.randrange(1, 364))
    answers[f"{who}.works"] = rng.random() < (0.77 if age < 66 else 0.1)
    answers[f"{who}.full_time_student"] = rng.random() < (0.3 if age < 23 else 0.02)


def _claim(answers: dict[str, Any], rng: random.Random) -> None:
    """Benefits that are already paid, for the most part where money is short."""
    earned = sum(answers[f"{who}.earnings"] for who in ADULTS if answers.get(f"{who}.works"))
    if earned > 3_000_000 or answers["capital"] > 1_600_000:
        for path in answers:
            if path in {"gets_universal_credit", "gets_housing_benefit", "gets_pension_credit_guarantee"}:
                answers[path] = rng.random() < 0.01


def complete_household(book: RuleBook, known: Mapping[str, Any], rng: random.Random, *, on: date) -> dict[str, Any]:
    """One way in which a household of which some answers are known may be as a whole: ordinary or far from it."""
    drawn = draw_household(book, rng, on=on).answers
    couple = bool(known.get("in_couple", drawn["in_couple"]))
    children = int(known.get("number_of_children", drawn["number_of_children"]))
    strange = rng.choice((0.0, 0.0, 0.3, 0.7))
    answers: dict[str, Any] = {"in_couple": couple, "number_of_children": children}
    for path in paths(book, children=children, partner=couple):
        fact = book.facts[split_path(path)[0]]
        usual = drawn[path] if path in drawn else draw_answer(fact, rng, on=on)
        told = known.get(path, answers.get(path))
        answers[path] = (
            told if told is not None else draw_any_answer(fact, rng, on=on) if rng.random() < strange else usual
        )
    return answers


def draw_any_answer(fact: Fact, rng: random.Random, *, on: date) -> Any:
    """Any answer that the domain allows: what is rare as often as what is common."""
    kind = fact.unit.kind
    if kind == "yes-no":
        return rng.random() < 0.5
    if kind == "choice":
        return rng.choice(list(fact.choices))
    if kind == "date" or rng.random() < 0.5:
        return draw_answer(fact, rng, on=on)
    low, high = int(fact.lowest), int(fact.highest)
    if fact.unit.name == "count":
        return rng.randint(low, min(high, low + 5))
    return rng.choice((low, high, min(high, max(low, int(10 ** rng.uniform(2, 8))))))


def changes_a_result(
    book: RuleBook, household: Household, path: str, rng: random.Random, *, on: date, nation: Nation, tries: int
) -> bool:
    """Can an answer change a result? By brute force: the rest of the household is made up in so many ways, until two
    answers give two results. False may also mean that what it takes is rare."""
    fact = book.facts[split_path(path)[0]]
    now = evaluate(book, household, on=on, nation=nation)
    concerned = [scheme for scheme in book.public if path in now.missing(scheme)]
    for _ in range(tries):
        whole = complete_household(book, household.answers, rng, on=on)
        values = list(fact.choices) or ([True, False] if fact.unit.kind == "yes-no" else [])
        values = values or [draw_any_answer(fact, rng, on=on) for _ in range(5)]
        found = set()
        for value in values:
            evaluation = evaluate(book, Household({**whole, path: value}), on=on, nation=nation)
            found.add(tuple(result_of(book, evaluation, scheme) for scheme in concerned))
        if len(found) > 1:
            return True
    return False


def result_of(book: RuleBook, evaluation: Evaluation, scheme: str) -> tuple[Any, ...]:
    """The verdict, and the amount where the scheme has one."""
    amount = book.schemes[scheme].amount
    return evaluation.verdict(scheme), evaluation.value(amount).low if amount else None


def facts_read(book: RuleBook) -> frozenset[str]:
    """The keys of the facts that any rule reads, or that decide whether another fact matters."""
    terms = [rule.term for rule in book.rules.values()]
    terms += [fact.matters_if for fact in book.facts.values() if fact.matters_if is not None]
    read = {str(part.value) for term in terms for part in term.walk() if part.kind == "fact"}
    structure = {"in_couple", "number_of_children"}
    return frozenset(read | structure | {parameter.by for parameter in book.parameters.values()}) & frozenset(
        book.facts
    )
