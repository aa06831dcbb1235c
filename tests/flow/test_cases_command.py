"""`fingerpost cases`: what people type, in an installation of its own. One process types it all, to spare time."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.typing_in import type_in

TYPED = """
from datetime import UTC, datetime
type_("empty", "list")
from django.conf import settings
from fingerpost.casework.opening import open_case
from fingerpost.casework.reports import Report
from fingerpost.contract.proposals import Proposal
from fingerpost.contract.services import Urgency
from fingerpost.doors.accounts import add_member
from fingerpost.site import wiring
opened = open_case(
    Report(text="Zephyrine Quackenbush fell into a hole", channel="web", latitude=54.6, longitude=-2.4),
    proposal=Proposal(service="potholes", team="highways", urgency=Urgency.URGENT),
    run_reference="", run_subject="", services=wiring.build_services().book, by="resident",
    body=settings.CONFIGURATION.body, at=datetime(2026, 3, 2, 10, tzinfo=UTC), keys=wiring.build_keys(),
)
add_member("mair", role="officer", password="a long pass phrase of hers")
type_("list", "list", "--json")
type_("table", "list", "--team", "highways", "--late")
type_("other", "list", "--team", "waste", "--json")
type_("wrong-state", "list", "--state", "lost")
from fingerpost.casework.models import Case, Presence
when = datetime(2026, 3, 2, 11, tzinfo=UTC)
Presence.objects.create(
    body=settings.CONFIGURATION.body, case=Case.objects.get(), by="mair", first_at=when, seen_at=when
)
type_("show", "show", opened.reference, "--json")
type_("shown", "show", opened.reference.lower())
type_("none", "show", "FP-00000-00000")
type_("escalate", "escalate", "--json")
type_("again", "escalate")
type_("export", "export", "--out", arguments[0])
type_("export-again", "export", "--out", arguments[0])
type_("nobody", "members", "list")
type_("add", "members", "add", "highways", "Mair", "--leads")
type_("no-team", "members", "add", "wizards", "mair")
type_("no-account", "members", "add", "highways", "merlin")
type_("members", "members", "list", "--json")
type_("remove", "members", "remove", "highways", "mair")
type_("removed", "members", "remove", "highways", "mair")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cases")


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Any]:
    return type_in("cases", TYPED, str(folder / "cases.csv"), home=folder / "home")


def test_an_empty_list_says_so(told: dict[str, Any]) -> None:
    assert told["empty"][:2] == [0, "There are no such cases.\n"]


def test_cases_are_listed_by_codes_and_without_a_word(told: dict[str, Any]) -> None:
    [case] = json.loads(told["list"][1])["cases"]
    assert (case["service"], case["team"], case["urgency"], case["late"]) == ("potholes", "highways", "urgent", True)
    assert "LATE" in told["table"][1]
    assert json.loads(told["other"][1]) == {"cases": []}


def test_a_case_is_shown_with_its_history(told: dict[str, Any]) -> None:
    shown = json.loads(told["show"][1])
    assert [line["kind"] for line in shown["history"]] == ["opened"]
    assert shown["reference"] in told["shown"][1]
    at = "2026-03-02T11:00:00+00:00"
    assert shown["opened"] == [{"by": "mair", "first": at, "last": at}]
    assert "opened by mair: first " in told["shown"][1]
    assert told["none"][0] != 0


def test_late_cases_are_put_before_others_once(told: dict[str, Any]) -> None:
    assert len(json.loads(told["escalate"][1])["escalated"]) == 1
    assert told["again"][1] == "No case became late.\n"


def test_cases_are_exported_for_counting_and_no_file_is_written_over(told: dict[str, Any], folder: Path) -> None:
    lines = (folder / "cases.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("reference,service,team,state")
    assert len(lines) == 2
    assert told["export"][0] == 0
    assert told["export-again"][0] == 2


def test_members_come_and_go(told: dict[str, Any]) -> None:
    assert "Nobody works in a team yet" in told["nobody"][1]
    assert told["add"][:2] == [0, "mair works in highways and leads it.\n"]
    assert json.loads(told["members"][1]) == {"members": [{"team": "highways", "account": "mair", "leads": True}]}
    assert told["remove"][0] == 0


@pytest.mark.parametrize("name", ["wrong-state", "no-team", "no-account", "removed"])
def test_bad_input_is_said_with_what_to_do(told: dict[str, Any], name: str) -> None:
    code, _, said = told[name]
    assert code == 2
    assert "." in said


def test_nothing_tells_what_anybody_wrote(told: dict[str, Any], folder: Path) -> None:
    assert "Quackenbush" not in json.dumps(told) + (folder / "cases.csv").read_text(encoding="utf-8")
