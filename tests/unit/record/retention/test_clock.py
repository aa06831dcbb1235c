"""A clock that jumped is noticed by what the ledger noted of sweeps, before anything is erased by it."""

from datetime import timedelta

import pytest
from tests.unit.record.ledger_runs import NOON
from tests.unit.record.retention.conftest import DAY, FIRST

from fingerpost.record.models import Entry
from fingerpost.record.retention import sweeping
from fingerpost.record.retention.clock import find_doubt, note_look
from fingerpost.record.retention.history import list_sweeps
from fingerpost.record.retention.schedule import SCHEDULE

pytestmark = pytest.mark.django_db


def doubt(at):
    return find_doubt(body="fernby", at=at)


def test_without_a_ledger_there_is_no_doubt():
    assert doubt(NOON) is None


def test_before_the_first_sweep_the_newest_entry_counts(ask):
    ask(FIRST)
    assert doubt(NOON + 39 * DAY) is None
    found = doubt(NOON + 41 * DAY)
    assert (found.was_swept, found.is_ahead) == (False, False)


def test_the_last_sweep_counts_whatever_was_asked_since(ask):
    note_look(body="fernby", at=NOON)
    ask(FIRST, at=NOON + 500 * DAY)  # the clock has jumped, and somebody asks
    found = doubt(NOON + 500 * DAY)
    assert (found.at, found.was_swept, found.is_ahead) == (NOON, True, False)
    assert doubt(NOON + 40 * DAY) is None


def test_a_sweep_in_the_future_is_doubted_and_a_few_minutes_are_not():
    note_look(body="fernby", at=NOON)
    assert doubt(NOON - timedelta(minutes=5)) is None
    assert doubt(NOON - DAY).is_ahead


def test_a_sweep_by_hand_ends_the_doubt(ask, installation_home):
    note_look(body="fernby", at=NOON + 500 * DAY)
    ask(FIRST)
    assert doubt(NOON).is_ahead
    sweeping.sweep(body="fernby", at=NOON, schedule=SCHEDULE, home=installation_home)
    assert doubt(NOON) is None


def test_sweeps_that_find_nothing_are_noted_once_a_week_and_leave_no_gap(ask, installation_home):
    ask(FIRST)
    for day in range(60):
        assert doubt(NOON + day * DAY) is None
        sweeping.sweep(body="fernby", at=NOON + day * DAY, schedule=SCHEDULE, home=installation_home)
    assert Entry.objects.filter(event="noted").count() == 9
    assert list_sweeps(body="fernby") == []
