"""A switch is turned with its entry in the ledger, or not at all; its newest row holds; no row is ever changed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.models import Entry
from fingerpost.record.switches import turning
from fingerpost.record.switches.models import Switch
from fingerpost.record.switches.reading import find_stopped, history, is_stopped
from fingerpost.record.switches.turning import CannotTurn, start, stop

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ANSWER: dict[str, Any] = {"kind": "capability", "name": "answer", "body": "fernby", "by": "olwen", "at": AT}

pytestmark = pytest.mark.django_db


def test_what_is_stopped_is_found_with_who_and_why() -> None:
    stop(**ANSWER, reason="It quoted an old amount.")
    found = find_stopped("fernby")["capability", "answer"]
    assert (found.by, found.reason, found.at) == ("olwen", "It quoted an old amount.", AT)


def test_each_turn_stands_in_the_ledger() -> None:
    stop(**ANSWER, reason="It quoted an old amount.")
    start(**{**ANSWER, "at": AT + timedelta(hours=1)}, reason="The page was put right.")
    leaves = [json.loads(text) for text in Entry.objects.order_by("seq").values_list("leaf", flat=True)]
    assert [leaf["type"] for leaf in leaves] == ["switch/stopped", "switch/started"]
    assert leaves[0]["facts"] == {
        "kind": "capability",
        "name": "answer",
        "by": "olwen",
        "reason": "It quoted an old amount.",
    }


def test_the_newest_turn_holds_and_the_others_stay() -> None:
    for turn in (stop, start, stop, start):
        turn(**ANSWER, reason="Trying it out.")
    assert find_stopped("fernby") == {}
    assert [each.is_stopped for each in history(body="fernby")] == [False, True, False, True]


def test_a_model_and_a_capability_of_one_name_have_each_their_own_switch() -> None:
    stop(**{**ANSWER, "kind": "model"}, reason="A new digest.")
    assert is_stopped("model", "answer", body="fernby")
    assert not is_stopped("capability", "answer", body="fernby")


def test_nobody_stops_without_a_reason() -> None:
    with pytest.raises(CannotTurn, match="Say why"):
        stop(**ANSWER, reason="  ")
    with pytest.raises(CannotTurn, match="Say why"):
        stop(**ANSWER, reason="x" * 501)


def test_what_is_stopped_cannot_be_stopped_again() -> None:
    with pytest.raises(CannotTurn, match="not stopped"):
        start(**ANSWER, reason="Nothing to start.")
    stop(**ANSWER, reason="Once.")
    with pytest.raises(CannotTurn, match="stopped already"):
        stop(**ANSWER, reason="Twice.")
    assert Switch.objects.count() == Entry.objects.count() == 1


def test_a_turn_that_cannot_be_recorded_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Switch, **_: Any) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(turning.Switch, "save", broken)
    with pytest.raises(StoreUnavailable):
        stop(**ANSWER, reason="It quoted an old amount.")
    assert not Entry.objects.exists()
    assert find_stopped("fernby") == {}
