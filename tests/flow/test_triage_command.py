"""`fingerpost triage`: what people and timers type, in an installation of its own."""

import json
from typing import Any

import pytest
from tests.typing_in import type_in

TYPED = """
type_("night", "learn", "--unattended")
type_("night-json", "learn", "--unattended", "--json")
type_("versions", "versions")
type_("wrong", "put-back", "v0001-1a2b3c4d")
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return type_in("triage", TYPED, home=tmp_path_factory.mktemp("triage") / "home")


def test_a_timer_learns_nothing_where_nothing_was_decided(told: dict[str, Any]) -> None:
    assert told["night"][0] == 0
    assert "Nothing was decided since the last time" in told["night"][1]
    assert json.loads(told["night-json"][1]) == {"is_used": False, "kept": None}


def test_there_are_no_versions_before_the_first_learning(told: dict[str, Any]) -> None:
    assert "Nothing was learned yet" in told["versions"][1]


def test_a_version_that_is_not_there_cannot_be_put_back(told: dict[str, Any]) -> None:
    assert told["wrong"][0] == 2
    assert "fingerpost triage versions" in told["wrong"][2]
