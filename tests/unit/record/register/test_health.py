"""What is missing, placeholder, stale, out of step or below its threshold is shown as such, and blocks production."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.unit.record.register.systems import AT, BODY, SOURCE, SYSTEM, evaluation, own_card, system_with

from fingerpost.contract.card import Contact, Measure
from fingerpost.record.register import versions
from fingerpost.record.register.evaluations import keep_evaluation
from fingerpost.record.register.phases import move_phase
from fingerpost.record.register.public import Fault, PublicRecord
from fingerpost.record.register.records import read_record
from fingerpost.record.register.running import System

pytestmark = pytest.mark.django_db


def measure(**figures: Any) -> None:
    values = evaluation(**figures)
    keep_evaluation(values, system=SYSTEM, body=BODY, at=figures.get("at", AT - timedelta(days=1)))


def read(system: System | None = None) -> PublicRecord:
    return read_record(system or system_with(), body=BODY, at=AT)


def kinds(record: PublicRecord) -> set[tuple[str, str]]:
    return {(fault.kind, fault.field) for fault in record.faults}


def test_a_record_that_is_filled_in_measured_and_in_step_has_no_fault() -> None:
    measure()
    assert read().faults == ()


def test_what_was_never_measured_is_missing() -> None:
    assert ("missing", "performance") in kinds(read())


def test_an_evaluation_older_than_90_days_is_stale() -> None:
    measure(at=AT - timedelta(days=90))
    assert read().faults == ()
    later = read_record(system_with(), body=BODY, at=AT + timedelta(minutes=1))
    assert kinds(later) == {("stale", "performance")}


@pytest.mark.parametrize("part", ["search", "release", "cases", "behaviour", "capability"])
def test_what_runs_and_was_not_measured_is_out_of_step(part: str) -> None:
    measure()
    assert kinds(read(system_with(system={part: "other"}))) == {("out of step", "performance")}


def test_a_figure_below_its_threshold_blocks() -> None:
    measure(right_page_first=(89, 100))
    (fault,) = read().faults
    assert (fault.kind, fault.field, fault.blocks_production) == ("below threshold", "right_page_first", True)
    assert "89.0%" in fault.words


def test_a_figure_above_an_upper_bound_blocks() -> None:
    measure(unsupported_claims_at_most=(1, 120))
    assert kinds(read()) == {("below threshold", "unsupported_claims_at_most")}


def test_a_threshold_that_nothing_measured_blocks() -> None:
    measure()
    card = own_card(thresholds={**own_card().thresholds, "kindness": 0.9})
    assert kinds(read(system_with(card))) == {("missing", "kindness")}


@pytest.mark.parametrize("words", ["TBC", "put your own", "n/a", "lorem ipsum", "https://www.example.org"])
def test_placeholder_text_blocks(words: str) -> None:
    measure()
    card = own_card()
    card = replace(card, transparency=replace(card.transparency, benefits=words))
    assert kinds(read(system_with(card))) == {("placeholder", "benefits")}


def test_a_required_field_that_is_empty_blocks() -> None:
    measure()
    card = own_card(contact=Contact(team="Digital team", phone="020 7946 0000"))
    assert kinds(read(system_with(card))) == {("missing", "contact_email")}


def test_a_measure_whose_day_has_gone_is_overdue_and_blocks() -> None:
    measure()
    late = Measure(words="Test with people", owner="Head of Digital", status="planned", due=date(2026, 11, 21))
    card = own_card()
    card = replace(card, assessments=(replace(card.assessments[0], measures=(late,)),))
    record = read(system_with(card))
    assert kinds(record) == {("stale", "impact_assessment_name")}
    assert record.assessments[0].measures[0].status == "overdue"


@pytest.mark.parametrize(("day", "kind"), [(date(2025, 11, 1), "stale"), (date(2026, 12, 1), "out of step")])
def test_an_assessment_of_last_year_or_of_a_day_to_come_blocks(day: date, kind: str) -> None:
    measure()
    card = own_card()
    card = replace(card, assessments=(replace(card.assessments[0], date=day),))
    assert kinds(read(system_with(card))) == {(kind, "impact_assessment_date")}


def test_a_card_that_changed_its_phase_behind_the_register_is_out_of_step() -> None:
    measure()
    told: dict[str, Any] = {"by": "olwen", "owner": "o", "reason": "r", "blocking": (), "body": BODY, "at": AT}
    move_phase("answer", to="public-beta", declared="pre-deployment", **told)
    assert read().faults == ()
    assert kinds(read(system_with(own_card(phase="private-beta")))) == {("out of step", "phase")}


def test_pages_past_their_review_date_are_shown_and_do_not_block() -> None:
    measure()
    (fault,) = read(system_with(sources=(replace(SOURCE, past_review=3),))).faults
    assert fault == Fault(
        field="data_sources",
        kind="stale",
        words="3 of 150 pages of 'Starter library' are past their review date.",
        blocks_production=False,
    )


def test_a_retired_record_stays_and_nothing_is_asked_of_it() -> None:
    told: dict[str, Any] = {"by": "olwen", "owner": "o", "reason": "r", "blocking": (), "body": BODY, "at": AT}
    move_phase("answer", to="retired", declared="pre-deployment", **told)
    record = read()
    assert (record.phase, record.faults) == ("retired", ())
    assert record.history[0].reason == "r"
    assert versions.keep_version(record, why="Retired", body=BODY, at=AT)
