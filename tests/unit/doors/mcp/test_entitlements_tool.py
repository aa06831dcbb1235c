"""Other programs may have it worked out what somebody is entitled to, and what a change would do, by rules alone."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from fingerpost.contract.ports import Engines
from fingerpost.doors.mcp.callers import OPERATOR
from fingerpost.doors.mcp.shapes import FAULT, Result
from fingerpost.doors.mcp.tools import call_tool, tools

TOOL = "entitlements"
ADULT: dict[str, Any] = {
    "age": 41, "works": True, "self_employed_profit": 0, "pension_contributions": 0, "has_extra_income": False,
    "new_style_benefit": 0, "cares_35_hours": False, "has_health_condition": False, "hours_worked": 37.5,
}  # fmt: skip
FACTS: dict[str, Any] = {
    "in_couple": True, "no_public_funds": False, "gets_universal_credit": False, "childcare_costs": 1000,
    "adults": [{**ADULT, "earnings": 99_500}, {**ADULT, "earnings": 30_000}],
    "children": [{"date_of_birth": "2023-03-01", "disability": "none", "school": "none", "offered_place": False}],
}  # fmt: skip
MORE = {"adults": [{"earnings": 100_500}]}


def call(**arguments: Any) -> Result:
    result = call_tool(TOOL, {"nation": "england", "on": "2026-11-23", **arguments}, caller=OPERATOR)
    Draft202012Validator(FAULT if "error" in result.values else dict(tools()[TOOL].gives)).validate(result.values)
    assert json.loads(json.dumps(result.values)) == result.values
    return result


@pytest.fixture(autouse=True)
def _with_a_library(library: Engines) -> None:
    """The road, with its engines."""


def test_it_is_a_tool_with_its_own_form() -> None:
    takes = tools()[TOOL].takes

    assert {"facts", "changes", "on", "schemes", "nation", "language"} <= set(takes["properties"])
    assert takes["required"] == ["facts"]


def test_it_gives_each_scheme_with_verdict_amount_and_source() -> None:
    claims = call(facts=FACTS, schemes=["tax_free_childcare"]).values["claims"]
    (childcare,) = [each for each in claims if each["reckoned"]["about"] == "tax_free_childcare"]

    assert (childcare["reckoned"]["verdict"], childcare["reckoned"]["low"]) == ("likely", 200_000)
    assert childcare["source"]["url"].startswith("https://www.gov.uk/")


def test_it_says_first_what_a_change_would_do() -> None:
    first = call(facts=FACTS, changes=MORE).values["claims"][0]
    told = {each["reckoned"].get("about"): each["text"] for each in reversed(first["beside"])}

    assert first["reckoned"]["part"] == "change"
    assert "no longer get it" in told["tax_free_childcare"]
    assert any("£500 a year more into a pension" in each["text"] for each in first["beside"])


def test_what_changes_stands_in_its_words_too() -> None:
    assert "Tax-Free Childcare: you would no longer get it" in call(facts=FACTS, changes=MORE).words


def test_a_change_that_does_not_fit_is_told_by_its_path() -> None:
    result = call(facts=FACTS, changes={"adults": [{"earnings": -5}]})

    assert "error" in result.values
    assert "earnings" in json.dumps(result.values)


def test_without_facts_nothing_is_made_up() -> None:
    assert call(facts={}).values["outcome"] == "cannot answer"
