"""A version is kept when what is declared, measured or running changes, and never for a count alone."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError
from tests.unit.record.register.systems import AT, BODY, SOURCE, SYSTEM, evaluation, own_card, system_with

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.disclosure import PublishedCount
from fingerpost.record.models import Entry
from fingerpost.record.overseeing.published import MonthOfUse
from fingerpost.record.register import versions
from fingerpost.record.register.evaluations import keep_evaluation
from fingerpost.record.register.models import RecordVersion
from fingerpost.record.register.public import Version
from fingerpost.record.register.records import read_record
from fingerpost.record.register.running import ChallengesSoFar, System
from fingerpost.record.register.versions import diff_versions, list_changes, list_versions

pytestmark = pytest.mark.django_db

MONTH = MonthOfUse(month=date(2026, 10, 1), capability="answer", total=PublishedCount(value=120), by_outcome={})


def keep(system: System | None = None, *, why: str = "Looked", days: int = 0) -> Version | None:
    at = AT + timedelta(days=days)
    record = read_record(system or system_with(), body=BODY, at=at)
    return versions.keep_version(record, why=why, body=BODY, at=at)


def test_the_first_is_kept_and_the_same_again_is_not() -> None:
    first = keep()
    assert first is not None
    assert (first.number, first.why) == (1, "Looked")
    assert keep(days=30) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"usage": (MONTH,)},
        {"challenges": ChallengesSoFar(received=(40,), answered=(30,), overridden=(12,))},
        {"sources": (replace(SOURCE, pages=151, past_review=2),)},
        {"stopped": "It quoted an old amount."},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_count_or_a_switch_makes_no_version(changes: Any) -> None:
    keep()
    assert keep(system_with(**changes)) is None


def test_what_is_declared_makes_one() -> None:
    keep()
    assert keep(system_with(own_card(owner="Head of Libraries"))) is not None


def test_what_runs_makes_one() -> None:
    keep()
    assert keep(system_with(system={"search": "6" * 64})) is not None


def test_what_is_measured_makes_one() -> None:
    keep()
    keep_evaluation(evaluation(), system=SYSTEM, body=BODY, at=AT)
    assert keep() is not None


def test_a_measure_that_falls_overdue_makes_none() -> None:
    keep()
    assert keep(days=120) is None


def test_each_is_noted_in_the_ledger_by_its_digest() -> None:
    kept = keep(why="Evaluation FP-00000-00000")
    assert kept is not None
    leaf = json.loads(Entry.objects.get().leaf)
    assert leaf["type"] == "register/version"
    assert leaf["facts"] == {
        "name": "answer",
        "number": 1,
        "digest": kept.digest,
        "why": "Evaluation FP-00000-00000",
    }
    assert versions.digest_of(kept.content) == kept.digest


def test_two_versions_are_compared_field_by_field() -> None:
    first = keep()
    second = keep(system_with(own_card(owner="Head of Libraries", limits=("It quotes only.",))))
    assert first is not None
    assert second is not None
    changes = {each.key: each for each in diff_versions(first, second)}
    assert set(changes) == {"owner", "limits"}
    assert (changes["owner"].before, changes["owner"].after) == ("Head of Digital", "Head of Libraries")
    assert changes["limits"].after == "It quotes only."
    assert diff_versions(first, first) == []


def test_they_are_listed_newest_first_each_as_it_was() -> None:
    keep()
    keep(system_with(own_card(owner="Head of Libraries")))
    second, first = list_versions("answer", body=BODY)
    assert (second.number, first.number) == (2, 1)
    assert first.content["owner"] == "Head of Digital"
    assert not list_versions("answer", body="another")
    assert [each.number for each in list_changes(body=BODY)] == [2, 1]


def test_the_record_says_its_newest_version_and_when_it_was_first_published() -> None:
    keep()
    keep(system_with(own_card(owner="Head of Libraries")), days=3)
    record = read_record(system_with(), body=BODY, at=AT + timedelta(days=9))
    assert record.version == 2
    assert record.metadata["algorithmic_transparency_record_date_published"] == "2026-11-22"


def test_without_its_event_no_version_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        raise DatabaseError("disk full")

    monkeypatch.setattr(versions, "note_event", fail)
    with pytest.raises(StoreUnavailable):
        keep()
    assert not RecordVersion.objects.exists()


def test_of_two_processes_that_keep_one_at_the_same_moment_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(*_: object, **__: object) -> Version:
        raise IntegrityError("one_version_a_number")

    monkeypatch.setattr(versions, "add_version", lose)
    assert keep() is None
