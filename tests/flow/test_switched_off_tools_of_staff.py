"""Tools of staff that somebody switched off: neither command nor page runs them, and each says so. They are in the
register, with all that a record must say, and in no door of the public."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as configured
from django.test import Client
from tests.accounts import signed_in
from typer.testing import CliRunner, Result

from fingerpost.capabilities.missing_out.kept import list_runs
from fingerpost.capabilities.missing_out.tests.school_meals import MAPPING
from fingerpost.capabilities.simulate.kept import list_simulations
from fingerpost.contract.ports import Engines
from fingerpost.doors.cli.application import build
from fingerpost.doors.installation import now
from fingerpost.record.switches.turning import start, stop

BODY = configured.CONFIGURATION.body
ROWS = "ref,uc,born,child,school,fsm\nA1,Y,1988-01-01,2014-01-01,state,N\n"
REFORM = """reform: eldest_up
title: Child Benefit of £40 for the eldest
parameters:
  child_benefit.eldest:
    - {from: 2026-10-01, value: 40}
"""
WHY = "Its rules are being checked"
TOOLS = ("missing_out", "simulate")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sources(library: Engines, tmp_path: Path, settings: LazySettings) -> Path:
    """Over the small library: a command makes ready what is missing, and would bring the starter library along."""
    settings.HOME = tmp_path
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "pupils.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "pupils.csv").write_text(ROWS, encoding="utf-8")
    (folder / "reform.yaml").write_text(REFORM, encoding="utf-8")
    return folder


@pytest.fixture
def switched_off() -> None:
    for name in TOOLS:
        stop(kind="capability", name=name, body=BODY, by="olwen", reason=WHY, at=now())


def turn_on(name: str) -> None:
    start(kind="capability", name=name, body=BODY, by="olwen", reason="They are right", at=now())


def run(*typed: str) -> Result:
    return CliRunner().invoke(build(), list(typed))


def look(folder: Path) -> Result:
    return run("missing-out", "run", str(folder / "pupils.csv"), "--mapping", str(folder / "pupils.toml"))


def simulate(folder: Path) -> Result:
    return run("simulate", "run", str(folder / "reform.yaml"), "--households", "200", "--on", "2026-11-23")


def staff(role: str) -> Client:
    client = signed_in(role)
    client.raise_request_exception = False
    return client


def words_of(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_the_commands_run_nothing_and_say_why(switched_off: None, sources: Path, tmp_path: Path) -> None:
    for done, title in ((look(sources), "Find who misses out"), (simulate(sources), "Simulate a change in the rules")):
        assert done.exit_code == 1
        told = words_of(done.stderr)
        assert f"“{title}” has been switched off since" in told
        assert WHY in told
        assert "Traceback" not in done.output
    assert not list_runs(tmp_path)
    assert not list_simulations(tmp_path)


def test_switched_on_again_they_run(switched_off: None, sources: Path, tmp_path: Path) -> None:
    for name in TOOLS:
        turn_on(name)
    assert look(sources).exit_code == 0
    assert simulate(sources).exit_code == 0
    assert len(list_runs(tmp_path)) == len(list_simulations(tmp_path)) == 1


def test_the_pages_of_officers_run_nothing_and_say_why(switched_off: None, tmp_path: Path) -> None:
    refused = staff("benefits").post("/staff/missing-out", {"source": "pupils"})
    assert refused.status_code == 422
    assert "has been switched off since" in words_of(refused.content.decode())
    assert not list_runs(tmp_path)


def test_the_pages_of_analysts_run_nothing_and_keep_what_was_typed(
    switched_off: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fingerpost.doors.staff.simulations.page.SIZES", (300,))
    refused = staff("policy").post("/staff/simulations", {"reform": REFORM, "on": "2026-11-23", "size": "300"})
    assert refused.status_code == 422
    page = words_of(refused.content.decode())
    assert WHY in page
    assert "eldest_up" in page
    assert not list_simulations(tmp_path)


def test_letters_are_not_drafted_while_it_is_off(sources: Path, tmp_path: Path) -> None:
    assert look(sources).exit_code == 0
    (found,) = list_runs(tmp_path)
    stop(kind="capability", name="missing_out", body=BODY, by="olwen", reason=WHY, at=now())
    done = run("missing-out", "letters", found.folder.name)
    assert done.exit_code == 1
    assert "has been switched off since" in words_of(done.stderr)
    assert run("missing-out", "remove", found.folder.name, "--yes").exit_code == 0, "what is kept can still end"


@pytest.mark.parametrize(
    ("name", "title", "risk"),
    [
        ("missing_out", "Find who misses out", "The list is used against people"),
        ("simulate", "Simulate a change in the rules", "A figure is believed more than it deserves"),
    ],
)
def test_their_records_stand_in_the_public_register(client: Client, name: str, title: str, risk: str) -> None:
    assert title in words_of(client.get("/register").content.decode())
    page = words_of(client.get(f"/register/{name}").content.decode())
    for words in (title, risk, "Every outcome goes to a person.", "fictional council"):
        assert words in page


def test_the_register_says_that_one_is_switched_off(switched_off: None, client: Client) -> None:
    assert WHY in words_of(client.get("/register/missing_out").content.decode())


@pytest.mark.parametrize("command", ["missing-out", "simulate"])
def test_no_door_of_the_public_leads_to_them(client: Client, command: str) -> None:
    assert client.get(f"/{command}").status_code == 404
    assert client.post(f"/api/v1/{command}", {}, content_type="application/json").status_code == 404
    assert command not in client.get("/about").content.decode()
