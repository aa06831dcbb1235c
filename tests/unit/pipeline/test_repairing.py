"""A recorded question is asked again of today's library, without a word of it being recorded anew."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.pipeline.road_twins import BINS, HERE, MISSED, PassagesInMemory, answer, claim_from, make_capability

from fingerpost.contract.claims import Outcome, OutcomeKind, Written
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.language_models import WhyNoModel
from fingerpost.contract.ports import Engines
from fingerpost.pipeline import repairing
from fingerpost.pipeline.repairing import Again, Answer, answer_again
from fingerpost.record.models import Entry

pytestmark = pytest.mark.django_db

LATER = HERE.at + timedelta(days=30)


class Models:
    """A registry of language models that must not be asked, or one that is."""

    def __init__(self) -> None:
        self.asked = 0

    def chosen_for(self, capability: str) -> None:
        self.asked += 1


@pytest.fixture
def again(kept: Callable[..., Any]) -> Callable[..., Answer]:
    def ask_again(run: Any, says: Any = None, *, capability: Any = None, **engines: object) -> Answer:
        return answer_again(
            kept(run.reference),
            capability=capability or make_capability(says),
            engines=Engines(passages=PassagesInMemory(), **engines),
            at=LATER,
        )

    return ask_again


def test_the_same_answer_is_the_same_whatever_day_it_is(go, again):
    assert again(go()).result is Again.SAME


def test_it_is_asked_on_today_s_date_and_nothing_is_recorded(go, again):
    seen = []

    def note_day(request: Any, *, context: Any) -> Outcome:
        seen.append(context.on)
        return answer()

    run = go()
    before = Entry.objects.count()
    again(run, capability=make_capability(note_day))
    assert (seen, Entry.objects.count()) == ([LATER.date()], before)


def test_an_answer_from_another_page_differs_and_is_given(go, again):
    found = again(go(), answer(claim_from(MISSED)))
    assert (found.result, found.kind_then, found.kind_now) == (Again.DIFFERENT, "answered", "answered")
    assert [str(each) for each in found.what] == ["words", "sources"]
    assert found.said["claims"][0]["quote"] == "Tell us within two days."


def test_what_does_not_work_today_is_put_off(go, again):
    def fail(request: Any, *, context: Any) -> Outcome:
        raise StoreUnavailable("The index is being made.")

    assert again(go(), capability=make_capability(fail)).result is Again.PUT_OFF


def test_what_is_switched_off_is_not_run(go, again, monkeypatch):
    monkeypatch.setattr(repairing, "_is_off", lambda *_, **__: True)
    ran = []
    assert again(go(), capability=make_capability(lambda *_, **__: ran.append(1))).result is Again.PUT_OFF
    assert ran == []


def test_a_capability_that_is_gone_cannot_be_asked(go, kept):
    run = go()
    told = answer_again(kept(run.reference), capability=None, engines=Engines(), at=LATER)
    assert told.result is Again.NOT_POSSIBLE


def test_no_language_model_is_asked_unless_one_wrote_the_answer(go, again):
    card = {"may_use": ("language_model",)}
    models = Models()

    def handle(request: Any, *, context: Any, language_model: Any) -> Outcome:
        return answer()

    again(go(capability=make_capability(handle, card=card)), capability=make_capability(handle, card=card),
          language_models=models)  # fmt: skip
    assert models.asked == 0

    def write(request: Any, *, context: Any, language_model: Any) -> Outcome:
        return dataclasses.replace(answer(claim_from(BINS, 0)), written=Written(by="scripted"))

    written = go(capability=make_capability(write, card=card))
    again(written, capability=make_capability(write, card=card), language_models=models)
    assert models.asked


@pytest.mark.parametrize(
    ("why", "result"),
    [(WhyNoModel.SLOW, Again.PUT_OFF), (WhyNoModel.SWITCHED_OFF, Again.SAME), (WhyNoModel.NOT_CHOSEN, Again.SAME)],
)
def test_a_written_answer_waits_for_a_model_that_did_not_work_today(go, again, why, result):
    run = go(dataclasses.replace(answer(), written=Written(by="scripted")))
    assert again(run, dataclasses.replace(answer(), written=Written(why_quoted=why.value))).result is result


def test_an_answer_that_waits_for_a_person_today_is_another_outcome(go, again):
    found = again(go(), dataclasses.replace(answer(), confidence=None))
    assert found.kind_now == OutcomeKind.HANDED_OVER
    assert found.said["claims"] == []
