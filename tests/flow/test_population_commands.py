"""`fingerpost missing-out` and `fingerpost simulate`: what officers and analysts type."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from typer.testing import CliRunner, Result

from fingerpost.contract.ports import Engines
from fingerpost.doors.cli.application import build

MAPPING = """
title = "Winter list"
purpose = "Find pensioners who miss Pension Credit"
legal_basis = "Localism Act 2011 section 1; UK GDPR Article 6(1)(e)"
owner = "Head of Benefits"
schemes = ["pension_credit"]
reference = "ref"
keep = ["amount"]
nation = "england"
[columns]
"you.date_of_birth" = "born"
"you.state_pension" = "pension"
"capital" = "savings"
[same_for_all]
in_couple = false
number_of_children = 0
no_public_funds = false
[receives]
pension_credit = "pc"
"""
REFORM = """
reform: eldest_up
title: Child Benefit of £40 for the eldest
parameters:
  child_benefit.eldest:
    - {from: 2026-10-01, value: 40}
"""


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_home(library: Engines, tmp_path: Path, settings: LazySettings) -> None:
    """Where guidance is there already: a command that finds none brings the starter library in."""
    settings.HOME = tmp_path


def run(*typed: str) -> Result:
    return CliRunner().invoke(build(), list(typed))


def told(*typed: str) -> dict[str, Any]:
    done = run(*typed, "--json")
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


@pytest.fixture
def source(tmp_path: Path) -> tuple[str, str]:
    rows = [
        ("ref", "born", "pension", "savings", "pc"),
        ("P1", "1950-01-01", "120", "500", "N"),
        ("P2", "1950-01-01", "lots", "500", "N"),
    ]
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    (tmp_path / "list.toml").write_text(MAPPING, encoding="utf-8")
    return str(tmp_path / "list.csv"), str(tmp_path / "list.toml")


class TestMissingOut:
    @pytest.fixture
    def made(self, source: tuple[str, str]) -> dict[str, Any]:
        return told("missing-out", "run", source[0], "--mapping", source[1], "--on", "2026-11-23")

    def test_a_run_tells_how_many_and_where_the_lists_stand(self, made: dict[str, Any]) -> None:
        assert (made["rows"], made["bad_rows"]) == (2, 1)
        counts = made["schemes"]["pension_credit"]
        assert counts["likely"] + counts["may"] == 1
        assert (Path(made["folder"]) / "found.csv").is_file()
        assert told("missing-out", "list")["runs"][0]["run"] == made["run"]
        assert told("missing-out", "show", made["run"])["purpose"] == "Find pensioners who miss Pension Credit"

    def test_letters_wait_for_a_person_to_approve_them(self, made: dict[str, Any]) -> None:
        refused = run("missing-out", "letters", made["run"], "--also-may")
        assert refused.exit_code == 1
        assert "must be approved by a person first" in refused.stderr
        approved = run("missing-out", "approve", "pension_credit", "--by", "Ann Rees, Head of Benefits")
        assert "Pension Credit is extra money" in approved.stdout
        assert told("missing-out", "letters", made["run"], "--also-may")["drafts"] == 1

    def test_a_run_is_removed_with_all_it_holds(self, made: dict[str, Any]) -> None:
        assert run("missing-out", "remove").stdout.strip() == "No run's time is over."
        assert run("missing-out", "remove", made["run"], "--yes").exit_code == 0
        assert not Path(made["folder"]).exists()

    def test_wrong_columns_are_told_plainly(self, source: tuple[str, str]) -> None:
        Path(source[0]).write_text("ref,dob\n", encoding="utf-8")
        done = run("missing-out", "run", source[0], "--mapping", source[1])
        assert done.exit_code == 2
        assert "has no column 'born'" in done.stderr


class TestSimulate:
    @pytest.fixture
    def reform(self, tmp_path: Path) -> str:
        (tmp_path / "up.yaml").write_text(REFORM, encoding="utf-8")
        return str(tmp_path / "up.yaml")

    def run(self, *typed: str) -> dict[str, Any]:
        return told("simulate", "run", *typed, "--households", "500", "--on", "2026-11-23", "--workers", "1")

    def test_it_is_run_kept_shown_and_set_beside_another(self, reform: str) -> None:
        made = self.run(reform)
        assert made["name"] == "eldest-up-2026-11-23"
        assert made["cost"]["value"] > 0
        self.run("--name", "as-it-is")
        names = {each["name"] for each in told("simulate", "list")["simulations"]}
        assert names == {"eldest-up-2026-11-23", "as-it-is"}
        assert told("simulate", "compare", *sorted(names))["beware"] == []
        shown = run("simulate", "show", "eldest-up-2026-11-23").stdout
        assert "Synthetic: 500 made-up households" in " ".join(shown.split())

    def test_its_figures_are_written_for_a_spreadsheet(self, reform: str, tmp_path: Path) -> None:
        self.run(reform, "--name", "up")
        assert run("simulate", "export", "up", "--to", str(tmp_path / "up.csv")).exit_code == 0
        assert "cost, pounds a year" in (tmp_path / "up.csv").read_text(encoding="utf-8-sig")

    def test_a_fault_in_the_reform_names_file_and_line(self, reform: str) -> None:
        Path(reform).write_text(REFORM.replace("child_benefit.eldest", "child_benefit.oldest"), encoding="utf-8")
        done = run("simulate", "run", reform, "--households", "500")
        assert done.exit_code == 1
        assert "up.yaml:5: there is no parameter 'child_benefit.oldest'" in done.stderr

    def test_every_published_figure_names_its_source_and_the_rest_is_marked_as_assumed(self) -> None:
        for name, each in told("simulate", "sources")["figures"].items():
            assert bool(each["url"].startswith("https://")) != bool(each["assumed"]), name
