"""What goes wrong on the road is recorded, told, and never shown as an answer."""

import json
from unittest.mock import patch

import pytest
from django.db import OperationalError
from tests.unit.pipeline.road_twins import BINS, PassagesInMemory, Said, answer, claim_from, make_capability

from fingerpost import guard
from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.errors import IndexUnavailable, StoreUnavailable
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run
from fingerpost.knowledge.models import KeptPassage
from fingerpost.pipeline.reply import reply_of
from fingerpost.record.models import Entry, SubjectKey

pytestmark = pytest.mark.django_db

SECRET = "Quetzalcoatl"  # a word that must stand nowhere


def everything_kept() -> str:
    rows = [*Entry.objects.values(), *SubjectKey.objects.values(), *KeptPassage.objects.values()]
    return repr([bytes(value) if isinstance(value, memoryview) else value for row in rows for value in row.values()])


def test_a_foreseen_fault_becomes_a_failed_outcome_with_its_sentence(go, kept):
    run = go(IndexUnavailable("The index is being rebuilt. Try again in a minute.", detail="torn segment"))
    assert run.outcome is not None
    assert run.outcome.kind is OutcomeKind.FAILED
    assert run.outcome.message == "The index is being rebuilt. Try again in a minute."
    step = run.step("capability")
    assert step is not None
    assert (step.verdict, step.reason) == ("stop", "IndexUnavailable")
    reply = kept(run.reference).reply
    assert reply["outcome"] == "failed"
    assert reply["explanation"]["rationale"]
    assert "torn segment" not in json.dumps(reply)


def test_an_operator_finds_the_detail_of_a_foreseen_fault_in_the_log(go, caplog):
    run = go(IndexUnavailable("Try again.", detail="torn segment"))
    assert f"{run.reference} failed in capability: IndexUnavailable. torn segment" in caplog.text


def test_an_unforeseen_fault_is_recorded_by_its_class_and_raised_again(go, keys, kept):
    with pytest.raises(ZeroDivisionError, match=SECRET):
        go(ZeroDivisionError(SECRET))
    entry = Entry.objects.get(event="closed")
    reply = kept(entry.reference).reply
    assert (reply["outcome"], reply["reason"], reply["claims"]) == ("failed", "ZeroDivisionError", [])
    assert reply["steps"][-1]["name"] == "capability"
    assert SECRET not in json.dumps(kept(entry.reference).texts) + everything_kept()


def test_an_engine_that_is_missing_is_named(go):
    run = go(
        capability=make_capability(card={"needs": ("speech",)}),
        engines=Engines(how_to_add={"speech": "Install fingerpost[speech]."}),
    )
    assert run.outcome is not None
    assert run.outcome.reason == "MissingEngine"
    assert "'speech'" in run.outcome.message
    assert "Install fingerpost[speech]." in run.outcome.message


def test_a_step_that_broke_says_how_long_it_took(go):
    assert go(IndexUnavailable("Try again.")).steps[-1].milliseconds >= 0


@pytest.mark.parametrize("nonsense", ["an answer", {"claims": []}, 42])
def test_a_capability_that_gives_anything_but_an_outcome_is_a_fault(go, nonsense):
    with pytest.raises(TypeError, match="not an Outcome"):
        go(nonsense)
    assert Entry.objects.filter(event="closed").count() == 1


def test_an_answer_is_not_shown_when_the_passages_cannot_be_read(go):
    class Locked(PassagesInMemory):
        def fetch(self, ids, *, context):
            raise StoreUnavailable("The database is busy. Try again in a minute.")

    run = go(engines=Engines(passages=Locked()))
    assert run.outcome is not None
    assert (run.outcome.kind, run.outcome.claims) == (OutcomeKind.FAILED, ())
    assert [step.name for step in run.steps][-2:] == ["capability", "check"]


def test_an_answer_is_not_shown_when_it_cannot_be_checked(go):
    with patch.object(guard, "AFTER", (lambda claim, passage, context: 1 / 0,)), pytest.raises(ZeroDivisionError):
        go()
    assert not KeptPassage.objects.exists()


