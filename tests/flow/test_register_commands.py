"""`fingerpost register`: what people type, in an installation of its own. One process types it all, to spare time."""

import json
from typing import Any

import pytest
from tests.typing_in import type_in
from typer.testing import CliRunner

from fingerpost.capabilities import discover
from fingerpost.doors.cli.application import build

TYPED = """
for name, line in json.loads(arguments[0]).items():
    type_(name, *line)
"""
SYSTEMS = """name,description,organisation,senior_responsible_owner,phase,appeals_and_review
Parking sorter,Sorts letters.,Bristol City Council,Head of Parking,production,Write to us.
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each line told: exit code, stdout and stderr, by the words that were typed."""
    folder = tmp_path_factory.mktemp("register")
    files = {"good": SYSTEMS, "bad": SYSTEMS.replace("production", "beta"), "empty": ""}
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    with (folder / "huge.csv").open("wb") as huge:
        huge.truncate(200 * 1024 * 1024)
    lines = {
        "list": ["list", "--json"],
        "show": ["show", "answer", "--json"],
        "check": ["check"],
        "good": ["import", str(folder / "good.csv"), "--by", "olwen", "--json"],
        "bad": ["import", str(folder / "bad.csv")],
        "empty": ["import", str(folder / "empty.csv")],
        "huge": ["import", str(folder / "huge.csv")],
        "none": ["import", str(folder / "none.csv")],
        "move": ["move", "answer", "public-beta", "--reason", "The pilot went well.", "--by", "olwen"],
        "refused": ["move", "answer", "production", "--reason", "Now."],
        "nobody": ["show", "nobody"],
        "csv": ["export", "--format", "csv"],
        "finder": ["export", "--format", "finder"],
        "json": ["export"],
        "xml": ["export", "--format", "xml"],
        "versions": ["versions", "answer", "--json"],
        "diff": ["diff", "answer", "1", "2", "--json"],
        "no-diff": ["diff", "answer", "1", "9"],
    }
    return type_in("register", TYPED, json.dumps(lines), home=folder / "home")


def values(told: dict[str, Any], name: str) -> Any:
    code, stdout, _stderr = told[name]
    assert code == 0
    return json.loads(stdout)


def test_every_system_is_listed_and_shown(told: dict[str, Any]) -> None:
    listed = values(told, "list")["systems"]
    assert [each["name"] for each in listed] == list(discover())
    system = listed[0]
    assert (system["name"], system["phase"], system["version"]) == ("answer", "pre-deployment", 1)
    assert values(told, "show")["name"] == "answer"


def test_check_says_what_is_wrong_and_ends_with_3(told: dict[str, Any]) -> None:
    code, stdout, _stderr = told["check"]
    assert code == 3
    assert "It has not been measured here" in " ".join(stdout.split())


def test_a_file_registers_systems_that_run_elsewhere(told: dict[str, Any]) -> None:
    (system,) = values(told, "good")["systems"]
    assert (system["name"], system["kind"], system["version"]) == ("parking-sorter", "declared", 1)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bad", "The phase must be one of"),
        ("empty", "The file is empty."),
        ("huge", "larger than 10 MB"),
        ("none", "could not be read"),
        ("nobody", "There is no system 'nobody'"),
        ("xml", "Choose --format from"),
        ("no-diff", "There is no version 9"),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(told: dict[str, Any], name: str, words: str) -> None:
    code, _stdout, stderr = told[name]
    assert code == 2
    assert words in " ".join(stderr.split())
    assert "Traceback" not in stderr


def test_a_move_is_made_or_refused_with_every_reason(told: dict[str, Any]) -> None:
    assert told["move"][0] == 0
    assert "public-beta" in told["move"][1]
    code, _stdout, stderr = told["refused"]
    assert code == 1
    assert "It cannot go into production yet" in stderr
    assert "has not been measured" in stderr


def test_it_is_exported_in_three_shapes(told: dict[str, Any]) -> None:
    assert {each["title"] for each in values(told, "finder")["results"]} == {
        *(each.card.title for each in discover().values()),
        "Parking sorter",
    }
    assert [each["kind"] for each in values(told, "json")["records"]] == [*("run here" for _ in discover()), "declared"]
    assert told["csv"][1].count("Parking sorter") == 1


def test_versions_are_listed_and_compared(told: dict[str, Any]) -> None:
    assert [each["number"] for each in values(told, "versions")["versions"]] == [2, 1]
    changes = {each["key"]: each for each in values(told, "diff")["changes"]}
    assert (changes["phase"]["before"], changes["phase"]["after"]) == ("pre-deployment", "public-beta")


@pytest.mark.parametrize("command", ["list", "show", "check", "export", "move", "import", "versions", "diff"])
def test_each_has_help_with_an_example(command: str) -> None:
    helped = CliRunner().invoke(build(), ["register", command, "--help"])
    assert helped.exit_code == 0
    assert f"Example: fingerpost register {command}" in " ".join(helped.stdout.split())
