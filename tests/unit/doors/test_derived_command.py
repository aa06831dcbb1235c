"""A capability that has no file in the command line gets a command from its request type."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from fingerpost.capabilities import find_capability
from fingerpost.contract.capability import Capability, ask_for
from fingerpost.doors.cli import derived


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody would like."""

    what: str = ask_for("What you would like")
    how_many: int = ask_for("How many", default=1)


@pytest.fixture
def wishing() -> Capability:
    answer = find_capability("answer")
    return replace(answer, request=Wish, card=replace(answer.card, name="wish", command="make-wish"))


def test_fields_become_options(wishing: Capability, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Any] = []
    monkeypatch.setattr(derived, "ask_by_command", lambda *given, **more: taken.append((*given, more)))
    app = typer.Typer()
    app.command("make-wish")(derived.command_of(wishing))
    app.command("other")(lambda: None)
    told = CliRunner().invoke(app, ["make-wish", "--what", "a bin", "--how-many", "2", "--nation", "wales", "--json"])
    assert told.exit_code == 0, told.output
    assert taken == [("make-wish", {"what": "a bin", "how_many": "2", "nation": "wales"}, {"as_json": True})]


def test_what_must_be_given_is_asked_for(wishing: Capability) -> None:
    app = typer.Typer()
    app.command("make-wish")(derived.command_of(wishing))
    app.command("other")(lambda: None)
    told = CliRunner().invoke(app, ["make-wish"])
    assert told.exit_code == 2
    assert "--what" in told.output
    assert "What you would like" in CliRunner().invoke(app, ["make-wish", "--help"]).output
