"""When somebody is there: hours, bank holidays, midnight, and the days on which the clocks change."""

from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest
from django.utils.translation import override

from fingerpost.casework.bank_holidays import bank_holidays
from fingerpost.doors.profile import OFFICE_HOURS, BodyProfile, Hours
from fingerpost.doors.profile.bank_holidays import name_holiday
from fingerpost.doors.profile.contacts import ways_to_contact
from fingerpost.doors.profile.hours import coming_closures, opening_of, say_opening, weekly_hours
from fingerpost.doors.profile.opening import HERE, closures_after, opening_at

ALWAYS: Hours = MappingProxyType(dict.fromkeys(range(7), ("00:00", "24:00")))
LATE: Hours = MappingProxyType({4: ("18:00", "24:00")})


def body(**more: object) -> BodyProfile:
    return BodyProfile(body="millbeck", service_name="Ask", body_name="Millbeck Council", **more)  # type: ignore[arg-type]


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HERE)


def said(moment: datetime, **more: object) -> str:
    return say_opening(opening_of(body(**more), moment))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(2026, 11, 20, 9, 0), "Open now until 5pm."),
        (at(2026, 11, 20, 16, 59), "Open now until 5pm."),
        (at(2026, 11, 20, 17, 0), "Closed now. Opens Monday 23 November at 9am."),
        (at(2026, 11, 22, 12, 0), "Closed now. Opens Monday 23 November at 9am."),
        (at(2026, 11, 23, 8, 59), "Closed now. Opens today at 9am."),
        (at(2026, 12, 24, 18, 0), "Closed now. Opens Tuesday 29 December at 9am."),
        (at(2026, 12, 25), "Closed on Friday 25 December: bank holiday. Opens Tuesday 29 December at 9am."),
        (at(2026, 12, 26), "Closed now. Opens Tuesday 29 December at 9am."),  # a Saturday, closed as every Saturday
        (at(2026, 12, 31, 20), "Closed now. Opens Monday 4 January at 9am."),  # over the end of the year
    ],
)
def test_one_line_says_whether_somebody_is_there(moment: datetime, words: str) -> None:
    assert said(moment) == words


def test_the_time_is_that_on_the_wall_here_wherever_the_server_stands() -> None:
    assert said(datetime(2026, 7, 1, 8, 30, tzinfo=UTC)) == "Open now until 5pm."  # half past nine in summer
    assert said(datetime(2026, 12, 1, 8, 30, tzinfo=UTC)) == "Closed now. Opens today at 9am."


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])  # both Sundays
def test_on_a_day_when_the_clocks_change_the_hours_are_those_on_the_wall(day: date) -> None:
    sundays: Hours = {6: ("09:00", "17:00")}
    for hour, is_open in ((0, False), (8, False), (9, True), (16, True), (17, False), (23, False)):
        moment = datetime(day.year, day.month, day.day, hour, 30 if hour == 8 else 0, tzinfo=HERE).astimezone(UTC)
        assert opening_at(moment, hours=sundays, holidays={}).is_open == is_open, (day, hour)


def test_both_hours_that_the_clock_shows_twice_are_open() -> None:
    nights: Hours = {6: ("01:00", "02:00")}
    for moment in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        assert opening_at(moment, hours=nights, holidays={}).is_open
    assert not opening_at(datetime(2026, 10, 25, 2, 0, tzinfo=UTC), hours=nights, holidays={}).is_open


def test_open_until_midnight() -> None:
    assert said(at(2026, 11, 20, 23, 59), hours=LATE) == "Open now until midnight."
    assert said(at(2026, 11, 21, 0, 0), hours=LATE) == "Closed now. Opens Friday 27 November at 6pm."


def test_hours_that_go_on_at_midnight_are_one_time_of_being_open() -> None:
    weekend: Hours = {4: ("18:00", "24:00"), 5: ("00:00", "02:30")}
    assert said(at(2026, 11, 20, 22), hours=weekend) == "Open now until Saturday 21 November at 2:30am."
    assert said(at(2026, 11, 21, 1), hours=weekend) == "Open now until 2:30am."


