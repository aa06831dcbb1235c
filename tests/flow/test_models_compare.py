"""`fingerpost models compare`: what people type, over a small library, with a model that is scripted."""

import json
import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from tests.unit.evaluate.test_comparing import Writes, quote_first
from typer.testing import CliRunner, Result

from fingerpost.contract.ports import Engines
from fingerpost.doors.cli import models, models_compare
from fingerpost.doors.installation import installation
from fingerpost.engines.language_models.guarding.prices import Prices
from fingerpost.record.models import Entry
from fingerpost.record.register.models import EvaluationRun, ModelComparison
from fingerpost.site import wiring

pytestmark = pytest.mark.django_db


@dataclass
class Twins:
    """The port `LanguageModelsHere`, with one scripted model that nothing uses."""

    model: Writes

    def named(self, name: str) -> Writes | None:
        return self.model if name == self.model.name else None

    def list_states(self) -> list[Any]:
        return [SimpleNamespace(name=self.model.name, used_by=())]


@pytest.fixture
def model(library: Engines, monkeypatch: pytest.MonkeyPatch) -> Writes:
    twin = Writes(says=quote_first)
    monkeypatch.setattr(wiring, "build_language_models", lambda: Twins(twin))
    monkeypatch.setattr(models_compare, "get_ready", installation)
    described = SimpleNamespace(models={"twin": SimpleNamespace(prices=Prices())})
    monkeypatch.setattr(settings, "LANGUAGE_MODELS", described, raising=False)
    return twin


def typed(*words: str) -> Result:
    return CliRunner().invoke(models.app, ["compare", *words])


def test_it_prints_both_sides_with_the_difference_and_keeps_them(model: Writes) -> None:
    done = typed("none", "twin", "--limit", "6")
    assert done.exit_code == 0, done.stderr
    words = " ".join(done.stdout.split())
    for part in ("none and twin over 6 cases (part)", "twin less none", "cost a question", "Kept as FP-"):
        assert part in words
    (row,) = ModelComparison.objects.all()
    assert (row.a, row.b, row.half) == ("none", "twin", "part")
    assert EvaluationRun.objects.count() == 2
    assert not Entry.objects.exclude(event=Entry.Event.NOTED).exists()


def test_it_prints_one_json_object_and_leaves_no_trace_where_it_should_not(model: Writes) -> None:
    done = typed("none", "twin", "--limit", "3", "--json", "--no-keep", "--half", "test")
    values = json.loads(done.stdout)
    assert (values["cases"], values["b"]["name"]) == (3, "twin")
    assert "reference" not in values
    assert not ModelComparison.objects.exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["none", "gpt"], "knows? no model 'gpt'. There is: none, twin"),
        (["twin", "twin"], "Name two models that differ"),
        (["none", "twin", "--half", "some"], "Choose --half from"),
        (["none", "twin", "--capability", "nothing"], "nothing"),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(model: Writes, line: list[str], words: str) -> None:
    done = typed(*line)
    assert done.exit_code == 2
    assert re.search(words, " ".join(done.stderr.split()))
    assert model.asked == 0


def test_without_a_terminal_it_stops_before_it_costs_more(model: Writes) -> None:
    settings.LANGUAGE_MODELS.models["twin"].prices = Prices(tokens_out=100)  # type: ignore[arg-type]
    done = typed("none", "twin", "--limit", "20", "--most-pounds", "0.01")
    assert done.exit_code == 1
    told = " ".join(done.stderr.split())
    assert "It would cost more than --most-pounds" in told
    assert "goes on from there" in told
    assert model.asked == 0
