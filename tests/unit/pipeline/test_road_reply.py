"""One shape of reply for every door, and the same in the record but for the reader's own masked words."""

import json
from dataclasses import replace

import pytest
from tests.unit.pipeline.road_twins import (
    BINS,
    FIXED_LABEL,
    FIXED_LINK,
    HERE,
    MISSED,
    Question,
    Said,
    Turn,
    answer,
    claim_from,
    make_capability,
)

from fingerpost.contract.claims import Ask, NextStep, Outcome, OutcomeKind
from fingerpost.contract.context import Nation
from fingerpost.pipeline.reply import reply_of

pytestmark = pytest.mark.django_db

PRIVATE = ("bob@example.com", "AB123456C", "07700 900123")


def test_a_reply_has_what_every_door_shows(reply):
    shown = reply()
    assert set(shown) == {
        "reference",
        "capability",
        "at",
        "nation",
        "language",
        "outcome",
        "reason",
        "complete",
        "message",
        "signposts",
        "claims",
        "not_found",
        "next_steps",
        "asks",
        "suggestions",
        "suggested",
        "compares",
        "written",
        "message_language",
        "confidence",
        "contact",
        "explanation",
        "steps",
    }
    assert (shown["capability"], shown["outcome"], shown["complete"]) == ("bins", "answered", True)
    assert shown["at"] == "2026-11-22T12:00:00+00:00"
    assert shown["contact"]["email"] == "waste@fernby.example"


def test_a_claim_shows_its_words_its_lines_and_its_source(reply):
    (claim,) = reply(answer(claim_from(BINS, 0, 1)))["claims"]
    assert set(claim) == {"text", "quote", "marked", "lines", "source", "beside"}
    assert claim["text"] == claim["quote"] == "Bins are emptied on Tuesdays.\nYou are not entitled to a second bin."
    assert claim["marked"] == ["Bins are emptied on Tuesdays."]
    assert claim["lines"] == [
        {"text": "Bins are emptied on Tuesdays.", "kind": "sentence", "block": 0, "marked": True},
        {"text": "You are not entitled to a second bin.", "kind": "sentence", "block": 0, "marked": False},
    ]
    assert claim["source"] == {
        "id": BINS.id,
        "digest": BINS.digest,
        "title": "Bin collection days",
        "url": "https://www.fernby.example/bins",
        "heading": "Which day",
        "anchor": "which-day",
        "link": "/guidance/starter/bins#which-day",
        "copy": "/guidance/starter/bins",
        "nation": "United Kingdom",
        "nations": ["england", "northern-ireland", "scotland", "wales"],
        "language": "en",
        "checked_on": "2026-11-01",
    }


def test_the_six_kinds_of_explanation_are_there(reply):
    assert list(reply()["explanation"]) == [
        "rationale",
        "responsibility",
        "data",
        "fairness",
        "safety_and_performance",
        "impact",
    ]


def test_each_step_has_its_name_its_milliseconds_and_what_it_found(reply):
    steps = {step["name"]: step for step in reply(question="Mail bob@example.com about my bin")["steps"]}
    assert all({"name", "verdict", "reason", "milliseconds"} <= set(step) for step in steps.values())
    assert sum(steps["personal data"]["masked"].values()) == 1
    assert (steps["check"]["claims"], steps["check"]["kept"]) == (1, 1)


def test_what_stands_beside_the_claims_is_shown(reply):
    shown = reply(
        answer(
            next_steps=(NextStep(kind="contact", label=FIXED_LABEL, url=FIXED_LINK),),
            suggestions=(MISSED.heading,),
            suggested_from=(MISSED.id,),
            not_found=("day",),
            complete=False,
        ),
        context=replace(HERE, nation=Nation.WALES),
    )
    assert shown["next_steps"] == [{"kind": "contact", "label": FIXED_LABEL, "url": FIXED_LINK, "phone": ""}]
    assert shown["suggestions"] == ["If your bin was missed"]
    assert shown["not_found"] == ["day"]
    assert shown["nation"] == "wales"


def test_a_question_back_is_shown_with_its_choices(reply):
    ask = Ask(field="nation", question="Where do you live?", choices=(("wales", "Wales"),))
    shown = reply(Outcome(kind=OutcomeKind.NEEDS_DETAIL, asks=(ask,)))
    assert shown["asks"] == [{"field": "nation", "question": "Where do you live?", "choices": [["wales", "Wales"]]}]


@pytest.mark.parametrize(
    "question",
    ["When is my bin day?", "I want to kill myself", "x" * 1200, "😀", "متى يتم جمع القمامة؟", "{{7*7}}<script>"],
)
def test_every_reply_is_plain_json_whatever_was_asked(reply, question):
    shown = reply(question=question)
    assert json.loads(json.dumps(shown, allow_nan=False)) == shown
    assert shown["reference"].startswith("FP-")
    assert shown["message"] or shown["claims"]
    assert all(shown["explanation"].values())


def test_the_record_keeps_the_reply_that_was_given(go, kept):
    run = go()
    assert kept(run.reference).reply == reply_of(run, make_capability().card)


def test_personal_details_never_reach_the_capability_the_record_or_the_log(go, kept, caplog):
    caplog.set_level("DEBUG")
    question = f"my email is {PRIVATE[0]}, my number {PRIVATE[1]}, call {PRIVATE[2]} about the bin"
    request = Question(question=question, conversation=(Turn(question=f"i am {PRIVATE[0]}", answer="Bins"),))
    handle = Said()

    def says_it_all_again(request, *, context):
        handle(request)
        return answer(not_found=(request.question,), complete=False)

    run = go(says_it_all_again, request=request)
    closed = kept(run.reference)
    for private in PRIVATE:
        assert private not in repr(handle.handed)
        assert private not in json.dumps([closed.texts, closed.leaf], ensure_ascii=False)
        assert private not in caplog.text
        assert private not in repr(run)


def test_masked_words_are_put_back_only_for_the_reader(go, kept):
    def names_the_email(request, *, context):
        return answer(not_found=(request.question.partition("address ")[2].rstrip("?"),))

    run = go(names_the_email, "Whose is the address bob@example.com?")
    assert reply_of(run, make_capability().card)["not_found"] == ["bob@example.com"]
    assert kept(run.reference).reply["not_found"] == ["[email 1]"]


def test_a_question_that_is_stopped_before_it_is_masked_is_not_kept(go, kept):
    run = go(question="I am bob@example.com. " + "When is my bin day? " * 60)
    closed = kept(run.reference)
    assert closed.reply["outcome"] == "stopped"
    assert "bob@example.com" not in json.dumps(closed.texts)
    assert "bob@example.com" not in json.dumps(reply_of(run, make_capability().card))


def test_what_was_asked_is_kept_as_the_capability_was_given_it(go, kept):
    assert kept(go(question="When is my bin day?").reference).request == {
        "question": "When is my bin day?",
        "colour": None,
        "conversation": [],
    }
