"""One rule, two ways to count: a household exactly, and many at once in arrays. Both must say the same."""

import random
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.unit.rules.households import random_household

from fingerpost.rules import Household, evaluate, uk_rules
from fingerpost.rules.book import RuleBook
from fingerpost.rules.counting.calculators import Arrays
from fingerpost.rules.counting.machine import Working, array_machine
from fingerpost.rules.counting.running import NATION_BITS, Slot
from fingerpost.rules.households.household import HouseholdAnswers

ON = date(2026, 11, 23)
NATIONS = tuple(NATION_BITS)
MAIN = (
    "universal_credit",
    "child_benefit",
    "child_benefit_charge",
    "pension_credit",
    "income_tax",
    "national_insurance",
)


class Stacked:
    """Many households as columns, one value a household."""

    def __init__(self, book: RuleBook, households: list[Household], on: date) -> None:
        each = [HouseholdAnswers(household, on=on) for household in households]
        self._columns: dict[tuple[str, Slot], Any] = {}
        for key, fact in book.facts.items():
            for slot in {"household": [None], "adult": [0, 1], "child": range(6)}[fact.of]:
                found = [answers.given(fact, slot) for answers in each]
                self._columns[key, slot] = self._column(found, is_choice=fact.unit.kind == "choice")

    @staticmethod
    def _column(found: list[Any], *, is_choice: bool) -> Any:
        known = next((value for value in found if value is not None), None)
        if known is None:
            return None
        nobody = 1 if is_choice else (known[0], known[0])
        filled = [nobody if value is None else value for value in found]
        if is_choice:
            return np.array(filled, dtype=np.int64)
        column = np.array([value[0] if isinstance(value[0], bool) else float(value[0]) for value in filled])
        return column, column

    def given(self, fact: Any, slot: Slot) -> Any:
        return self._columns[fact.key, slot]

    def alike(self, entity: str, slot: int) -> int:
        return slot


@pytest.mark.parametrize(("count", "schemes", "seed"), [(10_000, MAIN, 1), (150, None, 2)], ids=["main", "all"])
def test_both_say_the_same_of_random_households(count: int, schemes: tuple[str, ...] | None, seed: int) -> None:
    book, chance = uk_rules(), random.Random(seed)
    names = [
        name
        for scheme in schemes or book.public
        for name in (book.schemes[scheme].entitled, book.schemes[scheme].amount)
        if name
    ]
    nations = [chance.choice(NATIONS) for _ in range(count)]
    households = [random_household(book, chance, on=ON, nation=nation) for nation in nations]
    bits = np.array([NATION_BITS[nation] for nation in nations])
    many = Working(array_machine(book), Stacked(book, households, ON), on=ON, nation=bits)
    found = {name: np.broadcast_to(many.rule(name, None)[0], (count,)) for name in names}
    for i, household in enumerate(households):
        one = evaluate(book, household, on=ON, nation=nations[i], schemes=())
        for name in names:
            exact = one.value(name)
            assert exact.is_known, (name, household)
            assert abs(float(exact.low) - float(found[name][i])) < 0.001, (name, nations[i], household)


def test_a_third_taken_three_times_is_the_whole_in_both() -> None:
    assert Arrays.floor(np.array([100.0 / 3 * 3]))[0] == 100
