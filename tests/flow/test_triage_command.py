"""`fingerpost triage`: what people and timers type, in an installation of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TYPED = """
import json, sys
from typer.testing import CliRunner
from fingerpost.doors.cli.application import build
runner, told = CliRunner(), {}

def type_(name, *line):
    done = runner.invoke(build(), ["triage", *line])
    told[name] = [done.exit_code, done.stdout, done.stderr]

type_("night", "learn", "--unattended")
type_("night-json", "learn", "--unattended", "--json")
type_("versions", "versions")
type_("wrong", "put-back", "v0001-1a2b3c4d")
json.dump(told, sys.stdout)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from tests.conftest import environment_of  # noqa: PLC0415 - a fixture of one test cannot serve a module

    home: Path = tmp_path_factory.mktemp("triage") / "home"
    done = subprocess.run(
        [sys.executable, "-c", TYPED],
        env=environment_of(home),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    return dict(json.loads(done.stdout))


def test_a_timer_learns_nothing_where_nothing_was_decided(told: dict[str, Any]) -> None:
    assert told["night"][0] == 0
    assert "Nothing was decided since the last time" in told["night"][1]
    assert json.loads(told["night-json"][1]) == {"is_used": False, "kept": None}


def test_there_are_no_versions_before_the_first_learning(told: dict[str, Any]) -> None:
    assert "Nothing was learned yet" in told["versions"][1]


def test_a_version_that_is_not_there_cannot_be_put_back(told: dict[str, Any]) -> None:
    assert told["wrong"][0] == 2
    assert "fingerpost triage versions" in told["wrong"][2]
