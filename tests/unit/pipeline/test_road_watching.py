"""Somebody may watch a run go by: they learn how far it is, and nothing that was said."""

import json

import pytest
from django.db import OperationalError
from tests.unit.pipeline.road_twins import PassagesInMemory, Said, make_capability

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.errors import IndexUnavailable, StoreUnavailable
from fingerpost.contract.ports import Engines
from fingerpost.pipeline.watching import CLOSED, OPENED
from fingerpost.record.models import Entry

pytestmark = pytest.mark.django_db

SECRET = "bob@example.com"


def test_a_watcher_is_told_the_reference_then_each_step_then_that_the_record_is_closed(go):
    told = []
    run = go(watch=lambda reference, name: told.append((reference, name)))
    assert {reference for reference, _ in told} == {run.reference}
    assert [name for _, name in told] == [OPENED, *(step.name for step in run.steps), CLOSED]


def test_a_step_is_told_when_its_stage_is_done_and_before_the_next_begins(go):
    told, when_asked = [], []

    def handle(request, *, context):
        when_asked.extend(told)
        return Said()(request)

    go(handle, watch=lambda reference, name: told.append(name))
    assert when_asked[0] == OPENED
    assert "personal data" in when_asked
    assert "capability" not in when_asked


def test_the_record_is_open_before_a_watcher_learns_the_reference_and_closed_before_it_is_told_so(go):
    rows = {}

    def watch(reference, name):
        rows[name] = list(Entry.objects.filter(reference=reference).values_list("event", flat=True))

    go(watch=watch)
    assert rows[OPENED] == rows["route"] == ["opened"]
    assert sorted(rows[CLOSED]) == ["closed", "opened"]


def test_a_watcher_is_told_nothing_a_person_typed(go):
    told = []
    go(question=f"Write to {SECRET} when my bin day is", watch=lambda *said: told.append(said))
    assert SECRET not in json.dumps(told)
    assert all(len(said) == 2 for said in told)


def test_a_run_that_a_guard_stops_is_watched_to_its_end(go):
    told = []
    go(question="x" * 1200, watch=lambda reference, name: told.append(name))
    assert told[0] == OPENED
    assert "capability" not in told
    assert told[-2:] == ["explain", CLOSED]


def test_a_watcher_is_told_the_step_that_failed(go):
    told = []
    run = go(IndexUnavailable("Try again."), watch=lambda reference, name: told.append(name))
    assert run.outcome.kind is OutcomeKind.FAILED
    assert told[-2:] == ["capability", CLOSED]


def test_a_fault_nobody_foresaw_is_never_told_as_closed(go):
    told = []
    with pytest.raises(ZeroDivisionError):
        go(ZeroDivisionError(SECRET), watch=lambda reference, name: told.append(name))
    assert CLOSED not in told


def test_nothing_is_told_as_closed_when_the_record_cannot_be_kept(go, monkeypatch):
    told = []

    def broken(*arguments, **more):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("fingerpost.knowledge.models.KeptPassage.objects.bulk_create", broken)
    with pytest.raises(StoreUnavailable):
        go(watch=lambda reference, name: told.append(name))
    assert told[-1] == "route"


def test_a_watcher_that_raises_is_dropped_and_the_run_goes_on(go, caplog):
    told = []

    def clumsy(reference, name):
        told.append(name)
        raise RuntimeError(SECRET)

    run = go(watch=clumsy)
    assert run.outcome.kind is OutcomeKind.ANSWERED
    assert told == [OPENED]
    assert f"{run.reference}: its watcher failed and was dropped: RuntimeError" in caplog.text
    assert SECRET not in caplog.text


def test_a_run_nobody_watches_is_the_same_run(go):
    watched = go(watch=lambda *said: None, engines=Engines(passages=PassagesInMemory()))
    alone = go(capability=make_capability())
    assert [step.name for step in watched.steps] == [step.name for step in alone.steps]
