"""What is declared, measured and running meet here: the gate to production, and what is retired."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.unit.record.register.systems import evaluation

from fingerpost.capabilities import discover, lay_cards_over
from fingerpost.contract.errors import FingerpostError, UnknownCapability
from fingerpost.contract.ports import Engines
from fingerpost.doors import systems
from fingerpost.doors.asking import ask, capabilities
from fingerpost.evaluate.evaluation import Evaluation
from fingerpost.evaluate.figures import Figure
from fingerpost.record.register.evaluations import keep_evaluation
from fingerpost.record.register.phases import CannotMove
from fingerpost.record.register.versions import list_versions
from fingerpost.site import checks, profiles, wiring

NOW = datetime.now(tz=UTC)
BODY = "fernby"
OWN_CARD = """
owner = "Head of Digital"
[contact]
team = "Digital team"
email = "digital@bristol.gov.uk"
phone = ""
url = ""
[transparency]
website_url = "https://www.bristol.gov.uk/ask"
organisation = "Bristol City Council"
team = "Digital team"
senior_responsible_owner = "Director of Digital"
[[assessments]]
kind = "equality"
name = "Equality impact"
date = 2026-11-01
summary = "Looked at."
"""

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def own_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A body that has filled in its card and its contacts."""
    (tmp_path / "answer.toml").write_text(OWN_CARD, encoding="utf-8")
    lay_cards_over(tmp_path)
    capabilities.cache_clear()
    face = replace(
        profiles.configured(), contact_email="digital@bristol.gov.uk", contact_phone="0117 922 2000", contact_url=""
    )
    monkeypatch.setattr(wiring, "read_profile", lambda: replace(face, body_name="Bristol City Council"))
    yield
    lay_cards_over(None)
    capabilities.cache_clear()


@pytest.fixture
def measured(own_values: None, library: Engines) -> Callable[..., str]:
    """Keeps an evaluation of what runs, with other figures or of another day."""

    def keep(**changes: Any) -> str:
        at = changes.get("at", NOW)
        system = systems.what_runs(discover()["answer"], library)
        return keep_evaluation(evaluation(**changes), system={**system}, body=BODY, at=at)

    return keep


def move(to: str) -> Any:
    return systems.move_system("answer", to=to, by="olwen", reason="It is time.")


def test_a_card_with_a_bodys_placeholders_does_not_go_into_production() -> None:
    move("public-beta")
    with pytest.raises(CannotMove, match="still holds a placeholder") as refused:
        move("production")
    assert {"owner", "performance"} <= {fault.field for fault in refused.value.faults}


def test_filled_in_measured_and_in_step_it_does(measured: Callable[..., str]) -> None:
    measured()
    move("public-beta")
    record = move("production")
    assert (record.phase, record.faults) == ("production", ())
    assert [each.moved_to for each in record.history] == ["production", "public-beta"]
    assert record.history[0].owner == "Head of Digital"
    systems.check_may_serve()
    assert checks._register().state == "ok"


def test_it_is_found_by_its_command_too(measured: Callable[..., str]) -> None:
    found = [systems.find_public_record(name) for name in ("ask", "answer")]
    assert [each and each.name for each in found] == ["answer", "answer"]
    assert systems.find_public_record("nothing") is None
    with pytest.raises(UnknownCapability):
        systems.move_system("nothing", to="retired", by="olwen", reason="why")


def test_what_falls_out_of_step_in_production_is_not_served(measured: Callable[..., str]) -> None:
    measured(at=NOW - timedelta(days=89))
    move("public-beta")
    move("production")
    measured(right_page_first=(50, 100), at=NOW)
    with pytest.raises(FingerpostError) as refused:
        systems.check_may_serve()
    assert "answer: 'right page first' was 50.0%; the threshold is 90.0%." in refused.value.public
    assert "fingerpost register move answer public-beta" in refused.value.public
    finding = checks._register()
    assert (finding.state, "right page first" in finding.found) == ("fault", True)


def test_one_that_is_not_in_production_is_served_with_its_faults() -> None:
    systems.check_may_serve()
    assert checks._register().state == "ok"


def test_each_move_keeps_a_version_and_nothing_else_does(measured: Callable[..., str]) -> None:
    assert systems.keep_versions("First") == list(discover())
    assert systems.keep_versions("Again") == []
    move("public-beta")
    assert [each.why for each in list_versions("answer", body=BODY)] == [
        "Moved from pre-deployment to public-beta",
        "First",
    ]


def test_what_is_retired_is_served_no_more_and_its_record_stays(client: Client) -> None:
    move("retired")
    reply = ask("ask", {"question": "how much is the child grant"}, door="api")
    assert (reply["outcome"], reply["reason"], reply["claims"]) == ("stopped", "switched off", [])
    record = systems.find_public_record("answer")
    assert record is not None
    assert record.phase == "retired"
    assert [each.name for each in systems.list_public_records()] == list(discover())


def test_somebody_in_danger_is_helped_all_the_same() -> None:
    move("retired")
    reply = ask("ask", {"question": "I want to kill myself"}, door="api")
    assert reply["signposts"]


def test_the_register_says_what_is_switched_off() -> None:
    from fingerpost.record.switches.turning import stop  # noqa: PLC0415 - only this test turns one

    stop(kind="capability", name="answer", body=BODY, by="olwen", reason="It quoted an old amount.", at=NOW)
    record = systems.find_public_record("answer")
    assert record is not None
    assert "It quoted an old amount." in str(record.field("state"))


def test_its_data_sources_are_counted_with_their_days() -> None:
    record = systems.find_public_record("answer")
    assert record is not None
    rows = next(each for each in record.sections if each.key == "running").rows("source")
    assert rows[0]["data_source"] == "Pages of the tests"
    assert rows[0]["data_source_pages"] == "7"


def test_what_is_measured_is_kept_with_what_ran_and_stands_in_the_record() -> None:
    thresholds = discover()["answer"].card.thresholds
    figures = [Figure(name=name, yes=round(100 * bound), n=100, threshold=bound) for name, bound in thresholds.items()]
    found = Evaluation(capability="answer", version="1", at=NOW, half="all", figures=figures, judged=())
    reference = systems.keep_measured(found)
    record = systems.find_public_record("answer")
    assert record is not None
    assert record.evidence is not None
    assert (record.evidence.reference, record.evidence.out_of_step) == (reference, ())
    assert list_versions("answer", body=BODY)[0].why == f"Evaluation {reference}"


def test_a_bodys_own_values_are_part_of_the_digest_that_each_run_records(own_values: None, library: Engines) -> None:
    with_own = systems.what_runs(discover()["answer"], library)
    without = systems.what_runs(replace(discover()["answer"], own_card=None), library)
    assert with_own["card"] != without["card"]
    assert with_own["behaviour"] == without["behaviour"]
