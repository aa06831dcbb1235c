"""The pages of those who look at what a change in the rules would do."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.accounts import signed_in

from fingerpost.capabilities.simulate.kept import list_simulations
from fingerpost.doors.staff.simulations import page as pages

REFORM = """reform: eldest_up
title: Child Benefit of £40 for the <eldest>
parameters:
  child_benefit.eldest:
    - {from: 2026-10-01, value: 40}
"""
FORM = {"reform": REFORM, "on": "2026-11-23", "size": "300"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Client:
    settings.HOME = tmp_path
    monkeypatch.setattr(pages, "SIZES", (300,))
    client = signed_in("policy", name="ann")
    client.raise_request_exception = False
    return client


@pytest.fixture
def made(analyst: Client) -> str:
    done = analyst.post("/staff/simulations", FORM)
    assert done.status_code == 303, done.content.decode()
    return str(done.headers["Location"])


def text_of(client: Client, path: str) -> str:
    reply = client.get(path)
    assert reply.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", reply.content.decode()).split())


def test_a_reform_is_run_and_every_figure_has_its_bounds(analyst: Client, made: str, tmp_path: Path) -> None:
    shown = text_of(analyst, made)
    assert "Synthetic: 300 made-up households" in shown
    assert "Child Benefit of £40 for the &lt;eldest&gt;" in shown
    for words in (
        "Cost a year",
        "By tenth of income",
        "Lone parent",
        "In relative poverty",
        "Everybody is taken to claim",
    ):
        assert words in shown
    (kept,) = list_simulations(tmp_path)
    assert kept["by"] == "ann"
    assert kept["cost"]["value"] > 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reform": REFORM.replace("eldest:", "oldest:")}, "line 4: there is no parameter"),
        ({"reform": ""}, "Enter the reform"),
        ({"reform": "reform: ["}, "is not YAML"),
        ({"on": "soon"}, "Enter a date such as"),
        ({"on": "2031-01-01"}, "The rules hold no"),
        ({"size": "1000000000"}, "Choose how many households"),
    ],
)
def test_what_does_not_fit_is_told_and_what_was_typed_stays(
    analyst: Client, change: dict[str, str], words: str, tmp_path: Path
) -> None:
    refused = analyst.post("/staff/simulations", {**FORM, **change})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert words in page
    if change.get("reform") != "":
        assert "reform: " in page
    assert list_simulations(tmp_path) == []


def test_two_stand_side_by_side_and_one_is_taken_away_as_a_file(analyst: Client, made: str) -> None:
    name = made.rpartition("/")[2]
    assert "Side by side" in text_of(analyst, f"/staff/simulations/compared?first={name}&second={name}")
    assert analyst.get("/staff/simulations/compared?first=").status_code == 303
    assert analyst.get("/staff/simulations/compared?first=a&second=b").status_code == 404
    assert "cost, pounds a year" in analyst.get(f"{made}/figures.csv").content.decode()
    assert name in text_of(analyst, "/staff/simulations")


def test_the_pages_speak_welsh(analyst: Client, made: str) -> None:
    assert "Budd-dal Plant" in text_of(analyst, f"/cy{made}")
