"""The commands about keeping, as an operator types them: each does it once and says what it did."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from typer.testing import CliRunner

from fingerpost.doors import retention
from fingerpost.doors.cli.application import build
from fingerpost.record.models import Entry
from fingerpost.site import home

COMMANDS = ("subject show", "subject export", "subject erase", "retention show", "retention sweep")
NOWHERE = "FP-00000-00000"


@pytest.fixture
def asked(client: Client) -> str:
    return str(client.post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"]).rpartition("/")[2]


def run(*typed: str, code: int = 0) -> str:
    told = CliRunner().invoke(build(), list(typed))
    assert told.exit_code == code, told.output
    return told.output


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is made ready anew: the tables are there, and the small library stays as it is."""
    monkeypatch.setattr(home, "make_ready", lambda *_, **__: None)
    monkeypatch.setattr(settings, "HOME", tmp_path)
    (tmp_path / "keys").mkdir()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    assert f"Example: fingerpost {command}" in " ".join(run(*command.split(), "--help").split())


def test_a_run_is_replayed_by_its_reference_and_all_of_them_together(asked: str) -> None:
    assert "the same" in run("replay", asked)
    assert json.loads(run("replay", "--all", "--json"))["results"] == {"the same": 1}
    assert json.loads(run("replay", "--all", "--since", "2999-01-01", "--json"))["runs"] == 0


def test_replaying_asks_for_one_run_or_all_of_them(asked: str) -> None:
    assert "Give a reference, or --all" in run("replay", code=2)
    assert "No run has this reference" in run("replay", NOWHERE, code=2)
    assert "--since must be a day" in run("replay", "--all", "--since", "soon", code=2)


def test_asked_of_today_s_library_it_comes_out_the_same_while_that_is_the_same(asked: str) -> None:
    assert "the same" in run("replay", asked, "--today")


def test_words_of_a_replay_are_shown_only_once_that_is_noted(asked: str) -> None:
    run("replay", asked, "--words")
    assert json.loads(Entry.objects.filter(event="noted").order_by("seq").last().leaf)["type"] == "text/opened"


def test_what_is_kept_is_shown_given_and_erased(asked: str, tmp_path: Path) -> None:
    assert json.loads(run("subject", "show", asked, "--json"))["readable"] is True
    file = tmp_path / "all.zip"
    run("subject", "export", asked, "--out", str(file))
    assert "everything.json" in zipfile.ZipFile(file).namelist()
    assert "is there already" in run("subject", "export", asked, "--out", str(file), code=2)
    assert "Erased: 1 answers" in run("subject", "erase", asked, "--reason", "asked", "--yes")
    assert "It was erased before" in run("subject", "erase", asked, "--reason", "asked", "--yes")
    assert "Nothing is kept under" in run("subject", "erase", NOWHERE, "--reason", "asked", "--yes", code=1)
    assert "erased" in run("replay", asked)


def test_a_reason_or_purpose_that_is_none_is_told(asked: str, tmp_path: Path) -> None:
    assert "--reason must be one of" in run("subject", "erase", asked, "--reason", "because", "--yes", code=2)
    out = str(tmp_path / "x.zip")
    assert "--purpose must be one of" in run("subject", "export", asked, "--out", out, "--purpose", "fun", code=2)


def test_nothing_is_erased_unless_it_is_confirmed(asked: str) -> None:
    CliRunner().invoke(build(), ["subject", "erase", asked, "--reason", "asked"], input="n\n")
    assert json.loads(run("subject", "show", asked, "--json"))["readable"] is True


def test_the_schedule_is_shown_and_a_sweep_says_what_went(asked: str) -> None:
    assert json.loads(run("retention", "show", "--json"))["over_age"]["runs"] == 0
    assert run("retention", "sweep", "--dry-run") == "Would go: nothing.\n"
    assert json.loads(run("retention", "sweep", "--json"))["left"] == 0


def jump_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    later = retention.now() + timedelta(days=500)
    monkeypatch.setattr(retention, "now", lambda: later)


def test_a_sweep_that_nobody_watches_refuses_a_clock_that_jumped(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("retention", "sweep", "--unattended")
    entries = Entry.objects.count()
    jump_ahead(monkeypatch)
    assert "Check the clock" in run("retention", "sweep", "--unattended", code=1)
    assert "Check the clock" in run("retention", "sweep", "--unattended", "--yes", code=1)
    assert Entry.objects.count() == entries
    assert json.loads(run("subject", "show", asked, "--json"))["readable"] is True


def test_by_hand_it_says_so_and_asks_first(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    jump_ahead(monkeypatch)
    assert "Check the clock" in CliRunner().invoke(build(), ["retention", "sweep"], input="n\n").output
    assert json.loads(run("subject", "show", asked, "--json"))["readable"] is True
    told = run("retention", "sweep", "--yes")
    assert "No sweep was ever noted" in told and "Gone: 1 runs" in told
    assert run("retention", "sweep", "--unattended") == "Gone: nothing.\n"
