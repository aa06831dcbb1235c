"""An evaluation is kept with what was measured; the newest that does not flatter stands in the public record."""

import json
from datetime import timedelta

import pytest
from tests.unit.record.register.systems import AT, BODY, SYSTEM, evaluation

from fingerpost.record.models import Entry
from fingerpost.record.register.evaluations import evidence_of, history, keep_evaluation, latest

pytestmark = pytest.mark.django_db


def keep(**changes: object) -> str:
    values = evaluation(**changes)  # type: ignore[arg-type]
    return keep_evaluation(values, system=SYSTEM, body=BODY, at=changes.get("at", AT))  # type: ignore[arg-type]


def test_it_is_kept_with_its_figures_and_what_was_measured() -> None:
    reference = keep()
    found = latest("answer", body=BODY)
    assert found is not None
    assert (found.reference, found.cases, found.passed, found.system) == (reference, 341, True, SYSTEM)
    assert found.figures[0]["name"] == "right_page_first"


def test_the_ledger_notes_it_by_counts() -> None:
    reference = keep()
    leaf = json.loads(Entry.objects.get(reference=reference).leaf)
    assert (leaf["type"], leaf["facts"]["system"]) == ("evaluation/finished", SYSTEM)
    assert leaf["facts"]["figures"][0] == {"name": "right_page_first", "yes": 93, "n": 100}


def test_the_half_that_was_fitted_on_is_kept_and_not_published() -> None:
    kept = [keep(half="test", at=AT), keep(half="tune", at=AT + timedelta(hours=1))]
    found = latest("answer", body=BODY)
    assert found is not None
    assert found.reference == kept[0]
    assert [each.reference for each in history("answer", body=BODY)] == kept[::-1]


def test_the_newest_counts_and_a_body_has_its_own() -> None:
    keep(at=AT)
    newer = keep(at=AT + timedelta(days=1))
    found = latest("answer", body=BODY)
    assert found is not None
    assert found.reference == newer
    assert latest("answer", body="another") is None
    assert latest("triage", body=BODY) is None


def test_what_has_changed_since_is_named() -> None:
    keep()
    run = latest("answer", body=BODY)
    assert run is not None
    assert evidence_of(run, running=SYSTEM).out_of_step == ()
    now = {**SYSTEM, "search": "6" * 64, "release": "0.2.0", "cases": "f" * 64, "behaviour": "a" * 64}
    said = " ".join(evidence_of(run, running=now).out_of_step)
    for words in ("'search' (555555555555 when measured, 666666666666 now)", "0.1.0 when measured, 0.2.0 now"):
        assert words in said
    assert "the cases it is measured on" in said
    assert "its thresholds, review rule, settings or engines" in said


def test_a_word_mended_on_the_card_needs_no_new_measurement() -> None:
    keep()
    run = latest("answer", body=BODY)
    assert run is not None
    assert evidence_of(run, running={**SYSTEM, "card": "d" * 64}).out_of_step == ()


def test_a_model_that_is_gone_is_out_of_step() -> None:
    keep()
    run = latest("answer", body=BODY)
    assert run is not None
    without = {name: value for name, value in SYSTEM.items() if name != "search"}
    assert "nothing now" in evidence_of(run, running=without).out_of_step[0]
