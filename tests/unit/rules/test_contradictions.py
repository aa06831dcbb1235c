"""Answers that fit their questions and not each other are told, by where the slip most likely is."""

from datetime import date
from typing import Any

import pytest

from fingerpost.rules import FactsInvalid, read_household, uk_rules
from fingerpost.rules.households.contradictions import find_contradictions
from fingerpost.rules.households.household import YearsOld

ON = date(2026, 11, 23)


def born(year: int) -> dict[str, Any]:
    return {"date_of_birth": f"{year}-06-01"}


def told(**facts: Any) -> list[str]:
    household = read_household(uk_rules(), facts)
    return [each.paths[0] for each in find_contradictions(household, on=ON)]


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({"in_couple": False, "adults": [born(1990), born(1991)]}, "partner.date_of_birth"),
        ({"number_of_children": 1, "children": [born(2015), born(2016)]}, "number_of_children"),
        ({"adults": [born(2027)]}, "you.date_of_birth"),
        ({"adults": [born(1905)]}, "you.date_of_birth"),
        ({"adults": [born(2012)]}, "you.date_of_birth"),
        ({"children": [born(2001)]}, "children.0.date_of_birth"),
        ({"adults": [born(2010)], "children": [born(2009)]}, "children.0.date_of_birth"),
        ({"adults": [{**born(1990), "state_pension": 200}]}, "you.state_pension"),
    ],
)
def test_what_cannot_be_is_told(facts: dict[str, Any], where: str) -> None:
    assert told(**facts) == [where]
    with pytest.raises(FactsInvalid) as refused:
        read_household(uk_rules(), facts, on=ON)
    assert set(refused.value.problems) == {where}


@pytest.mark.parametrize(
    "facts",
    [
        {"adults": [born(1907)]},
        {"adults": [born(2008), born(1980)], "children": [born(2007)]},  # older than its step-parent
        {"in_couple": True, "adults": [born(2008)], "children": [born(2007)]},  # a partner of unknown age
        {"adults": [born(2007)], "children": [born(2014)]},  # who brings up a brother
    ],
)
def test_what_may_be_is_not_doubted(facts: dict[str, Any]) -> None:
    assert told(**facts) == []


def test_an_age_in_years_is_doubted_only_where_no_birthday_would_do() -> None:
    """Somebody of 15 was born too late whatever the day."""
    you = read_household(uk_rules(), {}).answer("you.date_of_birth", YearsOld(15))
    assert len(find_contradictions(you, on=ON)) == 1
    assert told(adults=[{"age": 120}]) == []
