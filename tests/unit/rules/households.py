"""Random households: every fact answered, from what is common, or anywhere in its domain."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fingerpost.rules import Household, RuleBook
from fingerpost.rules.book import Fact
from fingerpost.rules.counting.machine import Working, exact_machine
from fingerpost.rules.counting.running import NATION_BITS
from fingerpost.rules.households.household import HouseholdAnswers, path_of, split_path

LONE_PARENT: dict[str, Any] = {
    **{"in_couple": False, "number_of_children": 2, "no_public_funds": False, "capital": 1200},
    **{"housing": "private_rent", "rent": 600, "council_tax_bill": 1500, "other_adults": 0, "in_london": False},
    **{"gets_universal_credit": False, "gets_income_related_esa": False, "in_supported_housing": False},
    "adults": [
        {
            **{"date_of_birth": "1990-05-05", "works": False, "has_health_condition": False, "has_extra_income": False},
            **{"full_time_student": False, "cares_35_hours": False, "new_style_benefit": 0, "pregnant": False},
        }
    ],
    "children": [
        {"date_of_birth": "2018-05-05", "disability": "none", "school": "none"},
        {"date_of_birth": "2021-01-01", "disability": "none", "school": "none"},
    ],
}
"""Rents, does not work, and was asked all that an interview asks of such a household."""

SIZES = (0, 0, 0, 1, 1, 2, 2, 3, 5)


def random_household(book: RuleBook, chance: random.Random, *, on: date, nation: str) -> Household:
    """A household in a nation of which everything that matters is known."""
    couple, children = chance.random() < 0.5, chance.choice(SIZES)
    answers: dict[str, Any] = {"in_couple": couple, "number_of_children": children}
    counts = {"household": [None], "adult": [0, 1] if couple else [0], "child": list(range(children))}
    for key, fact in book.facts.items():
        for slot in counts[fact.of]:
            answers.setdefault(path_of(key, slot), random_answer(fact, chance, on=on))
    return _without_idle_answers(book, Household(answers), on, nation)


def _without_idle_answers(book: RuleBook, household: Household, on: date, nation: str) -> Household:
    """Without answers to questions that do not matter: they are never asked, so they can't be missing."""
    working = Working(exact_machine(book), HouseholdAnswers(household, on=on), on=on, nation=NATION_BITS[nation])
    idle = {path for path in household.answers if not working.matters(*split_path(path))[1]}
    return Household({path: value for path, value in household.answers.items() if path not in idle})


def random_answer(fact: Fact, chance: random.Random, *, on: date) -> Any:
    """An answer that fits: mostly an ordinary one."""
    if fact.unit.kind == "yes-no":
        return chance.random() < 0.3
    if fact.unit.kind == "choice":
        return chance.choice(list(fact.choices))
    if fact.unit.kind == "date":
        days = chance.randrange(int(fact.lowest * 365.25), int(fact.highest * 365.25))
        if fact.key == "adult.date_of_birth":
            days = chance.randrange(17 * 366, 90 * 365)
        return on - timedelta(days=days)
    low, high = (int(each) for each in (fact.lowest, fact.highest))
    typical = [each for each in fact.common or [] if isinstance(each, int | Decimal)]
    if typical and chance.random() < 0.7:
        value = int(Decimal(chance.choice(typical)) * (100 if fact.unit.kind == "money" else 1))
        return min(high, max(low, value + chance.choice([0, 0, chance.randrange(-2000, 2000)])))
    return chance.randrange(low, low + max(1, (high - low) // 20)) if fact.unit.name != "count" else min(high, low + 1)
