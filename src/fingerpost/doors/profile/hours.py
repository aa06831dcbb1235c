"""When somebody is there, in words: the hours of the week, whether it is open now, and the bank holidays to come."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from fingerpost.casework.bank_holidays import bank_holidays
from fingerpost.doors.installation import installation
from fingerpost.doors.profile import BodyProfile
from fingerpost.doors.profile.bank_holidays import name_holiday
from fingerpost.doors.profile.opening import HERE, Opening, closures_after, opening_at


def opening_line() -> str:
    """Whether somebody is there now, for any page; "" where the body gives no hours."""
    return say_opening(opening_of(installation().read_profile(), timezone.now()))


def opening_of(profile: BodyProfile, at: datetime) -> Opening:
    """Is somebody there at that moment?"""
    holidays = bank_holidays(profile.holidays_of, at.astimezone(HERE).year)
    return opening_at(at, hours=profile.hours, holidays=holidays)


def say_opening(opening: Opening) -> str:
    """One line: "Open now until 5pm". "" where there are no hours at all."""
    if opening.is_open:
        return _say_open(opening)
    if opening.opens is None:
        return ""
    when = {"day": say_day(opening.opens), "time": clock(opening.opens), "today": say_day(opening.at)}
    if opening.holiday:
        return _("Closed on %(today)s: bank holiday. Opens %(day)s at %(time)s.") % when
    if opening.opens.date() == opening.at.date():
        return _("Closed now. Opens today at %(time)s.") % when
    return _("Closed now. Opens %(day)s at %(time)s.") % when


def weekly_hours(profile: BodyProfile) -> list[tuple[str, str]]:
    """Each day of the week with its hours in words."""
    return [(name, _say_span(profile.hours.get(day))) for day, name in enumerate(name_days())]


def coming_closures(profile: BodyProfile, at: datetime) -> list[tuple[str, str]]:
    """The next three bank holidays that fall on opening days: the day and the name of each, in words."""
    today = at.astimezone(HERE).date()
    holidays = bank_holidays(profile.holidays_of, today.year)
    found = closures_after(today, hours=profile.hours, holidays=holidays)
    return [(say_date(day), name_holiday(name)) for day, name in found]


def clock(moment: datetime) -> str:
    """9am, 5:30pm, midday, midnight."""
    if moment.minute == 0 and moment.hour in {0, 12}:
        return _("midnight") if moment.hour == 0 else _("midday")
    shown = dateformat.format(moment, "g:i").removesuffix(":00")
    return (_("%(clock)sam") if moment.hour < 12 else _("%(clock)spm")) % {"clock": shown}


def say_day(moment: datetime) -> str:
    """Monday 23 November."""
    return dateformat.format(moment, "l j F")


def say_date(day: date) -> str:
    """Friday 25 December 2026."""
    return dateformat.format(day, "l j F Y")


def name_days() -> list[str]:
    """The days of the week, Monday first."""
    monday = date(2024, 1, 1)
    return [dateformat.format(monday.replace(day=1 + number), "l") for number in range(7)]


def _say_open(opening: Opening) -> str:
    if opening.until is None:
        return _("Open now, day and night.")
    last = opening.until
    if (last - timedelta(minutes=1)).date() == opening.at.date():
        return _("Open now until %(time)s.") % {"time": clock(last)}
    return _("Open now until %(day)s at %(time)s.") % {"day": say_day(last), "time": clock(last)}


def _say_span(times: Sequence[str] | None) -> str:
    if not times:
        return _("Closed")
    opens, closes = (datetime.strptime("00:00" if each == "24:00" else each, "%H:%M") for each in times)  # noqa: DTZ007 - on the wall
    if tuple(times) == ("00:00", "24:00"):
        return _("All day and night")
    return _("%(opens)s to %(closes)s") % {"opens": clock(opens), "closes": clock(closes)}