def test_an_explanation_that_breaks_is_recorded_and_the_answer_is_not_shown(go, kept):
    def explain(run, card):
        raise KeyError(SECRET)

    with pytest.raises(KeyError):
        go(capability=make_capability(explain=explain))
    reply = kept(Entry.objects.get(event="closed").reference).reply
    assert (reply["outcome"], reply["reason"], reply["claims"]) == ("failed", "KeyError", [])
    assert reply["steps"][-1]["name"] == "explain"


def test_a_stopped_run_whose_explanation_breaks_is_recorded_too(go):
    def explain(run, card):
        raise KeyError

    with pytest.raises(KeyError):
        go(question="x" * 1200, capability=make_capability(explain=explain))
    assert Entry.objects.filter(event="closed").count() == 1


@pytest.mark.parametrize("kind", list(Explanation.__annotations__))
def test_an_explanation_must_hold_all_six_kinds(go, kind):
    def explain(run, card):
        kinds = dict.fromkeys(Explanation.__annotations__, "Because.")
        return Explanation(**{**kinds, kind: "  "})

    run = go(capability=make_capability(explain=explain))
    assert run.outcome is not None
    assert (run.outcome.kind, run.outcome.reason) == (OutcomeKind.FAILED, "UnsoundExplanation")


@pytest.mark.parametrize("link", ["https://evil.example/pay", "www.evil.example", "pay@evil.example"])
def test_an_explanation_may_name_no_link_of_its_own(go, link):
    def explain(run, card):
        return Explanation(**dict.fromkeys(Explanation.__annotations__, f"Go to {link}."))

    run = go(capability=make_capability(explain=explain))
    assert run.outcome is not None
    assert run.outcome.kind is OutcomeKind.FAILED
    assert link not in json.dumps(reply_of(run, make_capability().card))


def test_a_fault_in_a_guard_is_recorded_without_the_words_that_were_not_yet_masked(go, kept, monkeypatch):
    def broken(run: Run) -> Run:
        raise RuntimeError(run.request.question)

    monkeypatch.setattr(guard, "BEFORE", (broken,))
    with pytest.raises(RuntimeError):
        go(question=f"My name is {SECRET}")
    closed = kept(Entry.objects.get(event="closed").reference)
    assert closed.request == {"question": "[23 characters, not kept]", "colour": None, "conversation": []}
    assert SECRET not in json.dumps(closed.texts)


def test_when_the_ledger_cannot_be_opened_the_capability_does_not_run(go):
    handle = Said()
    broken = patch("fingerpost.record.recorder._entry", side_effect=OperationalError("database is locked"))
    with broken, pytest.raises(StoreUnavailable):
        go(capability=make_capability(handle))
    assert handle.handed == []


def test_when_passages_cannot_be_kept_nothing_is_closed_and_there_is_no_reply(go):
    broken = patch.object(KeptPassage.objects, "bulk_create", side_effect=OperationalError("disk I/O error"))
    with broken, pytest.raises(StoreUnavailable):
        go()
    assert list(Entry.objects.values_list("event", flat=True)) == ["opened"]
    assert not SubjectKey.objects.exists()
    assert not KeptPassage.objects.exists()
    assert go().outcome is not None, "and the next question is answered"


def test_a_broken_engine_that_cannot_name_its_model_does_not_stop_the_record(go):
    class Broken:
        @property
        def digest(self) -> str:
            raise IndexUnavailable("The index is missing. Rebuild it.")

    go(capability=make_capability(card={"needs": ("search",)}), search=Broken())
    assert json.loads(Entry.objects.get(event="closed").leaf)["system"]["search"] == "unavailable"


def test_a_fault_after_the_capability_spoke_takes_its_words_away(go, monkeypatch):
    def broken(outcome, before, language):
        raise IndexUnavailable("Try again.")

    monkeypatch.setattr("fingerpost.pipeline.check._settle", lambda *a, **k: broken(None, None, None))
    run = go(answer(claim_from(BINS)))
    assert run.outcome is not None
    assert run.outcome.claims == ()
