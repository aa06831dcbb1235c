"""What stands beside the claims can no more be made up than the claims can."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.pipeline.road_twins import BINS, FIXED, FIXED_LABEL, FIXED_LINK, HERE, MISSED, PassagesInMemory, answer

from fingerpost.contract.citing import cite
from fingerpost.contract.claims import Ask, NextStep, Outcome, OutcomeKind
from fingerpost.contract.context import Access, Nation
from fingerpost.contract.ports import Engines

pytestmark = pytest.mark.django_db

ORDER = NextStep(kind="apply", label="Order a bin", url="https://www.fernby.example/order", source_id=BINS.id)
PAGE = NextStep(kind="check", label=BINS.title, url=BINS.url, source_id=BINS.id)
ADVISER = NextStep(kind="contact", label=FIXED_LABEL, url=FIXED_LINK)
WHERE = Ask(field="nation", question="Where do you live?", choices=(("wales", "Wales"), ("scotland", "Scotland")))
COLOUR = Ask(field="colour", question="Which colour is it?", choices=(("green", "Green"), ("brown", "Brown")))


@pytest.mark.parametrize("step", [ORDER, PAGE, ADVISER], ids=["of the page", "the page itself", "fixed"])
def test_a_true_next_step_is_offered(go, step):
    assert go(answer(next_steps=(step,))).outcome.next_steps == (step,)


FALSE_STEPS = {
    "another link": replace(ORDER, url="https://evil.example"),
    "another label": replace(ORDER, label="Give us your bank details"),
    "another kind": replace(ORDER, kind="contact"),
    "an unknown kind": replace(ORDER, kind="pay"),
    "another page": replace(ORDER, source_id=MISSED.id),
    "a page that is not there": replace(ORDER, source_id="fernby/starter/none#x"),
    "a phone number of its own": replace(ORDER, phone="0900 123 4567"),
    "a fixed link of its own": replace(ADVISER, url="https://evil.example"),
    "a fixed phone number of its own": replace(ADVISER, phone="0900 123 4567"),
    "a fixed label of its own": replace(ADVISER, label="Give us your bank details"),
    "a link of the page passed off as fixed": replace(ORDER, source_id=""),
}


@pytest.mark.parametrize("step", FALSE_STEPS.values(), ids=FALSE_STEPS.keys())
def test_a_next_step_is_not_offered_with(go, step):
    run = go(answer(next_steps=(step, ADVISER)))
    assert run.outcome.next_steps == (ADVISER,)
    assert run.step("check").found["next_steps_taken_out"] == 1


UNSEEN = {
    "is for staff": replace(BINS, access=Access.STAFF),
    "is no longer in force": replace(BINS, valid_to=date(2026, 11, 21)),
    "is for another nation": replace(BINS, nations=frozenset({Nation.SCOTLAND})),
}


@pytest.mark.parametrize("page", UNSEEN.values(), ids=UNSEEN.keys())
def test_neither_a_next_step_nor_a_heading_is_shown_of_a_page_that(go, page):
    outcome = go(
        answer(next_steps=(ORDER,), suggestions=(BINS.heading,), suggested_from=(BINS.id,), message=FIXED, claims=()),
        engines=Engines(passages=PassagesInMemory([page])),
        context=replace(HERE, nation=Nation.WALES),
    ).outcome
    assert (outcome.next_steps, outcome.suggestions) == ((), ())


def test_a_suggestion_is_the_heading_of_a_passage(go):
    outcome = go(answer(suggestions=(MISSED.heading,), suggested_from=(MISSED.id,))).outcome
    assert outcome.suggestions == ("If your bin was missed",)


def test_a_suggestion_says_where_it_stands_as_the_database_has_it_and_not_as_the_capability_does(go, reply):
    lie = replace(cite(MISSED), anchor="pay-here", copy="/guidance/evil")
    said = answer(suggestions=(MISSED.heading,), suggested_from=(MISSED.id,), suggested=(lie,))
    assert go(said).outcome.suggested == (cite(MISSED),)
    assert reply(said)["suggested"] == [
        {"heading": MISSED.heading, "anchor": MISSED.anchor, "copy": "/guidance/starter/bins"}
    ]
    assert go(replace(said, suggested_from=())).outcome.suggested == ()


def test_only_nations_are_set_side_by_side(go, reply):
    said = answer(compares=(Nation.SCOTLAND, "<b>Mars</b>", Nation.WALES))
    assert go(said).outcome.compares == (Nation.SCOTLAND, Nation.WALES)
    assert reply(said)["compares"] == ["scotland", "wales"]


@pytest.mark.parametrize(
    ("suggestions", "suggested_from"),
    [
        (("Pay now",), (MISSED.id,)),
        ((MISSED.heading,), (BINS.id,)),
        ((MISSED.heading,), ()),
        ((MISSED.heading,), ("fernby/starter/none#x",)),
        (("", ""), (MISSED.id, "")),
    ],
)
def test_a_suggestion_without_a_passage_that_bears_it_out_is_not_shown(go, suggestions, suggested_from):
    run = go(answer(suggestions=suggestions, suggested_from=suggested_from))
    assert run.outcome.suggestions == ()
    assert run.step("check").found["suggestions_taken_out"] == len(suggestions)


@pytest.mark.parametrize("ask", [WHERE, COLOUR, replace(COLOUR, choices=())], ids=["nation", "field", "free"])
def test_a_question_back_is_asked(go, ask):
    outcome = go(Outcome(kind=OutcomeKind.NEEDS_DETAIL, asks=(ask,), message=ask.question)).outcome
    assert (outcome.kind, outcome.asks, outcome.message) == (OutcomeKind.NEEDS_DETAIL, (ask,), ask.question)


def test_a_question_back_may_say_which_words_were_not_found_and_no_others(go):
    asked = Outcome(
        kind=OutcomeKind.NEEDS_DETAIL, asks=(WHERE,), message=WHERE.question, not_found=("my bin", "send £50 to me")
    )
    assert go(asked).outcome.not_found == ("my bin",)


FALSE_ASKS = {
    "another question": replace(WHERE, question="What is your PIN?"),
    "a field that the form has not": replace(WHERE, field="pin"),
    "a nation that there is not": replace(WHERE, choices=(("mars", "Wales"),)),
    "a label that is another nation's": replace(WHERE, choices=(("wales", "Scotland"),)),
    "a label of its own": replace(COLOUR, choices=(("green", "Send £50"),)),
    "a choice that the form has not": replace(COLOUR, choices=(("purple", "Green"),)),
}


@pytest.mark.parametrize("ask", FALSE_ASKS.values(), ids=FALSE_ASKS.keys())
def test_a_question_back_is_not_asked_with(go, ask):
    outcome = go(Outcome(kind=OutcomeKind.NEEDS_DETAIL, asks=(ask,), message="Where do you live?")).outcome
    assert (outcome.kind, outcome.asks) == (OutcomeKind.CANNOT_ANSWER, ())


def test_an_answer_asks_nothing_back(go):
    assert go(answer(asks=(WHERE,))).outcome.asks == ()


@pytest.mark.parametrize("kind", list(OutcomeKind))
def test_a_message_that_is_not_a_fixed_phrase_is_never_shown(reply, kind):
    invented = "Transfer £500 to this account."
    shown = reply(Outcome(kind=kind, message=invented, confidence=1.0))
    assert invented not in json.dumps(shown, ensure_ascii=False)
    assert shown["message"], "and the reader is told something all the same"


def test_a_fixed_phrase_is_shown(go):
    run = go(Outcome(kind=OutcomeKind.CANNOT_ANSWER, message=FIXED, reason="off topic"))
    assert (run.outcome.message, run.outcome.reason) == (FIXED, "off topic")
    assert run.step("check").found["message_known"] is True


@pytest.mark.parametrize("words", ["bin", "BIN day", "my  bin"])
def test_words_that_were_not_found_are_words_of_the_question(go, words):
    assert go(answer(not_found=(words,))).outcome.not_found == (words,)


@pytest.mark.parametrize("words", ["your bank details", "", "bind ay"])
def test_words_that_were_not_asked_cannot_be_named_as_not_found(go, words):
    assert go(answer(not_found=(words,))).outcome.not_found == ()


def test_a_reason_that_was_not_declared_is_only_called_so(go):
    run = go(answer(reason="your neighbour reported you"))
    assert (run.outcome.reason, run.step("capability").reason) == ("undeclared", "undeclared")
    assert go(answer(reason="greeting")).outcome.reason == "greeting"


def test_what_a_capability_found_is_numbers_and_declared_codes(go):
    found = {"hits": 20, "top": 0.71, "sure": True, "none": None, "code": "greeting", "each": [1, 2.5]}
    assert go(answer(found=found)).step("capability").found == {**found, "outcome": "answered", "claims": 1}


@pytest.mark.parametrize(
    "found",
    [
        {"words": "pay now"},
        {"words": ["pay now"]},
        {"pay now": 1},
        {"nested": {"words": "pay now"}},
        {"top": float("nan")},
        {"top": float("inf")},
        {3: 4},
    ],
)
def test_anything_else_that_a_capability_found_is_left_out_and_counted(go, found):
    step = go(answer(found=found)).step("capability")
    assert step.found == {"left_out": 1, "outcome": "answered", "claims": 1}


def test_what_a_capability_found_cannot_pass_itself_off_as_the_steps_own_words(reply):
    steps = reply(answer(found={"name": 1, "verdict": 2, "claims": 99}))["steps"]
    (step,) = [each for each in steps if each["name"] == "capability"]
    assert (step["verdict"], step["claims"]) == ("pass", 1)


INVENTED = st.text("ΔΘΛΞΠΣΦΨΩ", min_size=3, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=INVENTED, kind=st.sampled_from(OutcomeKind), source=st.sampled_from(["", BINS.id, MISSED.id]))
def test_a_capability_that_lies_in_every_field_at_once_gets_no_word_of_it_to_the_reader(reply, word, kind, source):
    lying = Outcome(
        kind=kind,
        complete=True,
        confidence=1.0,
        message=word,
        reason=word,
        not_found=(word,),
        next_steps=(
            NextStep(kind="apply", label=word, url="https://www.fernby.example/order", source_id=source),
            NextStep(kind=word, label="Order a bin", url=f"https://{word}.example", phone=word, source_id=source),
        ),
        asks=(
            Ask(field="nation", question=word, choices=((word, word),)),
            Ask(field=word, question="Where do you live?", choices=(("wales", word),)),
            Ask(field="colour", question="Which colour is it?", choices=((word, "Green"), ("green", word))),
        ),
        suggestions=(word, word),
        suggested_from=(source, MISSED.id),
        found={word: 1, "said": word, "nested": [word]},
    )
    assert word not in json.dumps(reply(lying), ensure_ascii=False)
