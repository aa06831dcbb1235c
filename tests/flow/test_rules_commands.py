"""`fingerpost rules`: what those who write rules type, and what is told of a file with an error."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from typer.testing import CliRunner, Result

from fingerpost.doors.cli.application import build
from fingerpost.rules.reading.files import UK

pytestmark = pytest.mark.django_db

HOUSEHOLD = {"in_couple": False, "no_public_funds": False, "adults": [{"age": 34}], "children": [{"age": 5}]}


def run(*typed: str) -> Result:
    return CliRunner().invoke(build(), ["rules", *typed])


def told(*typed: str) -> dict[str, Any]:
    done = run(*typed, "--json")
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def leaves_of(condition: dict[str, Any]) -> list[dict[str, Any]]:
    """The conditions of a tree that have words of their own."""
    if "parts" not in condition:
        return [condition]
    return [leaf for part in condition["parts"] for leaf in leaves_of(part)]


@pytest.fixture
def household(tmp_path: Path) -> str:
    path = tmp_path / "household.json"
    path.write_text(json.dumps(HOUSEHOLD))
    return str(path)


def test_every_rule_file_example_and_threshold_is_in_order() -> None:
    found = told("check")
    assert found["problems"] == []
    assert found["schemes"] > 40
    assert found["examples"] >= 8 * 40
    assert found["thresholds"] > 100


def test_an_error_in_a_file_of_the_body_is_named_by_file_and_line(tmp_path: Path, settings: LazySettings) -> None:
    settings.HOME = tmp_path
    (tmp_path / "rules" / "schemes").mkdir(parents=True)
    text = (UK / "schemes" / "child_benefit.yaml").read_text().replace("scheme: child_benefit", "scheme: own")
    (tmp_path / "rules" / "schemes" / "own.yaml").write_text(
        text.replace("qualifying_children > 0", "children_here > 0")
    )
    done = run("check")
    assert done.exit_code == 1
    line = 1 + text[: text.index("is: qualifying_children > 0")].count("\n")
    assert f"own.yaml:{line}: " in done.stdout
    assert "'children_here' is not known here" in done.stdout


def test_a_scheme_that_takes_the_place_of_ours_is_held_to_its_own_examples(
    tmp_path: Path, settings: LazySettings
) -> None:
    """As a council does with the template for its own reduction."""
    settings.HOME = tmp_path
    for part, source in (("schemes", "templates"), ("examples", "template_examples")):
        (tmp_path / "rules" / part).mkdir(parents=True)
        for path in (UK / source).glob("*.yaml"):
            shutil.copy(path, tmp_path / "rules" / part)
    assert told("check")["problems"] == []


def test_an_override_that_nobody_approved_is_named(tmp_path: Path, settings: LazySettings) -> None:
    settings.HOME = tmp_path
    (tmp_path / "rules" / "overrides").mkdir(parents=True)
    (tmp_path / "rules" / "overrides" / "000001-x.yaml").write_text("reform: x\ntitle: X\nparameters: {no.such: []}\n")
    done = run("check")
    assert (done.exit_code, "000001-x.yaml:1: was approved by nobody: it is not in force" in done.stdout) == (1, True)


def test_a_result_is_explained_with_every_condition_and_its_source(household: str) -> None:
    found = told("explain", "child_benefit", "--facts", household, "--on", "2026-11-23", "--nation", "wales")
    assert (found["verdict"], found["amount"]) == ("yes", {"low": 2705, "high": 2705, "period": "week"})
    assert found["conditions"]["join"] == "all"
    assert all(leaf["sources"] and leaf["words"]["cy"] for leaf in leaves_of(found["conditions"]))
    shown = run("explain", "child_benefit", "--facts", household, "--on", "2026-11-23", "--nation", "wales").stdout
    assert "yes: A child who counts for Child Benefit lives with you" in shown
    assert "£27.05" in shown


def test_what_is_not_known_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nothing.json"
    path.write_text("{}")
    found = told("explain", "child_benefit", "--facts", str(path), "--nation", "wales")
    assert found["verdict"] == "unknown"
    assert "number_of_children" in found["missing"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("nothing", "--facts", "HERE"), "There is no scheme 'nothing'"),
        (("child_benefit", "--facts", "/none.json"), "cannot be read"),
        (("child_benefit", "--facts", "HERE", "--on", "soon"), "--on must be a day"),
        (("child_benefit", "--facts", "HERE", "--nation", "narnia"), "Choose --nation from"),
    ],
)
def test_what_does_not_fit_is_told_in_words(typed: tuple[str, ...], words: str, household: str) -> None:
    done = run("explain", *(household if each == "HERE" else each for each in typed))
    assert (done.exit_code, words in done.stderr) == (2, True), done.output


def test_facts_that_do_not_fit_are_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text('{"in_couple": "perhaps"}')
    done = run("explain", "child_benefit", "--facts", str(path))
    assert done.exit_code == 2
    assert "in_couple" in done.stderr


def test_coverage_lists_figures_with_dates_and_rules_with_what_settles_them() -> None:
    (found,) = told("coverage", "child_benefit")["schemes"]
    assert found["held"] == found["examples"] >= 8
    eldest = [each for each in found["figures"] if each["name"] == "child_benefit.eldest"]
    assert [(each["from"], each["value"]) for each in eldest][-1] == ("2026-04-06", "£27.05 a week")
    assert {each["rule"]: (each["yes"], each["no"]) for each in found["rules"]}["child_benefit.has_child"] == (
        True,
        True,
    )


def test_two_days_are_compared_with_what_the_examples_come_to() -> None:
    found = told("diff", "--from", "2026-04-05", "--to", "2026-04-06")
    figures = {each["figure"]: (each["before"], each["after"]) for each in found["figures"]}
    assert figures["child_benefit.eldest"] == ("£26.05 a week", "£27.05 a week")
    assert "child_benefit.weekly" in found["rules"]
    assert any(each["scheme"] == "child_benefit" for each in found["effects"])
