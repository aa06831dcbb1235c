"""The record says which language model writes, since when, on what evidence, and when its supplier ends it."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.unit.record.register.systems import AT, BODY, SYSTEM, evaluation, own_card, system_with

from fingerpost.contract.card import ThirdParty
from fingerpost.record.ledger.bookkeeping import compare_with_events
from fingerpost.record.models import Entry
from fingerpost.record.register import choices, comparisons
from fingerpost.record.register.evaluations import keep_evaluation, latest
from fingerpost.record.register.exports import as_values
from fingerpost.record.register.models import ModelChoice
from fingerpost.record.register.public import PublicRecord
from fingerpost.record.register.records import read_record
from fingerpost.record.register.running import ServingModel, System
from fingerpost.record.register.versions import content_of, digest_of

pytestmark = pytest.mark.django_db

CLAUDE = ServingModel(
    name="claude", supplier="Anthropic", supplied="claude-opus-9", where="api.anthropic.com", digest="1" * 64
)
LOCAL = ServingModel(name="small", supplier="", supplied="qwen-2b", where="", digest="2" * 64)
ANTHROPIC = ThirdParty(
    name="Anthropic PBC",
    companies_house_number="none: a company of Delaware",
    role="Runs the language model",
    procurement="G-Cloud",
    data_access="Masked questions, kept for 30 days",
)


def serving(model: ServingModel | None, *, declared: bool = True) -> System:
    card = own_card()
    if declared:
        told = replace(card.transparency, third_party_involvement="yes", third_parties=(ANTHROPIC,))
        card = replace(card, transparency=told)
    system = {"language_model": model.digest if model else "none"}
    return system_with(card, may_write=True, writes=model, system=system)


def measure(model: ServingModel | None, **more: Any) -> str:
    at = more.pop("at", AT - timedelta(days=1))
    system = {**SYSTEM, "language_model": model.digest if model else "none"}
    return keep_evaluation({**evaluation(at=at), **more}, system=system, body=BODY, at=at)


def read(system: System) -> PublicRecord:
    return read_record(system, body=BODY, at=AT)


def kinds(record: PublicRecord) -> set[tuple[str, str, bool]]:
    return {(fault.kind, fault.field, fault.blocks_production) for fault in record.faults}


def value(record: PublicRecord, key: str) -> str:
    field = record.field(key)
    assert field is not None, key
    return field.value if isinstance(field.value, str) else "\n".join(field.value)


def test_a_model_that_was_measured_is_named_with_its_evidence_and_has_no_fault() -> None:
    reference = measure(CLAUDE)
    record = read(serving(CLAUDE))
    assert record.faults == ()
    assert record.model is not None
    assert (record.model.name, record.model.is_measured) == ("claude", True)
    assert reference in value(record, "language_model_evidence")
    assert "api.anthropic.com" in value(record, "language_model_where")


def test_a_model_that_serves_without_an_evaluation_of_its_own_is_red() -> None:
    measure(None)
    record = read(serving(CLAUDE))
    assert ("out of step", "performance", True) in kinds(record)
    assert "the language model (none when measured, 111111111111 now)" in record.faults[0].words
    assert "not measured with this model" in value(record, "language_model_evidence")


def test_an_older_evaluation_with_the_model_that_serves_counts_before_a_newer_with_another() -> None:
    own = measure(CLAUDE, at=AT - timedelta(days=30))
    newer = measure(None, at=AT - timedelta(days=2))
    for model, reference in ((CLAUDE, own), (None, newer)):
        evidence = read(serving(model)).evidence
        assert evidence is not None
        assert evidence.reference == reference
    assert latest("answer", body=BODY, model="unknown").reference == newer  # type: ignore[union-attr]


def test_an_evaluation_of_the_model_that_is_too_old_is_stale() -> None:
    measure(CLAUDE, at=AT - timedelta(days=91))
    assert ("stale", "performance", True) in kinds(read(serving(CLAUDE)))


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        (91, None),
        (90, ("ends soon", "language_model", False)),
        (0, ("ends soon", "language_model", False)),
        (-1, ("ended", "language_model", True)),
    ],
)
def test_its_end_is_warned_of_90_days_before_and_red_after(days: int, fault: tuple[str, str, bool] | None) -> None:
    measure(CLAUDE)
    found = kinds(read(serving(replace(CLAUDE, ends_on=AT.date() + timedelta(days=days)))))
    assert found == ({fault} if fault else set())


def test_without_a_model_every_answer_is_quoted_and_the_record_says_so() -> None:
    measure(None)
    record = read(serving(None, declared=False))
    assert record.faults == ()
    assert value(record, "language_model") == "No language model: every answer is quoted."
    assert "no text is generated" in value(record, "detailed_description")
    assert value(record, "third_party_involvement") == "no"


def test_a_system_for_which_no_model_may_write_says_nothing_of_one() -> None:
    record = read(system_with())
    assert record.model is None
    assert record.field("language_model") is None
    assert value(record, "detailed_description") == own_card().transparency.detailed_description


def test_the_fields_of_the_standard_follow_the_settings() -> None:
    record = read(serving(CLAUDE))
    assert "claude-opus-9" in value(record, "models")
    assert value(record, "model_name").endswith("claude-opus-9 (claude in the settings)")
    assert CLAUDE.digest in value(record, "model_version")
    assert "sent to Anthropic at api.anthropic.com" in value(record, "operational_data_sharing_agreements")
    assert "It decides nothing" in value(record, "detailed_description")
    columns = next(each for each in record.sections if each.key == "specification").groups()["model"]
    assert len({len(each.value) for each in columns}) == 1


def test_a_supplier_of_whom_the_card_says_nothing_is_a_third_party_all_the_same() -> None:
    measure(CLAUDE)
    record = read(serving(CLAUDE, declared=False))
    assert kinds(record) == {("missing", "third_party", True)}
    assert value(record, "third_party_involvement") == "yes"
    assert "Anthropic" in value(record, "third_party")


def test_a_model_on_this_machine_sends_nothing_to_anybody() -> None:
    measure(LOCAL)
    record = read(serving(LOCAL, declared=False))
    assert record.faults == ()
    assert value(record, "third_party_involvement") == "no"
    assert "own machine" in value(record, "language_model_where")
    assert "sent to" not in value(record, "operational_data_sharing_agreements")


def test_a_change_of_model_is_noted_once_in_the_ledger_with_its_digest() -> None:
    assert choices.note_choice("answer", None, body=BODY, at=AT) == ""
    first = choices.note_choice("answer", CLAUDE, body=BODY, at=AT)
    assert choices.note_choice("answer", CLAUDE, body=BODY, at=AT + timedelta(days=1)) == ""
    back = choices.note_choice("answer", None, body=BODY, at=AT + timedelta(days=2))
    assert first == "The language model is now claude (claude-opus-9); it was none"
    assert back == "The language model is now none; it was claude (claude-opus-9)"
    leaves = [json.loads(each.leaf) for each in Entry.objects.order_by("seq")]
    assert [(each["type"], each["facts"]["digest"]) for each in leaves] == [
        ("model/chosen", CLAUDE.digest),
        ("model/chosen", ""),
    ]


def test_it_serves_since_the_day_of_the_settings_or_else_since_it_was_noted() -> None:
    choices.note_choice("answer", CLAUDE, body=BODY, at=AT - timedelta(days=3))
    noted, declared = read(serving(CLAUDE)), read(serving(replace(CLAUDE, since=date(2026, 9, 1))))
    assert value(noted, "language_model_since") == f"{AT.date() - timedelta(days=3)}"
    assert noted.model is not None
    assert noted.model.noted.startswith("FP-")
    assert value(declared, "language_model_since") == "2026-09-01"


def test_another_model_makes_another_version_and_a_switch_does_not() -> None:
    measure(CLAUDE)
    plain = digest_of(content_of(read(serving(CLAUDE))))
    stopped = digest_of(content_of(read(serving(replace(CLAUDE, stopped="A trial (since 2026-11-20)")))))
    other = digest_of(content_of(read(serving(replace(CLAUDE, digest="3" * 64)))))
    assert stopped == plain
    assert other != plain


def compared() -> str:
    sides = {
        side: {
            "name": model.name if model else "none",
            "system": {**SYSTEM, "language_model": model.digest if model else "none"},
            "fell_back": {},
            "removed": {},
        }
        for side, model in (("a", None), ("b", CLAUDE))
    }
    ends = {"value": 0.9, "low": 0.8, "high": 0.95}
    figure = {"name": "right_page_first", "unit": "share", "n": 100, "less_is_better": False}
    rows = [{**figure, "a": ends, "b": ends, "difference": {"value": 0.0, "low": -0.03, "high": 0.03}}]
    values = {"capability": "answer", "version": "1", "at": AT.isoformat(), "half": "all", "cases": 341, "rows": rows}
    both = (evaluation(at=AT), evaluation(at=AT))
    return comparisons.keep_comparison({**values, **sides}, evaluations=both, body=BODY, at=AT - timedelta(hours=1))


def test_a_comparison_is_evidence_for_each_of_its_sides() -> None:
    reference = compared()
    for model in (CLAUDE, None):
        record = read(serving(model))
        assert record.faults == ()
        assert record.model is not None
        assert record.model.compared is not None
        assert record.model.compared["reference"] == reference
    assert read(serving(LOCAL)).model.compared is None  # type: ignore[union-attr]


def test_what_the_tables_say_is_held_to_the_ledger() -> None:
    compared()
    choices.note_choice("answer", CLAUDE, body=BODY, at=AT)
    assert compare_with_events().faults == ()
    ModelChoice.objects.update(digest="f" * 64)
    assert len(compare_with_events().faults) == 1


def test_the_record_for_programs_holds_the_model() -> None:
    measure(CLAUDE, calibration={"half": "test"})
    values = json.loads(json.dumps(as_values(read(serving(CLAUDE)))))
    assert values["model"]["supplied"] == "claude-opus-9"
    assert values["evidence"]["calibration"] == {"half": "test"}
