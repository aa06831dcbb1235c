"""A recorded run comes out the same again, byte for byte, from its tape alone; and what differs is told."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from tests.unit.pipeline.road_twins import BINS, HERE, PassagesInMemory, answer, make_capability

from fingerpost.capabilities import discover
from fingerpost.contract.context import Context, Nation
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.passages import Line
from fingerpost.contract.ports import Engines, Hit
from fingerpost.engines.clock import FixedClock
from fingerpost.evaluate.cases import read_cases
from fingerpost.knowledge.content import pack_passage
from fingerpost.knowledge.models import KeptPassage
from fingerpost.pipeline import run as road
from fingerpost.pipeline.replay import Replay, Replayed, replay, replay_today
from fingerpost.pipeline.tape import pack_context, unpack_context
from fingerpost.record.models import Entry
from fingerpost.record.reading import find_run
from fingerpost.record.triggers import create_triggers, drop_triggers

pytestmark = pytest.mark.django_db

SYSTEM = {"release": "test", "capability": "bins 1"}


class Found:
    """A search that finds the same each time, with figures that no four bytes hold."""

    digest = "a model"

    def __init__(self, score: float = 0.1 + 0.2) -> None:
        self.score = score

    def find(self, question: str, *, context: Context, limit: int = 20) -> list[Hit]:
        return [Hit(passage=BINS, score=self.score, dense=0.3333333333333333, lexical=1e-9, lines=(0.1,) * 5)]


def handle_by_search(request: Any, *, context: Context, search: Any, clock: Any) -> Any:
    """Says how sure it is by the figures it was given and the minute it is."""
    (hit,) = search.find(request.question, context=dataclasses.replace(context, nation=Nation.WALES), limit=3)
    return answer(confidence=hit.score + hit.dense + clock.now().minute / 1000)


def searching() -> Any:
    return make_capability(handle_by_search, card={"needs": ("search", "clock")})


def engines_of(**more: object) -> dict[str, object]:
    return {"search": Found(), "clock": FixedClock(HERE.at), **more}


@pytest.fixture
def again(kept: Callable[..., Any]) -> Callable[..., Replay]:
    return lambda run, capability, **more: replay(
        kept(run.reference), capability=capability, system=more.pop("system", SYSTEM)
    )


def test_a_run_comes_out_the_same_from_its_tape_alone(go, again):
    run = go(capability=searching(), engines=None, **engines_of())
    assert again(run, searching()) == Replay(reference=run.reference, result=Replayed.SAME)


def test_nothing_is_recorded_anew_and_no_engine_is_asked(go, again):
    passages = PassagesInMemory()
    run = go(capability=searching(), engines=Engines(passages=passages, **engines_of()))
    before = Entry.objects.count(), passages.fetched
    again(run, searching())
    assert (Entry.objects.count(), passages.fetched) == before


def test_a_capability_that_decides_otherwise_now_is_told_field_by_field_with_what_changed(go, again):
    run = go(capability=searching(), **engines_of())
    surer = make_capability(
        lambda request, *, context, search, clock: dataclasses.replace(
            handle_by_search(request, context=context, search=search, clock=clock), confidence=0.99
        ),
        card={"needs": ("search", "clock")},
    )
    told = again(run, surer, system={"release": "later", "capability": "bins 1"})
    assert told.result is Replayed.DIFFERENT
    assert [each.field for each in told.differences] == ["reply.confidence", "leaf.outcome.confidence"]
    assert "release was test and is later" in told.because


def test_a_capability_that_asks_for_something_else_is_off_the_tape(go, again):
    run = go(capability=searching(), **engines_of())
    curious = make_capability(
        lambda request, *, context, search, clock: search.find("the moon", context=context),
        card={"needs": ("search", "clock")},
    )
    told = again(run, curious)
    assert (told.result, told.differences[0].field) == (Replayed.DIFFERENT, "road")
    assert "the moon" not in str(told.differences)


def test_a_capability_that_asks_for_less_is_told(go, again):
    run = go(capability=searching(), **engines_of())
    idle = make_capability(lambda request, *, context, search, clock: answer(), card={"needs": ("search", "clock")})
    told = again(run, idle)
    assert told.differences[0].field == "road"


def test_what_was_masked_is_not_kept_so_its_counts_come_from_the_record(go, again):
    run = go(question="I am AB123456C. When is my bin day?\u200b")
    told = again(run, make_capability())
    assert told.result is Replayed.SAME
    assert told.from_the_record == ("size", "hidden characters", "personal data")


def test_a_fault_that_was_told_comes_out_as_the_same_fault(go, again):
    class Lost:
        def find(self, question: str, *, context: Context, limit: int = 20) -> list[Hit]:
            raise StoreUnavailable("The index is being made.")

    run = go(capability=searching(), **engines_of(search=Lost()))
    assert run.outcome.reason == "StoreUnavailable"
    assert again(run, searching()).result is Replayed.SAME


def test_an_engine_that_was_missing_is_missing_again(go, again):
    run = go(capability=searching())
    assert run.outcome.reason == "MissingEngine"
    assert again(run, searching()).result is Replayed.SAME


def test_a_run_that_used_an_engine_no_tape_holds_says_so(go, again):
    capability = make_capability(lambda request, *, context, speaker: answer(), card={"needs": ("speaker",)})
    told = again(go(capability=capability, speaker=object()), capability)
    assert told.result is Replayed.NOT_POSSIBLE
    assert "speaker" in told.because[0]


def test_a_run_whose_words_were_never_looked_at_cannot_be_gone_through(go, again):
    told = again(go(question="x" * 2000), make_capability())
    assert told.result is Replayed.NOT_POSSIBLE


def test_a_run_that_kept_no_tape_says_so(go, recorder, kept, again):
    def breaks(request: Any, **more: Any) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        go(capability=make_capability(breaks))
    (closed,) = Entry.objects.filter(event="closed")
    told = replay(kept(closed.reference), capability=make_capability(), system={})
    assert told.result is Replayed.NO_TAPE


def test_an_erased_run_says_so(go, keys, kept):
    run = go()
    keys.erase(subject=run.context.subject, body="fernby", at=HERE.at)
    told = replay(kept(run.reference), capability=make_capability(), system={})
    assert told.result is Replayed.ERASED


def test_a_passage_that_is_gone_is_told(go, again):
    run = go()
    KeptPassage.objects.all().delete()
    told = again(run, make_capability())
    assert (told.result, told.because) == (
        Replayed.NOT_POSSIBLE,
        ("1 of the passages that it read are no longer kept.",),
    )


def test_a_passage_that_was_changed_behind_our_back_is_told(go, again):
    run = go()
    changed = dataclasses.replace(BINS, lines=(Line(text="Bins are never emptied."), *BINS.lines[1:]))
    KeptPassage.objects.update(content=pack_passage(changed))
    told = again(run, make_capability())
    assert told.result is Replayed.DIFFERENT
    assert any("no longer fit their digest" in each for each in told.because)


def test_a_tape_that_was_tampered_with_is_refused(go, keys):
    """Whoever has the keys can seal another tape; it does not open the commitment in the leaf."""
    run = go(capability=searching(), **engines_of())
    entry = Entry.objects.get(reference=run.reference, event="closed")
    opened = json.loads(keys.unseal(bytes(entry.sealed), subject=entry.subject, body="fernby", bound_to=run.reference))
    tape = json.loads(opened["texts"]["tape"])
    tape["contact"][0] = "Somebody else"
    opened["texts"]["tape"] = json.dumps(tape)
    other = keys.seal_beside(
        json.dumps(opened).encode(),
        beside=bytes(entry.sealed),
        subject=entry.subject,
        body="fernby",
        bound_to=run.reference,
    )
    drop_triggers(connection)
    Entry.objects.filter(pk=entry.pk).update(sealed=other)
    create_triggers(connection)
    with pytest.raises(StoreUnavailable, match="altered"):
        find_run(run.reference, body="fernby", keys=keys)


def test_asked_of_today_it_says_what_comes_out_otherwise(go, kept):
    run = go(capability=searching(), **engines_of())
    today = Engines(passages=PassagesInMemory(), **engines_of(search=Found(score=0.5)))
    told = replay_today(kept(run.reference), capability=searching(), system={}, engines=today, at=HERE.at)
    assert told.result is Replayed.DIFFERENT
    assert "reply.confidence" in [each.field for each in told.differences]


def test_circumstances_come_back_as_they_were():
    context = Context(
        body="fernby", at=HERE.at, nation=Nation.WALES, language="cy", collections=frozenset({"a", "b"}), door="api"
    )
    assert unpack_context(json.loads(json.dumps(pack_context(context)))) == dataclasses.replace(context, settings={})


def test_every_case_of_the_answers_comes_out_the_same(library, keys, recorder):
    """Over the small library, one case in three, to be quick. Some find nothing, some compare nations."""
    capability = discover()["answer"]
    cases = read_cases(capability)
    told = []
    for case in cases[::3]:
        context = Context(body="fernby", at=HERE.at, nation=case.nation, language=case.language)
        run = road.travel(case.request, capability=capability, context=context, engines=library, recorder=recorder)
        kept = find_run(run.reference, body="fernby", keys=keys)
        told.append(replay(kept, capability=capability, system={}))
    assert len(told) > 100
    assert {each.result for each in told} == {Replayed.SAME}, [each for each in told if each.differences][:3]


class Model:
    digest = "a" * 64


def test_a_run_that_used_the_embedding_model_is_gone_through_with_the_same_one(go, kept):
    capability = make_capability(lambda request, *, context, embedder: answer(), card={"needs": ("embedder",)})
    run = go(capability=capability, embedder=Model())
    told = replay(kept(run.reference), capability=capability, system={}, embedder=Model())
    assert told.result is Replayed.SAME
    other = replay(kept(run.reference), capability=capability, system={}, embedder=None)
    assert other.result is Replayed.DIFFERENT
