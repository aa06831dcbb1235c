"""Counts working days: Monday to Friday, without the bank holidays of a nation."""

from datetime import date, timedelta

from fingerpost.casework.bank_holidays import bank_holidays

MOST = 250  # a year of them: no promise is longer


def add_working_days(day: date, days: int, *, nation: str) -> date:
    """The day so many working days after `day`, which itself is not counted. A nation is a value of `Nation`."""
    found = day
    for _number in range(min(days, MOST)):
        found = _next_working_day(found, nation)
    return found


def working_days_between(first: date, last: date, *, nation: str) -> int:
    """How many working days lie after `first`, up to and with `last`; negative where `last` is the earlier."""
    if last < first:
        return -working_days_between(last, first, nation=nation)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_working_day(each, nation=nation) for each in days)


def is_working_day(day: date, *, nation: str) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(nation, day.year)


def _next_working_day(day: date, nation: str) -> date:
    following = day + timedelta(days=1)
    while not is_working_day(following, nation=nation):
        following += timedelta(days=1)
    return following
