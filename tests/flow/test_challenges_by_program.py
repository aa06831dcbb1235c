"""Challenges by the API, on the command line, and in what `doctor` tells."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner

from fingerpost.doors.accounts import add_member
from fingerpost.doors.challenges import today
from fingerpost.doors.cli import challenge as cli_challenge
from fingerpost.doors.cli.application import build
from fingerpost.doors.installation import installation
from fingerpost.record.challenges.models import Challenge
from fingerpost.site import checks

WRONG = {"kind": "wrong", "text": "My child is 17 and at college."}


@pytest.fixture
def about(client: Client) -> str:
    return str(
        client.post("/api/v1/ask", {"question": "How much is the Child Grant?"}, "application/json").json()["reference"]
    )


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Runs a command here, in the database of this test."""
    monkeypatch.setattr(cli_challenge, "get_ready", installation)
    return lambda *typed: CliRunner().invoke(build(), ["challenge", *typed])


def post(client: Client, about: str, values: object) -> tuple[int, dict]:
    reply = client.post(f"/api/v1/runs/{about}/challenge", values, "application/json")
    return reply.status_code, reply.json()


def test_a_program_contests_and_reads_where_it_stands(client: Client, about: str) -> None:
    status, told = post(client, about, WRONG)
    assert (status, told["about"], told["kind"], told["signposts"]) == (201, about, "wrong", [])
    state = client.get(f"/api/v1/challenges/{told['reference']}")
    assert state.json()["state"] == "waiting"
    assert state.json()["due_on"] == told["due_on"]
    assert "college" not in state.content.decode()
    assert state.headers["Cache-Control"] == "private, no-store"


def test_help_comes_with_the_reply(client: Client, about: str) -> None:
    _status, told = post(client, about, {"kind": "person", "text": "I want to die"})
    assert told["signposts"]
    assert Challenge.objects.get().urgent


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "kind"),
        ({"kind": "maybe"}, "kind"),
        ({"kind": "wrong"}, "text"),
        ({**WRONG, "text": "x" * 5001}, "text"),
        ({**WRONG, "way": "email", "to": "no"}, "to"),
        ({**WRONG, "files": ["x"]}, "files"),
    ],
)
def test_what_does_not_fit_is_told_by_field(client: Client, about: str, values: dict, field: str) -> None:
    status, told = post(client, about, values)
    assert (status, list(told["error"]["fields"])) == (422, [field])


def test_an_unknown_reference_is_told(client: Client) -> None:
    assert post(client, "FP-00000-00000", WRONG)[0] == 404
    assert client.get("/api/v1/challenges/FP-00000-00000").status_code == 404


def test_too_many_are_told_to_wait(client: Client, about: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fingerpost.doors.api.challenges.seconds_to_wait", lambda request, kind: 20)
    assert post(client, about, WRONG)[0] == 429


def test_they_are_listed_opened_and_answered_on_the_command_line(
    client: Client, about: str, cli: Callable, tmp_path: Path
) -> None:
    add_member("dana", role="data-protection", password="a long walk by the river")
    reference = post(client, about, WRONG)[1]["reference"]
    listed = cli("list", "--json")
    assert [each["reference"] for each in json.loads(listed.output)["challenges"]] == [reference]
    assert reference in cli("list").output
    assert "college" not in listed.output
    assert "college" in cli("show", reference, "--by", "dana").output
    reasons = tmp_path / "reasons.txt"
    reasons.write_text("You were right.", encoding="utf-8")
    done = cli("answer", reference, "--by", "dana", "--decision", "upheld", "--reasons-file", str(reasons))
    assert done.exit_code == 0, done.output
    assert client.get(f"/api/v1/challenges/{reference}").json()["answer"]["reasons"] == "You were right."
    assert "There are none." in cli("list").output


def test_the_command_line_knows_who_may_answer(client: Client, about: str, cli: Callable) -> None:
    add_member("eddy", role="editor", password="a long walk by the river")
    reference = post(client, about, WRONG)[1]["reference"]
    for name in ("eddy", "nobody"):
        refused = cli("show", reference, "--by", name)
        assert (refused.exit_code, "college" in refused.output) == (2, False)


def test_doctor_tells_of_nobody_to_answer_and_of_what_is_overdue(client: Client, about: str) -> None:
    assert checks._challenges().state == "warning"
    add_member("dana", role="data-protection", password="a long walk by the river")
    assert checks._challenges().state == "ok"
    post(client, about, WRONG)
    Challenge.objects.update(due_on=today() - timedelta(days=1))
    told = checks._challenges()
    assert (told.state, "1 challenges are overdue" in told.found) == ("fault", True)
