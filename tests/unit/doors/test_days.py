"""Days as people type them."""

from datetime import date

import pytest

from fingerpost.doors.days import midnight, read_day


def test_a_day_is_read_as_typed() -> None:
    assert read_day("2026-11-22") == date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["", "yesterday", "2026-02-30", "22/11/2026", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_here_is_none(typed: str) -> None:
    assert read_day(typed) is None


def test_a_day_begins_at_midnight_here_also_in_summer() -> None:
    assert midnight(date(2026, 7, 1)).isoformat() == "2026-07-01T00:00:00+01:00"