def test_open_day_and_night() -> None:
    assert opening_at(at(2026, 7, 1), hours=ALWAYS, holidays={}).until is None
    assert said(at(2027, 9, 1), hours=ALWAYS) == "Open now, day and night."
    assert said(at(2026, 12, 24), hours=ALWAYS) == "Open now until midnight."  # Christmas closes it
    assert weekly_hours(body(hours=ALWAYS))[0] == ("Monday", "All day and night")


def test_closed_all_week() -> None:
    opening = opening_at(at(2026, 11, 20), hours={}, holidays={})
    assert (opening.is_open, opening.opens, say_opening(opening)) == (False, None, "")
    assert {words for _, words in weekly_hours(body(hours={}))} == {"Closed"}


def test_a_bank_holiday_on_a_day_that_is_closed_anyway_is_not_named() -> None:
    tuesdays: Hours = {1: ("10:00", "12:00")}
    assert said(at(2026, 12, 25), hours=tuesdays) == "Closed now. Opens Tuesday 29 December at 10am."
    assert closures_after(date(2026, 11, 22), hours=tuesdays, holidays={date(2026, 12, 25): "Christmas Day"}) == []


def test_the_next_three_bank_holidays_that_fall_on_opening_days() -> None:
    assert coming_closures(body(), at(2026, 11, 22)) == [
        ("Friday 25 December 2026", "Christmas Day"),
        ("Monday 28 December 2026", "Boxing Day (substitute day)"),
        ("Friday 1 January 2027", "New Year’s Day"),
    ]
    assert coming_closures(body(holidays_of="scotland"), at(2026, 11, 22))[0] == (
        "Monday 30 November 2026",
        "St Andrew’s Day",
    )


@pytest.mark.parametrize(
    ("nation", "year", "days"),
    [
        ("england", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        ("wales", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        ("england", 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        ("scotland", 2026, "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28"),
        ("scotland", 2027, "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28"),
        ("northern-ireland", 2026, "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28"),
        ("northern-ireland", 2027, "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28"),
    ],
)
def test_bank_holidays_on_weekdays_are_those_that_were_announced(nation: str, year: int, days: str) -> None:
    found = sorted(day for day in bank_holidays(nation, year) if day.year == year and day.weekday() < 5)
    assert " ".join(f"{day:%m-%d}" for day in found) == days


def test_every_bank_holiday_has_a_name_of_ours() -> None:
    for nation in ("england", "scotland", "wales", "northern-ireland"):
        for name in bank_holidays(nation, 2027).values():
            assert name_holiday(name)


def test_days_are_named_in_the_language_of_the_page() -> None:
    with override("cy"):
        assert weekly_hours(body())[0][0] == "Dydd Llun"


def test_office_hours_in_words() -> None:
    assert weekly_hours(body(hours={**OFFICE_HOURS, 4: ("09:00", "16:30"), 5: ("10:00", "12:00")})) == [
        *[(day, "9am to 5pm") for day in ("Monday", "Tuesday", "Wednesday", "Thursday")],
        ("Friday", "9am to 4:30pm"),
        ("Saturday", "10am to midday"),
        ("Sunday", "Closed"),
    ]


def test_ways_to_reach_a_person_come_quickest_first() -> None:
    ways = ways_to_contact(
        body(contact_phone="01632 960 001 ext 12", contact_email="a@b.example", contact_url="https://b.example/c"),
        reference="FP-ABCDE-12345",
    )
    assert [(way.kind, way.address) for way in ways] == [
        ("phone", "tel:01632960001"),
        ("email", "mailto:a@b.example?subject=FP-ABCDE-12345"),
        ("web", "https://b.example/c"),
    ]
    assert ways_to_contact(body()) == []
