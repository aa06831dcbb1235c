"""Who does not ask about visas is never asked where they come from or how long they have been here."""

import random
from datetime import date
from typing import Any

import pytest
from tests.unit.rules.households import random_household

from fingerpost.contract.context import Nation
from fingerpost.rules import Household, uk_rules
from fingerpost.rules.asking.asking import next_question
from fingerpost.rules.saying.claims import say

ON = date(2026, 11, 23)
ABOUT_VISAS = {
    "visitor_nationality", "eu_position", "in_uk_by_2020", "eu_years_in_a_row", "months_in_uk_of_60",
    "settlement_route", "years_on_route",
}  # fmt: skip
SCHEMES = ("visit_uk", "eu_settlement_scheme", "settlement")


def _asked(household: Household, *, nation: str, schemes: tuple[str, ...]) -> list[str]:
    """The questions of an interview, answered from a household of which everything is known."""
    told, asked = Household({}), []
    while path := next_question(uk_rules(), told, on=ON, nation=nation, schemes=schemes):
        asked.append(path)
        told = told.answer(path, household.answers[path])
    return asked


@pytest.mark.parametrize("seed", range(5))
def test_no_question_of_visas_follows_a_no(seed: int) -> None:
    known = random_household(uk_rules(), random.Random(seed), on=ON, nation="wales")
    asked = _asked(known.answer("asks_about_visas", False), nation="wales", schemes=(*SCHEMES, "tv_licence"))
    assert "asks_about_visas" in asked
    assert not ABOUT_VISAS & set(asked)


def test_a_yes_is_followed_by_what_settles_the_guidance() -> None:
    known = Household({"asks_about_visas": True, "visitor_nationality": "visa_free"})
    assert _asked(known, nation="england", schemes=("visit_uk",)) == ["asks_about_visas", "visitor_nationality"]


def _said(facts: dict[str, Any], *schemes: str) -> set[str]:
    said = say(uk_rules(), facts, on=ON, nation=Nation.ENGLAND, language="en", schemes=schemes)
    return {claim.reckoned.about for claim in said.claims if claim.reckoned}


def test_guidance_that_nobody_asked_for_is_not_listed_unless_it_is_named() -> None:
    assert not set(SCHEMES) & (_said({}) | _said({"asks_about_visas": False}))
    assert set(SCHEMES) <= _said({"asks_about_visas": True})
    assert _said({"asks_about_visas": False}, "visit_uk") == {"visit_uk"}
