"""State Pension age comes on the day that schedule 4 to the Pensions Act 1995 says, for each month of each rise."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from fingerpost.rules import evaluate, read_household, uk_rules

# First day of birth of each row of the schedule, and the day on which all of its people reach the age.
RISE_TO_66 = [
    ("1953-12-06", "2019-03-06"), ("1954-01-06", "2019-05-06"), ("1954-02-06", "2019-07-06"),
    ("1954-03-06", "2019-09-06"), ("1954-04-06", "2019-11-06"), ("1954-05-06", "2020-01-06"),
    ("1954-06-06", "2020-03-06"), ("1954-07-06", "2020-05-06"), ("1954-08-06", "2020-07-06"),
    ("1954-09-06", "2020-09-06"), ("1954-10-06", ""),
]  # fmt: skip
RISE_TO_68 = [
    ("1977-04-06", "2044-05-06"), ("1977-05-06", "2044-07-06"), ("1977-06-06", "2044-09-06"),
    ("1977-07-06", "2044-11-06"), ("1977-08-06", "2045-01-06"), ("1977-09-06", "2045-03-06"),
    ("1977-10-06", "2045-05-06"), ("1977-11-06", "2045-07-06"), ("1977-12-06", "2045-09-06"),
    ("1978-01-06", "2045-11-06"), ("1978-02-06", "2046-01-06"), ("1978-03-06", "2046-03-06"),
    ("1978-04-06", ""),
]  # fmt: skip
# In the rise to 67 the age itself is given, in months past 66, to each month of birth.
RISE_TO_67 = [
    ("1960-04-06", "2026-05-06"), ("1960-05-05", "2026-06-05"), ("1960-05-06", "2026-07-06"),
    ("1960-06-06", "2026-09-06"), ("1960-07-06", "2026-11-06"), ("1960-07-31", "2026-11-30"),
    ("1960-08-06", "2027-01-06"), ("1960-09-06", "2027-03-06"), ("1960-10-06", "2027-05-06"),
    ("1960-11-06", "2027-07-06"), ("1960-12-06", "2027-09-06"), ("1960-12-31", "2027-09-30"),
    ("1961-01-06", "2027-11-06"), ("1961-01-31", "2027-11-30"), ("1961-02-06", "2028-01-06"),
    ("1961-03-05", "2028-02-05"),
]  # fmt: skip
WHOLE_YEARS = [
    ("1954-10-06", "2020-10-06"), ("1960-04-05", "2026-04-05"), ("1961-03-06", "2028-03-06"),
    ("1977-04-05", "2044-04-05"), ("1978-04-06", "2046-04-06"),
]  # fmt: skip


def age_date(born: date) -> date:
    household = read_household(uk_rules(), {"in_couple": False, "adults": [{"date_of_birth": born}]})
    outcome = evaluate(uk_rules(), household, on=date(2026, 11, 23), nation=None, schemes=["state_pension"])
    value = outcome.value("state_pension.age_date", 0)
    assert value.is_known and isinstance(value.low, date)
    return value.low


@pytest.mark.parametrize("table", [RISE_TO_66, RISE_TO_68], ids=["to 66", "to 68"])
def test_first_and_last_born_of_each_row_reach_it_together(table: list[tuple[str, str]]) -> None:
    for (first, reached), (after, _) in pairwise(table):
        last = date.fromisoformat(after) - timedelta(days=1)
        assert age_date(date.fromisoformat(first)).isoformat() == reached
        assert age_date(last).isoformat() == reached


@pytest.mark.parametrize(("born", "reached"), RISE_TO_67 + WHOLE_YEARS)
def test_an_age_in_years_and_months_counts_from_the_birthday(born: str, reached: str) -> None:
    assert age_date(date.fromisoformat(born)).isoformat() == reached


def test_an_age_instead_of_a_date_of_birth_gives_the_span_of_days() -> None:
    household = read_household(uk_rules(), {"in_couple": False, "adults": [{"date_of_birth": {"age": 66}}]})
    outcome = evaluate(uk_rules(), household, on=date(2026, 11, 23), nation=None, schemes=["state_pension"])
    value = outcome.value("state_pension.reached", 0)
    assert (value.low, value.high) == (False, True)
