"""How a resident reaches a person: the body's own contacts, its hours, and whether somebody is there now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from fingerpost.doors.citizen import contact
from fingerpost.doors.profile import hours
from fingerpost.doors.profile.opening import HERE
from fingerpost.site import profiles

FRIDAY, SUNDAY = datetime(2026, 11, 20, 11, 0, tzinfo=HERE), datetime(2026, 11, 22, 11, 0, tzinfo=HERE)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock of the pages."""

    def set_clock(moment: datetime) -> None:
        for module in (contact, hours):
            monkeypatch.setattr(module.timezone, "now", lambda: moment)

    return set_clock


@pytest.fixture
def page(client: Client) -> Callable[[str], str]:
    return lambda address="/contact": client.get(address).content.decode()


def test_it_says_whether_somebody_is_there_now(page: Callable[..., str], at: Callable[[datetime], None]) -> None:
    at(FRIDAY)
    assert "Open now until 5pm." in page()
    at(SUNDAY)
    assert "Closed now. Opens Monday 23 November at 9am." in page()


def test_hours_are_a_table_that_marks_today(page: Callable[..., str], at: Callable[[datetime], None]) -> None:
    at(FRIDAY)
    shown = page()
    assert shown.count('aria-current="date"') == 1
    row = shown[shown.index('aria-current="date"') :].partition("</tr>")[0]
    assert "Friday" in row
    assert "9am to 5pm" in row
    assert "Friday 25 December 2026: Christmas Day" in shown


def test_the_reference_is_shown_to_be_read_out_and_goes_into_the_email(page: Callable[..., str]) -> None:
    shown = page("/contact?reference=fp 7k2m9 qx4da")
    assert "FP-7K2M9-QX4DA" in shown
    assert "mailto:help@fernby.example?subject=FP-7K2M9-QX4DA" in shown


@pytest.mark.parametrize("typed", ["", "x", "<script>alert(1)</script>", "FP-7K2M9-QX4DAAAAAA", "a" * 5000])
def test_what_cannot_be_a_reference_is_left_out(page: Callable[..., str], typed: str) -> None:
    shown = page(f"/contact?reference={typed}")
    assert "give its reference number" in shown
    assert "subject=" not in shown


def test_a_body_without_hours_claims_none(page: Callable[..., str]) -> None:
    profiles.save_profile(replace(profiles.configured(), hours={}), by="anna")
    shown = page()
    assert "Opening hours" not in shown
    assert "Closed now" not in shown


def test_it_stands_in_a_frame_and_in_welsh_too(page: Callable[..., str]) -> None:
    assert "tel:01632960100" in page("/embed/contact")
    assert "tel:01632960100" in page("/cy/contact")
