"""Cases for the tests of the officer's door: opened as a door opens them, with a proposal that the test chooses."""

from typing import Any

from django.conf import settings
from django.test import Client
from tests.accounts import signed_in

from fingerpost.casework.members import join_team
from fingerpost.casework.models import Case
from fingerpost.casework.opening import open_case
from fingerpost.casework.reports import Report
from fingerpost.casework.services import starter_services
from fingerpost.contract.classifying import Near, Ranked
from fingerpost.contract.proposals import Likely, Proposal, Sign, SignKind
from fingerpost.contract.services import Urgency
from fingerpost.doors.installation import installation, now

WORDS = "There is a deep pothole outside 12 Long Lane. <b>My wife</b> fell off her bike."
POTHOLES = Proposal(
    service="potholes",
    team="highways",
    urgency=Urgency.SOON,
    services=(Ranked(label="potholes", probability=0.83), Ranked(label="drains-flooding", probability=0.09)),
    teams=(Ranked(label="highways", probability=0.9),),
    urgency_reasons=("usual",),
    missing=("size",),
    near=(Near(id="1", label="potholes", text="A big hole in our road", similarity=0.8),),
    words=(("pothole", 0.6), ("bike", 0.1)),
    classifier="test-1",
)
AT_RISK = Sign(code="child-at-risk", kind=SignKind.SAFEGUARDING, words="the child is alone")


def report_of(text: str = WORDS, **more: Any) -> Report:
    """A report by the web, from somebody who can be reached in each way."""
    known = {
        "channel": "web",
        "name": "Ann Example",
        "email": "ann@example.com",
        "phone": "01632 960001",
        "address": "12 Long Lane\nFernby",
        "latitude": 54.6,
        "longitude": -2.4,
        "facts": {"part": "road"},
    }
    return Report(text=text, **{**known, **more})


def opened(report: Report | None = None, proposal: Proposal | None = POTHOLES, *, like: str = "", **more: Any) -> Case:
    """A new case. `like` is the reference of one that it is likely about."""
    if like and proposal is not None:
        likely = (Likely(reference=like, probability=0.78, metres=32.0, hours=5.0),)
        proposal = Proposal(**{**vars(proposal), "duplicates": likely})
    made = open_case(
        report or report_of(),
        proposal=proposal,
        run_reference="",
        run_subject="",
        services=starter_services(),
        by="resident",
        body=settings.CONFIGURATION.body,
        at=now(),
        keys=installation().build_keys(),
        **more,
    )
    return made.case


def officer(name: str = "mair", *, team: str = "highways", role: str = "officer") -> Client:
    """A browser in which an officer of that team has signed in."""
    client = signed_in(role, name=name)
    client.raise_request_exception = True
    if team:
        join_team(team, name, body=settings.CONFIGURATION.body, by="test", at=now())
    return client
