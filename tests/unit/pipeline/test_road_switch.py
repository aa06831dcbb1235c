"""What is switched off does not run, from the next request on; the record says so, and so does the reply."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError
from tests.unit.pipeline.road_twins import HERE, NOON, answer, make_capability

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.run import Run
from fingerpost.record.switches.reading import find_stopped
from fingerpost.record.switches.turning import start, stop

pytestmark = pytest.mark.django_db

Go = Callable[..., Run]
AS_OWNER: dict[str, Any] = {"body": "fernby", "by": "olwen", "reason": "It quoted an old amount.", "at": NOON}


def test_a_stopped_capability_does_not_run(go: Go) -> None:
    ran: list[str] = []

    def handle(request: Any, *, context: Any) -> Any:
        ran.append(request.question)
        return answer()

    stop(kind="capability", name="bins", **AS_OWNER)
    run = go(handle)
    assert ran == []
    assert run.outcome is not None
    assert (run.outcome.kind, run.outcome.reason) == (OutcomeKind.STOPPED, "switched off")
    assert [step.name for step in run.steps] == ["switch"]


def test_it_runs_again_once_it_is_started(go: Go) -> None:
    stop(kind="capability", name="bins", **AS_OWNER)
    start(kind="capability", name="bins", **AS_OWNER)
    run = go(answer())
    assert run.outcome is not None
    assert run.outcome.kind is OutcomeKind.ANSWERED


@pytest.mark.parametrize(("language", "words"), [("en", "switched off"), ("cy", "ddiffodd")])
def test_the_reply_says_so_and_how_to_reach_a_person(
    reply: Callable[..., dict[str, Any]], language: str, words: str
) -> None:
    stop(kind="capability", name="bins", **AS_OWNER)
    said = reply(answer(), context=replace(HERE, language=language))
    assert words in said["message"]
    assert all(said["explanation"].values())
    assert said["next_steps"][0]["kind"] == "contact"
    assert said["reason"] == "switched off"


def test_the_reply_names_nobody_and_not_why(reply: Callable[..., dict[str, Any]]) -> None:
    """Who switched it off, and why, stands in the ledger and on the oversight pages: a resident is told the role."""
    stop(kind="capability", name="bins", **AS_OWNER)
    said = json.dumps(reply(answer()))
    assert "olwen" not in said
    assert "old amount" not in said


def test_the_words_of_the_question_are_not_kept(go: Go, kept: Callable[..., Any]) -> None:
    stop(kind="capability", name="bins", **AS_OWNER)
    run = go(answer(), "My name is Ann and my bin is full")
    found = kept(run.reference)
    assert "Ann" not in json.dumps(found.request)
    assert found.leaf["outcome"]["reason"] == "switch"


def test_somebody_in_danger_is_shown_help_all_the_same(go: Go) -> None:
    stop(kind="capability", name="bins", **AS_OWNER)
    assert go(answer(), "I want to die").signposts


def test_a_model_that_the_card_needs_stops_the_capability_with_it(go: Go) -> None:
    twin = make_capability(answer())
    needing = replace(twin, card=replace(twin.card, needs=("writer",)))
    stop(kind="model", name="writer", **AS_OWNER)
    run = go(capability=needing)
    assert run.steps[0].found == {"kind": "model", "name": "writer"}


def test_what_another_body_stopped_runs_here(go: Go) -> None:
    stop(kind="capability", name="bins", **{**AS_OWNER, "body": "elsewhere"})
    run = go(answer())
    assert run.outcome is not None
    assert run.outcome.kind is OutcomeKind.ANSWERED


def test_nothing_runs_while_the_switch_cannot_be_read(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    monkeypatch.setattr("fingerpost.record.switches.reading.Switch.objects", _Broken())
    run = go(lambda request, *, context: ran.append(1))
    assert ran == []
    assert run.outcome is not None
    assert run.outcome.kind is OutcomeKind.FAILED
    assert "could not read" in run.outcome.message


def test_reading_the_switches_asks_the_database_once(go: Go, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert find_stopped("fernby") == {}


class _Broken:
    def filter(self, **_: Any) -> None:
        raise DatabaseError("out of reach")
