"""The road: its order, what is recorded when, and who is handed what."""

import json
from dataclasses import replace

import pytest
from tests.unit.pipeline.road_twins import BINS, HERE, NOON, PassagesInMemory, Said, answer, make_capability

from fingerpost import guard
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Route, Step, Verdict
from fingerpost.guard.before import language, nation, personal_data
from fingerpost.knowledge.models import KeptPassage
from fingerpost.knowledge.reading import read_kept
from fingerpost.pipeline.stages import STAGES
from fingerpost.record.models import Entry

pytestmark = pytest.mark.django_db

TOO_LONG = "When is my bin day? " * 60


def test_the_stages_stand_in_the_order_of_the_road():
    assert list(STAGES) == ["switch", "guard", "capability", "check", "explain", "route"]


def test_each_step_is_kept_by_name_in_the_order_it_was_taken(go):
    names = [step.name for step in go().steps]
    assert names.pop(0) == "switch"
    before, after = names[: len(guard.BEFORE)], names[len(guard.BEFORE) :]
    assert {"size", personal_data.NAME, "crisis", language.NAME, nation.NAME} <= set(before)
    assert after == ["capability", "check", "explain", "route"]


def test_each_step_says_how_long_it_took(go):
    assert all(step.milliseconds >= 0 for step in go().steps)
    assert sum(step.milliseconds for step in go().steps) > 0


def test_the_record_opens_before_the_capability_runs(go):
    seen = []

    def look_at_the_ledger(request, *, context):
        seen.extend(Entry.objects.values_list("event", "reference"))
        return answer()

    run = go(look_at_the_ledger)
    assert seen == [("opened", run.reference)]
    assert list(Entry.objects.order_by("seq").values_list("event", flat=True)) == ["opened", "closed"]


def test_what_a_guard_stops_never_reaches_the_capability_and_is_still_explained_and_recorded(go, kept):
    capability = make_capability(handle := Said())
    run = go(question=TOO_LONG, capability=capability)
    assert handle.handed == []
    assert run.route is Route.STOP
    assert run.outcome is not None
    assert run.outcome.kind is OutcomeKind.STOPPED
    assert run.step("capability") is None
    assert kept(run.reference).reply["explanation"]["rationale"]


def test_somebody_in_danger_is_signposted_and_the_capability_is_not_asked(go, kept):
    run = go(question="I am going to kill myself tonight", capability=make_capability(handle := Said()))
    assert handle.handed == []
    assert run.signposts
    assert run.outcome is not None
    assert run.outcome.kind is OutcomeKind.HANDED_OVER
    assert kept(run.reference).reply["signposts"][0]["contacts"]


def test_a_guard_that_stops_without_a_word_still_gives_an_outcome(go, monkeypatch):
    def stop(run):
        return run.after(Step(name="closed today", verdict=Verdict.STOP))

    monkeypatch.setattr(guard, "BEFORE", (stop,))
    run = go()
    assert run.outcome is not None
    assert (run.outcome.kind, run.outcome.message != "") == (OutcomeKind.STOPPED, True)


def test_the_capability_is_handed_what_the_guard_made_of_the_request(go):
    handle = Said()
    go(question="I live in Cardiff in Wales, mail bob@example.com", capability=make_capability(handle))
    (handed,) = handle.handed
    assert "bob@example.com" not in handed["request"].question
    assert handed["context"].nation == "wales"


def test_a_capability_is_handed_the_engines_its_card_needs_and_no_other(go):
    capability = make_capability(handle := Said(), card={"needs": ("search",)})
    go(capability=capability, search="the index", embedder="the model")
    (handed,) = handle.handed
    assert set(handed) == {"request", "context", "search"}
    assert not hasattr(handed["search"], "embed_question")


def test_a_run_without_a_subject_is_a_subject_of_its_own(go):
    run = go()
    assert run.context.subject == run.reference
    assert go(context=replace(HERE, subject="somebody")).context.subject == "somebody"


def test_each_run_has_a_reference_of_its_own(go):
    assert go().reference != go().reference


def test_the_leaf_names_the_release_the_capability_its_card_and_its_models(go, tmp_path):
    class Index:
        digest = "7f" * 32

    (tmp_path / "card.toml").write_text("name = 'bins'")
    go(capability=make_capability(card={"needs": ("search",)}, folder=tmp_path), search=Index())
    system = json.loads(Entry.objects.get(event="closed").leaf)["system"]
    assert system["release"] == "test"
    assert system["capability"] == "bins 1"
    assert len(system["card"]) == 64
    assert system["search"] == "7f" * 32


def test_passages_that_are_quoted_are_kept_as_they_were(go):
    run = go()
    assert read_kept([BINS.digest], body="fernby") == {BINS.digest: BINS}
    assert KeptPassage.objects.get().kept_at == run.context.at == NOON


def test_passages_are_kept_once_however_often_they_are_quoted(go):
    go()
    go()
    assert KeptPassage.objects.count() == 1


def test_a_passage_that_changes_while_a_run_is_closing_is_kept_as_the_check_saw_it(go):
    class Changing(PassagesInMemory):
        def fetch(self, ids, *, context):
            found = super().fetch(ids, context=context)
            self.held = [replace(BINS, digest="ff" * 32)]
            return found

    run = go(engines=Engines(passages=Changing()))
    assert run.outcome is not None
    assert run.outcome.claims[0].source.digest == BINS.digest
    assert list(read_kept([BINS.digest, "ff" * 32], body="fernby")) == [BINS.digest]


def test_passages_are_read_once_for_the_check_and_not_at_all_for_a_fixed_reply(go):
    passages = PassagesInMemory()
    go(engines=Engines(passages=passages))
    assert passages.fetched == 1
    go(Outcome(kind=OutcomeKind.CANNOT_ANSWER), engines=Engines(passages=passages))
    assert passages.fetched == 1
