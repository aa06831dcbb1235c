"""What residents and staff read of the language model that serves, of comparisons, and of whether to believe it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.accounts import signed_in
from tests.registered import BODY, figure

from fingerpost.doors import systems
from fingerpost.doors.charts import trace_curve
from fingerpost.doors.installation import now
from fingerpost.doors.register.compared import row_words
from fingerpost.evaluate.calibration import Said, calibrate
from fingerpost.record.models import Entry
from fingerpost.record.register.comparisons import keep_comparison
from fingerpost.record.register.evaluations import keep_evaluation
from fingerpost.record.register.running import ServingModel

pytestmark = pytest.mark.django_db

CLAUDE = ServingModel(
    name="claude", supplier="Anthropic", supplied="claude-opus-9", where="api.anthropic.com", digest="1" * 64
)
FIND = systems.find_systems


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Callable[[ServingModel | None], None]:
    """Have the register told that this model serves."""

    def serve(model: ServingModel | None) -> None:
        def find() -> dict[str, Any]:
            found = FIND()["answer"]
            system = {**found.running.system, "language_model": model.digest if model else "none"}
            return {
                "answer": replace(found, running=replace(found.running, system=system, may_write=True, writes=model))
            }

        monkeypatch.setattr(systems, "find_systems", find)

    return serve


def text_of(reply: Any) -> str:
    assert reply.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())).split())


def evaluation(model: str, **more: Any) -> dict[str, Any]:
    figures = [figure("right_page_first", 262, 283, 0.9)]
    return {
        "capability": "answer",
        "version": "1",
        "half": "all",
        "cases": 349,
        "passed": True,
        "figures": figures,
        "system": {**systems.find_systems()["answer"].running.system, "language_model": model},
        **more,
    }


def measure(model: str, **more: Any) -> str:
    values = evaluation(model, **more)
    return keep_evaluation(values, system=values["system"], body=BODY, at=now() - timedelta(days=2))


def compare() -> str:
    sides = {
        side: {"name": name, "system": evaluation(model)["system"], "fell_back": fell, "removed": {"rephrased": 3}}
        for side, name, model, fell in (("a", "none", "none", {}), ("b", "claude", CLAUDE.digest, {"too slow": 4}))
    }
    share = {"a": end(0.92), "b": end(0.93), "difference": {"value": 0.01, "low": -0.01, "high": 0.03}}
    pence = {"a": end(0.0), "b": end(0.81), "difference": {"value": 0.81, "low": 0.7, "high": 0.9}}
    rows = [
        {"name": "right_page_first", "unit": "share", "n": 283, "less_is_better": False, **share},
        {"name": "cost_a_question_at_most", "unit": "pence", "n": 349, "less_is_better": True, **pence},
    ]
    values = {"capability": "answer", "version": "1", "half": "all", "cases": 349, "rows": rows, **sides}
    both = evaluation("none"), evaluation(CLAUDE.digest)
    return keep_comparison(values, evaluations=both, body=BODY, at=now() - timedelta(days=3))


def end(value: float) -> dict[str, float]:
    return {"value": value, "low": value, "high": value}


def test_where_none_is_chosen_the_page_says_that_every_answer_is_quoted(client: Client) -> None:
    assert "No language model: every answer is quoted." in text_of(client.get("/register/answer"))
    assert client.get("/api/register/answer").json()["model"]["name"] == ""


def test_the_page_names_the_model_its_evidence_and_where_words_are_sent(
    client: Client, serving: Callable[[ServingModel | None], None]
) -> None:
    serving(replace(CLAUDE, ends_on=now().date() + timedelta(days=30)))
    measure(CLAUDE.digest)
    page = text_of(client.get("/register/answer"))
    for words in ("claude-opus-9", "api.anthropic.com", "Measured with this model", "another must be chosen"):
        assert words in page
    assert "Ends soon" in page
    assert client.get("/api/register/answer").json()["model"]["supplied"] == "claude-opus-9"


def test_a_model_that_was_not_measured_makes_the_page_red(
    client: Client, serving: Callable[[ServingModel | None], None]
) -> None:
    serving(CLAUDE)
    measure("none")
    page = text_of(client.get("/register/answer"))
    assert "It was not measured with this model." in page
    assert "Not what was measured: the language model" in page


def test_the_page_in_welsh_has_the_same_parts(client: Client, serving: Callable[[ServingModel | None], None]) -> None:
    serving(CLAUDE)
    measure(CLAUDE.digest, calibration=believed())
    compare()
    page = client.get("/cy/register/answer").content.decode()
    for part in ('id="language-model"', 'id="believed"', 'class="fp-curve__picture"', 'id="compared"'):
        assert part in page


def test_a_change_of_model_makes_a_version_that_says_so_and_an_event(
    client: Client, serving: Callable[[ServingModel | None], None]
) -> None:
    serving(None)
    systems.keep_versions("For the tests")
    serving(CLAUDE)
    assert systems.keep_versions("For the tests") == ["answer"]
    assert systems.keep_versions("For the tests") == []
    assert "The language model is now claude (claude-opus-9); it was none" in text_of(
        client.get("/register/answer/versions")
    )
    assert Entry.objects.filter(leaf__contains="model/chosen").count() == 1


def believed() -> dict[str, Any]:
    said = [Said(confidence=each / 120, is_right=each % 5 > 0 or each > 90) for each in range(120)]
    found = calibrate([*said, Said(confidence=None, is_right=True)], half="test", served={"answered": 0.6})
    assert found is not None
    return found.as_values()


def test_the_curve_stands_on_the_page_with_its_marks_and_its_tables(client: Client) -> None:
    measure("none", calibration=believed())
    page = client.get("/register/answer").content.decode()
    assert page.count('class="fp-curve__curve"') == 1
    assert page.count('class="fp-curve__place"') == 1
    words = text_of(client.get("/register/answer"))
    assert "Of 121 cases that nothing was fitted on, 120 were answered" in words
    assert "from a chance of 60%" in words
    assert "Calibration error" in words


def test_without_a_measured_confidence_there_is_no_curve(client: Client) -> None:
    measure("none")
    assert "fp-curve" not in client.get("/register/answer").content.decode()


def test_a_comparison_stands_on_the_register_and_in_oversight(client: Client) -> None:
    reference = compare()
    staff = signed_in("owner")
    for address in ("/register/answer", "/oversight/evaluations", "/cy/oversight/evaluations"):
        page = text_of(staff.get(address))
        assert reference in page, address
        assert "+0.81p" in page
        assert "too slow 4" in page


def test_a_curve_is_drawn_within_its_picture() -> None:
    curve = trace_curve([(0.1, 0.0, 0.0, 0.9), (0.5, 0.04, 0.01, 0.12), (0.9, 0.09, 0.05, 0.15)])
    assert curve.top == 0.2
    numbers = [float(each) for point in curve.band.split() for each in point.split(",")]
    assert all(0 <= each <= 100 for each in numbers)
    assert curve.place(0.5, 0.1) == (50, 50)


def test_rows_are_named_in_words() -> None:
    assert row_words("cost_a_question_at_most") == "Pence a question"
    assert row_words("right_heading_first") == "Right heading first"
