"""A question is neither empty nor too long, and somebody in danger is shown help even when it is."""

import pytest
from tests.unit.guard.guard_runs import Turn, guarded, run_of

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.run import Route, Verdict
from fingerpost.guard.before.size import check_size


def test_an_ordinary_question_passes():
    run = check_size(run_of("When is my bin collected?"))
    assert [step.name for step in run.steps] == ["size"]
    assert run.steps[0].verdict is Verdict.PASS
    assert run.steps[0].found == {"characters": 25}
    assert run.outcome is None


@pytest.mark.parametrize("length", [1, 999, 1000])
def test_the_greatest_length_is_still_read(length):
    assert check_size(run_of("a" * length)).route is Route.DELIVER


@pytest.mark.parametrize("length", [1001, 10_000, 1_000_000])
def test_a_longer_question_is_stopped_with_its_length_and_what_to_do(length):
    run = check_size(run_of("a" * length))
    assert (run.route, run.outcome.kind, run.outcome.reason) == (Route.STOP, OutcomeKind.STOPPED, "too long")
    assert f"{length:,}" in run.outcome.message
    assert "1,000" in run.outcome.message
    assert "Shorten" in run.outcome.message


def test_each_field_has_a_greatest_length_of_its_own():
    run = check_size(run_of("When is my bin collected?", more="x" * 201))
    assert run.outcome.reason == "too long"
    assert run.steps[0].found["field"] == "more"
    assert run.steps[0].found["greatest"] == 200


@pytest.mark.parametrize(
    "question", ["", "   ", "\n\t", "🙂🙂🙂", "???", "...!", "\u200b\u200b", "\U000e0041", "\u3164", "🏴󠁧󠁢󠁷󠁬󠁳󠁿"]
)
def test_a_question_without_words_is_sent_back_kindly(question):
    run = check_size(run_of(question))
    assert (run.route, run.outcome.kind, run.outcome.reason) == (Route.STOP, OutcomeKind.STOPPED, "empty")
    assert run.outcome.message.startswith("Type your question in words")


def test_one_field_with_words_is_enough():
    assert check_size(run_of("", more="bins")).route is Route.DELIVER


def test_a_request_without_free_text_passes():
    run = run_of("x")
    without = type("Form", (), {"__dataclass_fields__": {}})()
    assert check_size(type(run)(reference="r", capability="c", request=without, context=run.context)).outcome is None


def test_the_message_is_in_the_language_of_the_person():
    assert check_size(run_of("", language="cy")).outcome.message.startswith("Teipiwch")
    assert "nod o hyd" in check_size(run_of("a" * 2000, language="cy")).outcome.message


def test_somebody_in_despair_who_writes_at_length_is_shown_help():
    run = guarded("I want to kill myself. " + "It has been so long. " * 100)
    assert run.outcome.reason == "too long"
    assert [signpost.name for signpost in run.signposts] == ["suicide"]
    assert run.steps[0].found["signs"] == {"suicide": "now"}


@pytest.mark.parametrize("turns", [(Turn(question="a" * 10_001),), tuple(Turn(question="a") for _ in range(51))])
def test_a_conversation_without_end_is_stopped(turns):
    run = check_size(run_of("And in Wales?", conversation=turns))
    assert run.outcome.reason == "conversation too long"
