"""The one sentence that says how a language model is doing: the worst that is true of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.doors.installation import ModelState
from fingerpost.doors.oversight.models import _shown, why_words
from fingerpost.engines.language_models.guarding.breaker import BreakerState, Standing
from fingerpost.engines.language_models.guarding.health import HealthKeeper
from fingerpost.record.spending.reading import Spending
from fingerpost.record.switches.reading import Stopped

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WELL = ModelState(
    name="claude",
    provider="anthropic",
    model="claude-test",
    digest="0" * 64,
    goes_to="models.example",
    used_by=("answer",),
    serves_since=None,
    ends_on=None,
    tokens_a_day=1_000,
    micropounds_a_day=0,
    has_prices=True,
    spent=Spending(calls=1, tokens=500, micropounds=1_230_000),
    breaker=BreakerState(standing=Standing.CLOSED, rests_for=0.0, opened=0),
    health=HealthKeeper(now=lambda: NOON).health,
)
OPEN = BreakerState(standing=Standing.OPEN, rests_for=5.0, opened=1)
STOPPED = Stopped(by="olwen", reason="Too long.", at=NOON, reference="FP-00000-00000")


@pytest.mark.parametrize(
    ("state", "sign", "words"),
    [
        (WELL, "calm", "It writes."),
        (replace(WELL, used_by=()), "calm", "Nothing uses it"),
        (replace(WELL, doubts=("It ends soon.",)), "look", "should be looked at"),
        (replace(WELL, spent=Spending(tokens=600, tokens_reserved=391)), "look", "budget is spent"),
        (replace(WELL, breaker=replace(OPEN, standing=Standing.HALF_OPEN)), "look", "The next question tries it"),
        (replace(WELL, breaker=OPEN, doubts=("It ends soon.",)), "act", "It rests after faults"),
        (replace(WELL, breaker=OPEN, faults=("There is no key.",)), "act", "It cannot write"),
    ],
)
def test_the_worst_that_is_true_is_told(state: ModelState, sign: str, words: str) -> None:
    shown = _shown(state, None)
    assert (shown.sign, words in shown.state) == (sign, True)


def test_one_that_is_switched_off_is_told_as_that_whatever_else_is_wrong() -> None:
    assert _shown(replace(WELL, breaker=OPEN), STOPPED).state.startswith("Switched off")


def test_what_was_taken_stands_beside_its_bound_and_no_bound_is_said() -> None:
    shown = _shown(WELL, None)
    assert (shown.tokens, shown.pounds) == ("500 of 1,000", "£1.23. No bound is set.")
    assert _shown(replace(WELL, has_prices=False), None).pounds.startswith("No prices are set")
    assert _shown(replace(WELL, spent=None), None).tokens == "It could not be read."


@pytest.mark.parametrize("why", list(WhyNoModel))
def test_each_reason_has_words(why: WhyNoModel) -> None:
    assert why_words(why.value) != why.value
