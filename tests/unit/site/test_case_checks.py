"""What `doctor` tells of casework."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import timezone

from fingerpost.casework.models import Case, Membership, Message
from fingerpost.site import wiring
from fingerpost.site.case_checks import check_classifier, check_post, check_services, check_teams

BODY = settings.CONFIGURATION.body
SERVICES = """
[[team]]
slug = "roads"
name.en = "Roads"

[[service]]
slug = "holes"
team = "roads"
name.en = "Holes"
description.en = "A hole in a road."
group.en = "Roads"
"""


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    wiring.build_services.forget()
    yield
    (settings.HOME / "services.toml").unlink(missing_ok=True)
    wiring.build_services.forget()


def _case(team: str) -> Case:
    now = timezone.now()
    return Case.objects.create(
        body=BODY, reference=f"FP-{team[:5]}-1", team=team, received_at=now, changed_at=now, channel="web", subject="x"
    )


def test_a_body_without_services_of_its_own_is_told_that_they_are_fictional(db: None) -> None:
    assert (check_services().state, "fictional Fernby" in check_services().found) == ("ok", True)


def test_a_broken_file_is_a_fault_that_says_where(db: None) -> None:
    (settings.HOME / "services.toml").write_text("[[team]]\nslug = 'Big'\n", encoding="utf-8")
    found = check_services()
    assert (found.state, found.to_do) == ("fault", "Mend services.toml.")
    assert "services.toml, [[team]] 'Big'" in found.found


def test_a_file_that_breaks_later_leaves_the_one_before_in_force(db: None) -> None:
    path = settings.HOME / "services.toml"
    path.write_text(SERVICES, encoding="utf-8")
    assert check_services().found == "services: 1, teams: 1"
    path.write_text("broken", encoding="utf-8")
    assert "the one before is in force" in check_services().found


def test_cases_of_a_team_that_was_taken_out_are_told(db: None) -> None:
    (settings.HOME / "services.toml").write_text(SERVICES, encoding="utf-8")
    _case("gone")
    assert (check_services().state, "gone" in check_services().found) == ("warning", True)


def test_a_team_with_cases_and_nobody_in_it_is_told(db: None) -> None:
    assert check_teams().found == "no live cases"
    _case("waste")
    assert "nobody works in: waste" in check_teams().found
    Membership.objects.create(body=BODY, team="waste", account="tom")
    assert check_teams().state == "ok"
    _case("")
    assert "1 belong to no team yet" in check_teams().found


def test_messages_that_were_given_up_are_told(db: None) -> None:
    assert check_post().state == "ok"
    now = timezone.now()
    Message.objects.create(
        body=BODY, key="x", way="email", state="failed", by="mair", made_at=now, due_at=now, subject="x"
    )
    assert (check_post().state, check_post().to_do) == ("warning", "See: fingerpost post list")


def test_without_the_model_a_person_sorts(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "build_classifier", lambda: None)
    assert check_classifier().state == "warning"
