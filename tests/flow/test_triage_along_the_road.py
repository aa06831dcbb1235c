"""A report along the whole road: masked, sorted, held for a person, kept, and gone through again."""

import json
from typing import Any

import pytest

from fingerpost.capabilities import discover
from fingerpost.capabilities.triage.request import ReportToSort
from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.classifying import Classified, Ranked
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Route, Run
from fingerpost.contract.services import Urgency
from fingerpost.doors.circumstances import circumstances
from fingerpost.doors.installation import installation
from fingerpost.doors.replaying import replay_one
from fingerpost.pipeline.proposing import proposal_from
from fingerpost.pipeline.reply import held_back_from, reply_of
from fingerpost.pipeline.run import travel
from fingerpost.site.classifier import RunningClassifier

TRIAGE = discover()["triage"]
HOLE = "There is a big pothole in the road outside the Co-op on Mill Lane and it burst my tyre."


def sort(engines: Engines, text: str, *, language: str = "en", **more: Any) -> Run:
    return travel(
        ReportToSort(text=text, **more),
        capability=TRIAGE,
        context=circumstances(door="evaluate", language=language, nation=None),
        engines=engines,
        recorder=installation().build_recorder(),
    )


def knows_nothing(_classifier: RunningClassifier, _text: str) -> Classified:
    return Classified(ranked=(Ranked(label="parks", probability=0.2),), outside=0.3, is_known=False)


def test_a_report_is_sorted_and_waits_for_a_person(library: Engines) -> None:
    run = sort(library, HOLE, latitude=54.6, longitude=-2.4)
    assert run.outcome is not None
    proposal = run.outcome.proposal
    assert proposal is not None
    assert run.route is Route.REVIEW
    assert proposal.teams[0].label == "highways"
    held = held_back_from(run)
    assert held is not None
    assert proposal_from(held["proposal"]) == proposal
    assert "proposal" not in json.dumps({**reply_of(run, TRIAGE.card), "steps": []})


def test_names_and_contacts_are_masked_before_anything_reads_it(library: Engines) -> None:
    run = sort(library, f"{HOLE} Ring me on 07700 900123 or write to ann@example.org.")
    assert "07700" not in run.request.text
    assert "ann@example.org" not in run.request.text


def test_a_gas_smell_in_a_report_about_bins_is_an_emergency_seen_first(library: Engines) -> None:
    run = sort(library, "My bin was missed again. By the way there is a strong smell of gas by the flats.")
    assert run.outcome is not None
    proposal = run.outcome.proposal
    assert proposal is not None
    assert proposal.needs_attention
    assert proposal.urgency is Urgency.EMERGENCY
    assert "gas" in proposal.urgency_reasons


def test_a_welsh_report_is_sorted_too(library: Engines) -> None:
    run = sort(library, "Mae twll mawr yn y ffordd ger yr ysgol gynradd.", language="cy")
    assert run.outcome is not None
    assert run.outcome.proposal is not None
    assert run.outcome.proposal.language == "cy"
    assert run.outcome.proposal.teams[0].label == "highways"


def test_a_run_that_met_no_open_case_is_gone_through_again(library: Engines) -> None:
    run = sort(library, HOLE, latitude=54.6, longitude=-2.4)
    told = replay_one(run.reference)
    assert told.result == "the same", told


def test_words_that_fit_nowhere_are_for_a_person(library: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RunningClassifier, "classify", knows_nothing)
    run = sort(library, "Who won the chess world cup, and what is the capital of Peru?")
    assert run.outcome is not None
    assert run.outcome.kind is OutcomeKind.PARTLY_ANSWERED
    assert run.outcome.proposal is not None
    assert run.outcome.proposal.service == ""


@pytest.mark.parametrize("text", ["12345 67890", "4711 !!!"])
def test_without_words_nothing_is_proposed(library: Engines, text: str) -> None:
    run = sort(library, text)
    assert run.outcome is not None
    assert run.outcome.proposal is None
