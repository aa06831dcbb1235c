"""`doctor` tells each part's state and what to do, whatever is wrong."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.speech import need_speech

from fingerpost.contract.errors import IndexUnavailable
from fingerpost.doors.installation import Finding
from fingerpost.engines.speech import espeak, whisper
from fingerpost.knowledge.models import Document
from fingerpost.site import checks, wiring

pytestmark = pytest.mark.django_db


def look(check_index=list) -> dict[str, Finding]:
    return {each.name: each for each in checks.examine(check_index=check_index)}


def test_a_whole_installation_has_no_fault(library: object) -> None:
    found = look()
    assert [each.name for each in found.values() if each.state == "fault"] == []
    assert found["library"].found.startswith("7 pages")


def test_a_model_file_that_is_not_the_pinned_one_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "WEIGHTS", replace(checks.WEIGHTS, sha256="0" * 64))
    found = look()["weights"]
    assert found.state == "fault"
    assert "by words alone" in found.to_do


def test_without_the_model_that_reads_reports_people_sort_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "REPORT_WEIGHTS", replace(checks.REPORT_WEIGHTS, sha256="0" * 64))
    found = look()["reports"]
    assert found.state == "fault"
    assert "waits for a person" in found.to_do


def test_a_model_file_that_is_missing_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "TOKENISER", replace(checks.TOKENISER, package="not_installed_at_all"))
    assert look()["tokeniser"].state == "fault"


def test_an_index_out_of_step_or_out_of_reach_says_how_to_mend_it() -> None:
    found = look(lambda: ["2 passages are missing from the index."])["index"]
    assert (found.state, found.to_do) == ("fault", "Run: fingerpost index rebuild")

    def torn() -> list[str]:
        raise IndexUnavailable("The search index is torn.")

    assert look(torn)["index"].found == "The search index is torn."


def test_a_page_past_its_review_date_is_named(library: object) -> None:
    page = Document.objects.get(key="child-grant")
    Document.objects.filter(pk=page.pk).update(review_by=timezone.localdate() - timedelta(days=1))
    found = look()["library"]
    assert found.state == "warning"
    assert "Child Grant" in found.found


def test_a_glossary_that_is_not_in_order_is_named_with_its_path(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    assert "in en" in checks._glossary().found
    (tmp_path / "glossary").mkdir()
    path = tmp_path / "glossary" / "en.toml"
    path.write_text("[[word]", encoding="utf-8")
    finding = checks._glossary()
    assert finding.state == "fault"
    assert str(path) in finding.to_do


def test_styles_that_are_not_built_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checks, "BUILT", tmp_path)
    assert "build_assets.py" in look()["assets"].to_do


def test_a_home_that_others_may_read_is_told(settings: Settings, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    settings.HOME = tmp_path
    assert "chmod 700" in look()["home"].to_do


def test_a_full_disk_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "NO_DISK", 2**70)
    assert look()["disk"].state == "fault"


def test_speech_is_off_and_says_how_to_add_it() -> None:
    found = look()["speech"]
    assert (found.state, found.found) == ("ok", "off")
    assert "make speech" in found.to_do


def test_speech_that_is_on_and_not_set_up_is_a_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, speech=True)
    monkeypatch.setattr(espeak.shutil, "which", lambda name: None)
    monkeypatch.setattr(whisper, "WEIGHTS", replace(whisper.WEIGHTS, package="not_installed_at_all"))
    found = look()["speech"]
    assert found.state == "fault"
    assert "espeak-ng" in found.found
    assert "make speech" in found.found


def test_a_speech_model_that_is_not_the_pinned_one_is_a_fault(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_speech()
    settings.CONFIGURATION = replace(settings.CONFIGURATION, speech=True)
    monkeypatch.setattr(whisper, "SHAPE", replace(whisper.SHAPE, sha256="0" * 64))
    assert "not the one that was tested" in look()["speech"].found


def test_speech_that_is_set_up_is_told(settings: Settings) -> None:
    need_speech()
    settings.CONFIGURATION = replace(settings.CONFIGURATION, speech=True)
    assert look()["speech"].state == "ok"


def test_a_service_without_its_speech_starts_and_goes_on_without(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, speech=True)
    monkeypatch.setattr(espeak.shutil, "which", lambda name: None)
    monkeypatch.setattr(whisper, "WEIGHTS", replace(whisper.WEIGHTS, package="not_installed_at_all"))
    assert wiring.build_speaker.__wrapped__() is None
    assert wiring.build_listener.__wrapped__() is None
