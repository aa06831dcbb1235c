"""Whether a reader is answered at once or a person looks first."""

import json
import math
from dataclasses import replace

import pytest
from tests.unit.pipeline.road_twins import BINS, FIXED, HERE, answer, make_capability

from fingerpost import guard
from fingerpost.contract.card import Review
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Route, Step, Verdict
from fingerpost.knowledge.models import KeptPassage

pytestmark = pytest.mark.django_db


def reviewed(says, **review):
    return make_capability(says, card={"review": Review(**review)})


def test_an_answer_that_is_sure_enough_is_delivered(go, reply):
    run = go(capability=reviewed(answer(confidence=0.8), below=0.8))
    assert run.route is Route.DELIVER
    assert run.step("route").found == {"route": "deliver"}


@pytest.mark.parametrize(
    ("confidence", "review", "reason"),
    [
        (None, {}, "no stated confidence"),
        (0.79, {"below": 0.8}, "not sure enough"),
        (1.0, {"always": True}, "a person always decides"),
        (math.nan, {}, "no stated confidence"),
        (-0.1, {}, "no stated confidence"),
        (1.1, {}, "no stated confidence"),
        (True, {}, "no stated confidence"),
        ("certain", {}, "no stated confidence"),
    ],
)
def test_a_person_looks_first(go, confidence, review, reason):
    run = go(capability=reviewed(answer(confidence=confidence), **review))
    assert run.route is Route.REVIEW
    assert (run.step("route").verdict, run.step("route").reason) == (Verdict.REVIEW, reason)
    assert run.step("route").found == {"route": "review"}


def test_what_waits_for_a_person_is_held_back_from_the_reader(reply):
    shown = reply(capability=reviewed(answer(suggestions=("x",)), always=True))
    assert shown["outcome"] == "handed over"
    assert shown["message"].startswith("A person needs to look")
    assert (shown["claims"], shown["confidence"], shown["complete"]) == ([], None, False)
    assert not any(line.text in json.dumps(shown, ensure_ascii=False) for line in BINS.lines)


def test_what_waits_for_a_person_is_kept_for_that_person(go, kept):
    run = go(capability=reviewed(answer(), always=True))
    closed = kept(run.reference)
    assert closed.reply["outcome"] == "handed over"
    assert closed.held["outcome"] == "answered"
    assert closed.held["claims"][0]["quote"].startswith("Bins are emptied")
    assert closed.leaf["route"] == "review"
    assert KeptPassage.objects.get().digest == BINS.digest


def test_a_delivered_answer_is_not_kept_twice(go, kept):
    assert kept(go().reference).held is None


@pytest.mark.parametrize("verdict", [Verdict.REVIEW, Verdict.UNSURE])
def test_a_guard_that_could_not_tell_sends_the_answer_to_a_person(go, reply, monkeypatch, verdict):
    def cannot_tell(run):
        return run.after(Step(name="doubt", verdict=verdict))

    monkeypatch.setattr(guard, "BEFORE", (*guard.BEFORE, cannot_tell))
    run = go()
    assert run.route is Route.REVIEW
    assert run.step("route").found == {"route": "review"}
    assert reply()["outcome"] == "handed over"


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(kind=OutcomeKind.CANNOT_ANSWER, message=FIXED),
        Outcome(kind=OutcomeKind.HANDED_OVER, message=FIXED),
    ],
)
def test_what_is_not_an_answer_needs_no_review(go, reply, outcome):
    assert go(capability=reviewed(outcome, always=True)).route is Route.DELIVER
    assert reply(capability=reviewed(outcome, always=True))["message"] == FIXED


def test_an_answer_that_lost_every_claim_is_told_at_once(go):
    run = go(capability=reviewed(answer(replace(answer().claims[0], quote="Pay now.")), always=True))
    assert run.route is Route.DELIVER
    assert run.outcome.kind is OutcomeKind.CANNOT_ANSWER


def test_the_reader_is_told_in_welsh_that_a_person_looks_first(reply):
    shown = reply(
        question="Pryd mae fy niwrnod bin yn y gwanwyn a sut mae gwneud cais?",
        capability=reviewed(answer(), always=True),
        context=replace(HERE, language="cy"),
    )
    assert shown["language"] == "cy"
    assert shown["message"].startswith("Mae angen i berson")
