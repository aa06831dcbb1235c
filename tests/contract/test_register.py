"""The public record of every capability: all its fields, no placeholder but a body's own, evidence, a way to challenge.

Each is found by its folder; none is named here.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fingerpost.contract.capability import Capability
from fingerpost.contract.card_checks import ASSESSMENTS, placeholders_of
from fingerpost.contract.transparency import read_finder, read_standard
from fingerpost.evaluate.figures import Figure
from fingerpost.record.register.evaluations import keep_evaluation
from fingerpost.record.register.exports import as_finder
from fingerpost.record.register.public import PublicRecord
from fingerpost.record.register.records import read_record
from fingerpost.record.register.running import Running, System

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BODY = "fernby"
REPOSITORY = Path(__file__).parents[2]
BEFORE_PEOPLE_SEE_IT = frozenset({"pre-deployment", "retired"})
BODYS_OWN = frozenset(
    {"owner", "contact.team", "contact.email", "contact.phone", "contact.url", "finder.organisation"}
    | {"transparency.website_url", "transparency.organisation", "transparency.team"}
    | {"transparency.senior_responsible_owner", "assessments.measures.owner"}
)
"""What only the body that runs it can say: until it does, a placeholder stands there and is shown as a fault."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(capability: Capability) -> PublicRecord:
    """The record once it was measured: each figure of the card at its threshold, over a hundred cases."""
    thresholds = capability.card.thresholds
    figures = [Figure(name=name, yes=round(100 * bound), n=100, threshold=bound) for name, bound in thresholds.items()]
    system = {"capability": f"{capability.name} {capability.card.version}", "search": "5" * 64, "release": "0"}
    keep_evaluation(_values(capability, figures), system=system, body=BODY, at=AT)
    running = Running(system=system, challenge_address=f"/register/{capability.name}#challenge")
    return read_record(System(card=capability.card, running=running), body=BODY, at=AT)


def _values(capability: Capability, figures: list[Figure]) -> dict[str, Any]:
    rows = [
        {"name": each.name, "share": each.share, "yes": each.yes, "n": each.n, "threshold": each.threshold}
        | {"low": each.interval[0], "high": each.interval[1], "reached": each.is_reached, "against": []}
        for each in figures
    ]
    said = {"capability": capability.name, "version": capability.card.version, "half": "all", "cases": 100}
    return {**said, "passed": True, "figures": rows}


def test_every_named_field_of_the_standard_is_there_and_filled(record: PublicRecord) -> None:
    for named in read_standard(record.standard).fields:
        found = record.field(named.key)
        if found is None:
            assert named.group, f"{named.key} is missing"
            assert named.group in {"third_party", "model"}, f"the table {named.group} has no row"
            continue
        assert (found.number, found.title) == (named.number, named.title)
        values = found.value if isinstance(found.value, tuple) else (found.value,)
        assert values
        assert all(value.strip() for value in values), f"{named.key} is empty"


def test_nothing_in_it_is_a_placeholder_but_what_only_a_body_can_say(capability: Capability) -> None:
    if capability.card.phase not in BEFORE_PEOPLE_SEE_IT:
        left = {path: words for path, words in placeholders_of(capability.card).items() if path not in BODYS_OWN}
        assert not left, f"write these in {capability.folder / 'card.toml'}: {left}"


def test_what_a_body_still_has_to_say_is_flagged(capability: Capability, record: PublicRecord) -> None:
    flagged = [fault for fault in record.faults if fault.kind == "placeholder"]
    assert len(flagged) == len(placeholders_of(capability.card))
    assert all(fault.blocks_production for fault in flagged)


def test_its_performance_carries_run_number_interval_and_day(record: PublicRecord) -> None:
    evidence = record.evidence
    assert evidence is not None
    assert (evidence.at, evidence.cases) == (AT, 100)
    assert all(each.n and each.low <= each.share <= each.high for each in evidence.figures)
    field = record.field("model_performance") or record.field("figure")
    assert field is not None
    assert (field.origin, field.as_of) == ("measured", AT.date())
    if field.key == "model_performance":
        assert evidence.reference in field.value[0]
        assert "95% interval" in field.value[0]
    run = record.field("evaluation_run")
    assert run is not None
    assert run.value == evidence.reference


def test_until_it_is_measured_the_record_says_so(capability: Capability) -> None:
    running = Running(system={}, challenge_address="/register/x#challenge")
    record = read_record(System(card=capability.card, running=running), body=BODY, at=AT)
    assert any((fault.kind, fault.field) == ("missing", "performance") for fault in record.faults)
    assert {each.origin for each in (record.field("model_performance"), record.field("performance")) if each} == {
        "not measured"
    }


def test_it_says_where_and_how_soon_an_outcome_can_be_challenged(record: PublicRecord) -> None:
    route = record.challenge
    assert route is not None
    assert route.address
    assert 0 < route.days <= 60
    assert route.what


def test_each_threshold_is_a_figure_of_its_record(capability: Capability, record: PublicRecord) -> None:
    assert {each.name: each.threshold for each in record.figures} == dict(capability.card.thresholds)


def test_the_finder_would_take_its_metadata(record: PublicRecord) -> None:
    assert read_finder().check(as_finder(record)["details"]["metadata"]) == []


def test_each_kind_of_impact_assessment_is_made_before_people_see_it(capability: Capability) -> None:
    kinds = {each.kind for each in capability.card.assessments}
    assert kinds
    if capability.card.phase not in BEFORE_PEOPLE_SEE_IT:
        assert kinds == set(ASSESSMENTS)


def test_evidence_that_names_a_test_names_one_that_there_is(capability: Capability) -> None:
    for assessment in capability.card.assessments:
        for measure in assessment.measures:
            path, _colons, test = measure.evidence.partition("::")
            if path.endswith(".py"):
                file = REPOSITORY / path
                if not file.exists() and not (REPOSITORY / "docs").exists():
                    pytest.skip("the tests that it names are not beside this copy")
                assert file.is_file(), f"{measure.words}: there is no {path}"
                assert f"def {test}(" in file.read_text(encoding="utf-8") if test else True
