"""Each code of a proposal is held to the body's own lists; what fails goes to a person; attention is never lowered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from fingerpost.capabilities import discover
from fingerpost.capabilities.triage.request import ReportToSort
from fingerpost.casework.services import starter_services
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.classifying import Near, Ranked
from fingerpost.contract.context import Context
from fingerpost.contract.ports import Engines
from fingerpost.contract.proposals import Candidate, Likely, Proposal, Sign, SignKind
from fingerpost.contract.run import Run, Step, Verdict
from fingerpost.contract.services import ServiceBook, Urgency
from fingerpost.pipeline.check import check_outcome
from fingerpost.pipeline.proposing import check_proposal, plain_proposal, proposal_from
from fingerpost.pipeline.reply import held_back_from, reply_of

TRIAGE = discover()["triage"]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
GAS = Sign(code="gas", kind=SignKind.DANGER, words="i can smell gas")
GOOD = Proposal(
    service="potholes",
    team="highways",
    urgency=Urgency.ROUTINE,
    services=(Ranked(label="potholes", probability=0.8), Ranked(label="parking", probability=0.1)),
    teams=(Ranked(label="highways", probability=0.9),),
    urgency_reasons=("usual",),
    duplicates=(Likely(reference="FP-AAAAA-BBBBB", probability=0.9, metres=12.0, hours=3.0),),
    missing=("part",),
    near=(Near(id="potholes/1", label="potholes", text="Big hole.", similarity=0.7),),
    words=(("hole", 0.4),),
    classifier="test",
)


class Services:
    book: ServiceBook = starter_services()


class Cases:
    """One open case, a few metres away."""

    def near(self, **asked: Any) -> Sequence[Candidate]:
        here = Candidate(
            reference="FP-AAAAA-BBBBB", service="potholes", text="A hole", at=NOON, latitude=54.6, longitude=-2.4
        )
        return [here] if asked["metres"] >= 12 else []


ENGINES = Engines(services=Services(), open_cases=Cases())


def run_of(proposal: Proposal | None, kind: OutcomeKind = OutcomeKind.ANSWERED) -> Run:
    message = "Here is where this report may belong. A person decides."
    return Run(
        reference="FP-7K2M9-QX4DA",
        capability="triage",
        request=ReportToSort(text="A hole. I can smell gas.", latitude=54.6, longitude=-2.4),
        context=Context(body="fernby", at=NOON),
        outcome=Outcome(kind=kind, message=message, confidence=0.9, complete=True, proposal=proposal),
    )


def check(proposal: Proposal) -> tuple[Proposal | None, str]:
    run = run_of(proposal)
    assert run.outcome is not None
    return check_proposal(run.outcome, run, TRIAGE, ENGINES)


def test_a_proposal_that_holds_stays_as_it_is() -> None:
    assert check(GOOD) == (GOOD, "")


WRONG: Mapping[str, tuple[dict[str, Any], str]] = {
    "a service that the body does not have": ({"service": "dragons", "team": ""}, "service or team"),
    "another team than the service's": ({"team": "waste"}, "service or team"),
    "a likely team that there is not": ({"teams": (Ranked(label="dragons", probability=0.5),)}, "service or team"),
    "a chance over one": ({"teams": (Ranked(label="highways", probability=1.5),)}, "probability"),
    "no number": ({"outside": float("nan")}, "probability"),
    "the best not first": (
        {"services": (Ranked(label="parking", probability=0.1), Ranked(label="potholes", probability=0.8))},
        "probability",
    ),
    "chances over one together": (
        {"services": (Ranked(label="parking", probability=0.8), Ranked(label="potholes", probability=0.8))},
        "probability",
    ),
    "an urgency that no reason asks for": ({"urgency": Urgency.EMERGENCY}, "urgency"),
    "a reason that stands in no table": ({"urgency_reasons": ("because",)}, "urgency"),
    "no reason at all": ({"urgency_reasons": ()}, "urgency"),
    "a sign that is none": ({"signs": (replace(GAS, code="magic"),)}, "sign"),
    "a sign of another kind": ({"signs": (replace(GAS, kind=SignKind.VULNERABILITY),)}, "sign"),
    "attention without a sign": ({"needs_attention": True}, "sign"),
    "a fact that the service does not ask": ({"missing": ("shoe-size",)}, "fact"),
    "a case that is not there": (
        {"duplicates": (Likely(reference="FP-X", probability=0.9, metres=12.0),)},
        "duplicate",
    ),
    "a case without a place": ({"duplicates": (Likely(reference="FP-AAAAA-BBBBB", probability=0.9),)}, "duplicate"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_hold_is_taken_out(name: str) -> None:
    changes, code = WRONG[name]
    assert check(replace(GOOD, **changes)) == (None, code)


def test_a_sign_stays_with_its_urgency_when_the_rest_is_taken_out() -> None:
    signs = {
        "signs": (GAS,),
        "needs_attention": True,
        "urgency": Urgency.EMERGENCY,
        "urgency_reasons": ("gas", "usual"),
    }
    kept, wrong = check(replace(GOOD, team="waste", **signs))
    assert wrong == "service or team"
    assert kept is not None
    assert (kept.service, kept.team, kept.urgency, kept.needs_attention) == ("", "", Urgency.EMERGENCY, True)
    assert kept.signs == (GAS,)


@pytest.mark.parametrize(
    "changes",
    [
        {"needs_attention": False, "urgency": Urgency.EMERGENCY, "urgency_reasons": ("gas", "usual")},
        {"needs_attention": True, "urgency": Urgency.ROUTINE, "urgency_reasons": ("usual",)},
        {"needs_attention": True, "urgency": Urgency.ROUTINE, "urgency_reasons": ("gas", "usual")},
    ],
)
def test_a_proposal_that_plays_a_sign_down_is_put_right(changes: dict[str, Any]) -> None:
    kept, wrong = check(replace(GOOD, signs=(GAS,), **changes))
    assert wrong in {"sign", "urgency"}
    assert kept is not None
    assert kept.needs_attention
    assert kept.urgency is Urgency.EMERGENCY


def test_a_capability_that_declares_none_may_propose_nothing() -> None:
    run = run_of(GOOD)
    assert run.outcome is not None
    assert check_proposal(run.outcome, run, discover()["answer"], ENGINES) == (None, "not declared")


def test_along_the_road_one_that_fails_goes_to_a_person() -> None:
    checked = check_outcome(run_of(replace(GOOD, team="waste")), TRIAGE, ENGINES)
    assert checked.outcome is not None
    assert (checked.outcome.kind, checked.outcome.proposal) == (OutcomeKind.CANNOT_ANSWER, None)
    step = checked.step("check")
    assert step is not None
    assert (step.reason, step.found["proposal_kept"]) == ("proposal: service or team", False)


def test_it_survives_plain_json() -> None:
    plain = json.loads(json.dumps(plain_proposal(GOOD), allow_nan=False))
    assert proposal_from(plain) == GOOD


def test_officers_are_given_it_and_no_reader_is() -> None:
    run = run_of(GOOD).after(Step(name="route", verdict=Verdict.REVIEW, reason="a person always decides"))
    held = held_back_from(run)
    assert held is not None
    assert proposal_from(held["proposal"]) == GOOD
    assert "potholes" not in json.dumps(reply_of(run, TRIAGE.card))
