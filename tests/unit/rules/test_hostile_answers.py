"""What no person would answer, and a program may send: it is refused at once, and never reckoned with."""

from datetime import date
from typing import Any

import pytest

from fingerpost.rules import uk_rules
from fingerpost.rules.faults import FactsInvalid
from fingerpost.rules.households.household import split_path
from fingerpost.rules.households.reading import number_in, read_household

BOOK = uk_rules()


@pytest.mark.parametrize(
    "text", ["1e999999", "1e5000000", "-1e999999999999", "1e-999999999", "0e999999999", "sNaN", "Infinity", "9" * 31]
)
def test_a_number_that_would_fill_the_memory_is_no_number(text: str) -> None:
    assert number_in(text) is None


@pytest.mark.parametrize("value", ["1e999999999999", "1e-999999999", 1e300, 5e-324, float("nan"), float("inf"), True])
@pytest.mark.parametrize("fact", ["rent", "number_of_children"])
def test_such_a_number_is_no_answer(fact: str, value: Any) -> None:
    with pytest.raises(FactsInvalid) as caught:
        read_household(BOOK, {fact: value})
    assert set(caught.value.problems) == {fact}


def test_nor_is_it_as_an_amount_for_a_period_or_an_end_of_a_range() -> None:
    hostile: tuple[Any, ...] = ({"amount": "1e999999999", "every": "week"}, {"from": "0", "to": "1e999999999"})
    for value in (*hostile, {"amount": 1, "every": []}):
        with pytest.raises(FactsInvalid):
            read_household(BOOK, {"rent": value})


def test_hours_too_small_to_write_out_are_no_answer() -> None:
    with pytest.raises(FactsInvalid):
        read_household(BOOK, {"adults": [{"hours_worked": "1e-999999999"}]})


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", {"from": "0001-01-01", "to": "9999-12-31"}])
def test_a_day_from_which_the_calendar_runs_out_is_no_answer(day: Any) -> None:
    with pytest.raises(FactsInvalid):
        read_household(BOOK, {"adults": [{"date_of_birth": day}]}, on=date(2026, 11, 23))


def test_lists_within_lists_are_neither_yes_nor_no() -> None:
    deep: Any = []
    for _level in range(5_000):
        deep = [deep]
    with pytest.raises(FactsInvalid):
        read_household(BOOK, {"in_couple": deep, "adults": [{"date_of_birth": deep}]})


@pytest.mark.parametrize("number", ["00", "01", "٣", "100"])
def test_a_child_has_one_number_only(number: str) -> None:
    with pytest.raises(ValueError, match="not the path"):
        split_path(f"children.{number}.date_of_birth")
