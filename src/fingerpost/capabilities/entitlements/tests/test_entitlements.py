"""What a person gets back from it, as tests, over the rules that come with Fingerpost."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from fingerpost.capabilities.entitlements import capability
from fingerpost.capabilities.entitlements.problems import problems
from fingerpost.capabilities.entitlements.request import Household
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.context import Context, Nation
from fingerpost.rules.reading.files import uk_rules

ON = date(2026, 11, 23)
HERE = Context(body="fernby", at=datetime(2026, 11, 23, 12, tzinfo=UTC), nation=Nation.ENGLAND)
TWO_CHILDREN = {
    "in_couple": False,
    "no_public_funds": False,
    "number_of_children": 2,
    "adults": [{"date_of_birth": "1990-05-05"}],
    "children": [{"date_of_birth": "2015-05-05"}, {"date_of_birth": "2020-01-01"}],
}


def work_out(facts: dict[str, Any], **more: Any) -> Outcome:
    return capability.handle(Household(facts=facts, **more), context=HERE, rules=uk_rules())


def told(facts: dict[str, Any], **more: Any) -> dict[str, str]:
    request = Household(facts=facts, **more)
    return dict(problems(request, language="en", today=ON, rules=uk_rules()))


def test_child_benefit_comes_out_to_the_penny() -> None:
    """£27.05 + £17.90 = £44.95 a week."""
    outcome = work_out(TWO_CHILDREN, schemes=("child_benefit",))
    assert outcome.kind is OutcomeKind.ANSWERED
    assert outcome.claims[0].text == "You are likely to get Child Benefit: £44.95 a week"
    assert outcome.confidence == 1.0


def test_every_scheme_of_the_nation_is_looked_at_and_an_unanswered_one_is_never_unlikely_for_it() -> None:
    outcome = work_out({"no_public_funds": False, "asks_about_visas": True})
    schemes = [claim.reckoned for claim in outcome.claims if claim.reckoned and claim.reckoned.part == "scheme"]
    assert {each.about for each in schemes} == {
        name for name in uk_rules().public if "england" in uk_rules().schemes[name].nations
    }
    assert all(not each.missing for each in schemes if each.verdict == "unlikely")
    assert outcome.kind is OutcomeKind.PARTLY_ANSWERED


def test_what_is_counted_names_no_scheme_and_no_sum() -> None:
    outcome = work_out(TWO_CHILDREN)
    assert set(outcome.found) == {"schemes", "open", "likely", "may", "unlikely"}


def test_without_facts_nothing_is_worked_out() -> None:
    outcome = work_out({})
    assert (outcome.kind, outcome.reason) == (OutcomeKind.CANNOT_ANSWER, "no facts")
    assert outcome.message in capability.phrases


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"number_of_children": -1}, "facts.number_of_children"),
        ({"rent": "lots"}, "facts.rent"),
        ({"shoe_size": 8}, "facts.shoe_size"),
        ({"adults": [{"date_of_birth": "2014-01-01"}]}, "facts.you.date_of_birth"),
        ({"adults": [{"age": 30}], "children": [{"date_of_birth": "2030-01-01"}]}, "facts.children.0.date_of_birth"),
        (
            {"adults": [{"date_of_birth": "2009-01-01"}], "children": [{"date_of_birth": "2007-12-01"}]},
            "facts.children.0.date_of_birth",
        ),
        ({"in_couple": False, "adults": [{"age": 30}, {"age": 31}]}, "facts.partner.date_of_birth"),
        ({"number_of_children": 1, "children": [{}, {"age": 3}]}, "facts.number_of_children"),
        ({"adults": [{"age": 30, "state_pension": 200}]}, "facts.you.state_pension"),
        (
            {"adults": [{"age": 70, "attendance_allowance": "lower", "pip_mobility": "standard"}]},
            "facts.you.attendance_allowance",
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_field(facts: dict[str, Any], field: str) -> None:
    assert set(told(facts)) == {field}


def test_an_unknown_scheme_and_an_absurd_day_are_told() -> None:
    assert set(told({"rent": 5}, schemes=("nonsense",), on=date(1066, 10, 14))) == {"schemes", "on"}


def test_no_problem_is_told_of_what_is_left_out() -> None:
    assert told(TWO_CHILDREN) == {}
    assert told({}) == {}
