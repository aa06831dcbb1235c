"""Each night what sorts reports learns from what was decided since, and whoever runs it is told how that went."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf
from django.utils import timezone
from tests.unit.casework.conftest import BODY, Desk
from tests.unit.casework.test_learned import EMBEDDER, decide, lamps, small

from fingerpost.casework.learned import open_versions
from fingerpost.casework.models import Case, Decision
from fingerpost.casework.nightly import LastNight, Night, has_news, last_night, learning_alone, note_night
from fingerpost.contract.errors import ModelUnavailable
from fingerpost.doors import learning
from fingerpost.doors.learning import NO_MODEL, UNFORESEEN, learn_tonight
from fingerpost.engines.classifying.learning import learn
from fingerpost.site.case_checks import check_classifier


class Here:
    """An installation with four services and an embedder of numbers."""

    def __init__(self, desk: Desk) -> None:
        self.book = small(desk.services)
        self.keys = desk.keys
        self.embedder: Any = EMBEDDER

    def build_report_embedder(self) -> Any:
        return self.embedder

    def build_services(self) -> Any:
        return self

    def build_keys(self) -> Any:
        return self.keys

    def build_classifier(self) -> Any:
        return self


@pytest.fixture
def here(desk: Desk, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Here:
    settings.HOME = tmp_path
    found = Here(desk)
    monkeypatch.setattr(learning, "installation", lambda: found)
    monkeypatch.setattr(learning, "now", lambda: desk.at + timedelta(hours=1))
    monkeypatch.setattr("fingerpost.site.case_checks.installation", lambda: found)
    return found


def serve(tmp_path: Path) -> str:
    return open_versions(tmp_path).current_name


def test_what_was_decided_is_learned_from_and_once_only(desk: Desk, here: Here, tmp_path: Path) -> None:
    assert learn_tonight() is None
    lamps(desk)
    _found, kept = learn_tonight() or (None, None)
    assert kept is not None and kept.is_current
    assert kept.decided == 3
    assert learn_tonight() is None
    assert len(open_versions(tmp_path).kept()) == 1
    assert last_night(tmp_path) == LastNight(at=desk.at + timedelta(hours=1), became=Night.LEARNED)


def test_what_was_decided_since_is_learned_from_the_next_night(desk: Desk, here: Here, tmp_path: Path) -> None:
    lamps(desk)
    learn_tonight()
    decide(desk, "Another lamp is dark", service="street-lights", team="streets")
    Decision.objects.filter(pk=Decision.objects.latest("pk").pk).update(at=desk.at + timedelta(hours=2))
    done = learn_tonight()
    assert done is not None and done[1] is not None
    assert done[1].decided == 4


def test_other_services_are_learned_anew(desk: Desk, here: Here, tmp_path: Path) -> None:
    lamps(desk)
    learn_tonight()
    fewer = dict(list(here.book.services.items())[:3])
    other = replace(here.book, services=fewer)
    assert has_news(body=BODY, book=other, home=tmp_path)
    assert not has_news(body=BODY, book=here.book, home=tmp_path)
    assert not has_news(body="elsewhere", book=other, home=tmp_path)


def test_cases_made_up_for_show_are_no_news(desk: Desk, here: Here, tmp_path: Path) -> None:
    lamps(desk)
    Case.objects.update(is_demo=True)
    assert not has_news(body=BODY, book=here.book, home=tmp_path)


def test_a_worse_one_is_kept_and_not_used_and_the_operator_is_told(
    desk: Desk, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamps(desk)
    learn_tonight()
    served = serve(tmp_path)
    worse = lambda *given, **more: replace(learn(*given, **more), gained=0, lost=2)  # noqa: E731 - stands in for it
    monkeypatch.setattr("fingerpost.casework.learned.learn", worse)
    Decision.objects.update(at=desk.at + timedelta(hours=2))
    learn_tonight()
    assert len(open_versions(tmp_path).kept()) == 2
    assert serve(tmp_path) == served
    found = check_classifier()
    assert (found.state, "is worse, so it is not used" in found.found) == ("ok", True)


def test_it_can_be_switched_off(desk: Desk, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lamps(desk)
    monkeypatch.setattr(conf, "CONFIGURATION", replace(conf.CONFIGURATION, learn_nightly=False))
    assert learn_tonight() is None
    assert serve(tmp_path) == ""
    assert "only by: fingerpost triage learn" in check_classifier().found


def test_what_failed_is_shown_with_what_to_do_until_it_goes_well(desk: Desk, here: Here, tmp_path: Path) -> None:
    lamps(desk)
    here.embedder = None
    with pytest.raises(ModelUnavailable):
        learn_tonight()
    found = check_classifier()
    assert found.state == "warning"
    assert NO_MODEL in found.found and "sorted as before" in found.found
    assert "fingerpost triage learn" in found.to_do
    here.embedder = EMBEDDER
    learn_tonight()
    assert check_classifier().state == "ok"
    assert serve(tmp_path) in check_classifier().found


def test_what_nobody_foresaw_is_noted_without_a_word_of_it(
    desk: Desk, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_more: object) -> None:
        raise ValueError("the quimbly lamp")

    lamps(desk)
    monkeypatch.setattr(learning, "learn_from_cases", fail)
    with pytest.raises(ValueError, match="quimbly"):
        learn_tonight()
    night = last_night(tmp_path)
    assert night is not None
    assert (night.became, night.why) == (Night.FAILED, UNFORESEEN)


def test_what_was_broken_off_is_told_and_what_goes_on_is_not(desk: Desk, here: Here, tmp_path: Path) -> None:
    note_night(tmp_path, LastNight(at=timezone.now() - timedelta(hours=1), became=Night.BEGAN))
    assert check_classifier().state == "ok"
    note_night(tmp_path, LastNight(at=timezone.now() - timedelta(hours=7), became=Night.BEGAN))
    assert "was broken off" in check_classifier().found


def test_one_process_learns_at_a_time(desk: Desk, here: Here, tmp_path: Path) -> None:
    lamps(desk)
    with learning_alone(tmp_path) as is_ours:
        assert is_ours
        assert learn_tonight() is None
    assert learn_tonight() is not None


def test_a_note_that_was_torn_is_none(tmp_path: Path) -> None:
    assert last_night(tmp_path) is None
    note_night(tmp_path, LastNight(at=timezone.now(), became=Night.LEARNED))
    path = tmp_path / "classifiers" / "last-night.json"
    path.write_bytes(path.read_bytes()[:20])
    assert last_night(tmp_path) is None
