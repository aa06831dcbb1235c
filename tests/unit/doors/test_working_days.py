"""By which day a person answers: working days, without weekends and the bank holidays of a nation."""

from datetime import date

import pytest

from fingerpost.casework.working_days import add_working_days, is_working_day, working_days_between

FRIDAY = date(2026, 11, 20)
BEFORE_CHRISTMAS = date(2026, 12, 23)


@pytest.mark.parametrize(
    ("first", "days", "nation", "due"),
    [
        (FRIDAY, 1, "england", date(2026, 11, 23)),
        (date(2026, 11, 21), 1, "england", date(2026, 11, 23)),  # a Saturday
        (FRIDAY, 0, "england", FRIDAY),
        (BEFORE_CHRISTMAS, 2, "england", date(2026, 12, 29)),  # Christmas, and Boxing Day on the Monday
        (date(2026, 12, 31), 1, "england", date(2027, 1, 4)),
        (date(2026, 12, 31), 1, "scotland", date(2027, 1, 5)),  # 2 January, on the Monday
        (date(2026, 11, 27), 1, "scotland", date(2026, 12, 1)),  # St Andrew's Day
        (date(2026, 11, 27), 1, "wales", date(2026, 11, 30)),
    ],
)
def test_the_day_is_counted_by_the_calendar_of_the_nation(first: date, days: int, nation: str, due: date) -> None:
    assert add_working_days(first, days, nation=nation) == due
    assert working_days_between(first, due, nation=nation) == days


def test_a_day_that_has_gone_by_is_late_by_so_many_working_days() -> None:
    assert working_days_between(date(2026, 11, 25), FRIDAY, nation="england") == -3


def test_a_bank_holiday_is_none() -> None:
    assert not is_working_day(date(2026, 12, 25), nation="wales")
    assert not is_working_day(date(2026, 11, 22), nation="wales")
