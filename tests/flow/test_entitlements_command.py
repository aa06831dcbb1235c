"""`fingerpost entitlements`, in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fingerpost.doors.cli.application import build

FINGERPOST = [sys.executable, "-c", "from fingerpost.doors.cli import main; main()"]
FACTS = {"no_public_funds": False, "adults": [{"age": 34}], "children": [{"age": 5}, {"age": 9}]}


def run(*typed: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [*FINGERPOST, "entitlements", *typed]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_facts_in_a_file_give_status_amount_reasons_and_unknowns(
    own_home: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    env = own_home(COLUMNS="300", NO_COLOR="1")
    file = tmp_path / "household.json"
    file.write_text(json.dumps(FACTS), encoding="utf-8")
    asked = ("--facts", str(file), "--nation", "wales", "--on", "2026-11-23", "--scheme", "child_benefit")

    told = run(*asked, env=env)
    assert told.returncode == 0, told.stderr
    assert "You are likely to get Child Benefit: £44.95 a week (child_benefit)" in told.stdout
    assert "because A child who counts for Child Benefit lives with you" in told.stdout

    reply = json.loads(run(*asked, "--scheme", "universal_credit", "--json", env=env).stdout)
    found = {claim["reckoned"]["about"]: claim["reckoned"] for claim in reply["claims"]}
    assert (found["child_benefit"]["low"], found["child_benefit"]["verdict"]) == (4495, "likely")
    assert "capital" in found["universal_credit"]["missing"]


def test_what_a_change_would_do_comes_first(own_home: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    env = own_home(COLUMNS="300", NO_COLOR="1")
    file, changed = tmp_path / "household.json", tmp_path / "changed.json"
    file.write_text(json.dumps(FACTS), encoding="utf-8")
    changed.write_text(json.dumps({"number_of_children": 3, "children": [{}, {}, {"age": 0}]}), encoding="utf-8")
    asked = ("--facts", str(file), "--changes", str(changed), "--on", "2026-11-23", "--scheme", "child_benefit")

    told = run(*asked, env=env)
    assert told.returncode == 0, told.stderr
    assert "Child Benefit: £948.70 a year more" in told.stdout  # 53 weeks of £17.90, as the charge counts them


def test_a_fact_that_the_rules_do_not_know_is_told(own_home: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text('{"rent": -5, "hat": 1}', encoding="utf-8")
    told = run("--facts", str(odd), env=own_home(COLUMNS="300", NO_COLOR="1"))
    assert told.returncode == 2
    assert "is not a fact that the rules know" in told.stderr


@pytest.mark.parametrize(("text", "words"), [("{", "is not JSON"), ("", "is not JSON"), (None, "cannot be read")])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, text: str | None, words: str) -> None:
    file = tmp_path / "broken.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    told = CliRunner().invoke(build(), ["entitlements", "--facts", str(file)])
    assert (told.exit_code, words in told.stderr) == (2, True)
