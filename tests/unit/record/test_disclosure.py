"""What may be published of counts: small ones not at all, others rounded, and a month only once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fingerpost.record.disclosure import (
    months_to_publish,
    publish_count,
    publish_total,
)
from fingerpost.record.overseeing.models import PublishedMonth, RunFigures
from fingerpost.record.overseeing.published import published_months
from fingerpost.record.retention.clock import note_look

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize("count", range(10))
def test_what_is_under_ten_is_not_told_apart_from_nought(count: int) -> None:
    assert publish_count(count) == publish_count(0)
    assert publish_count(count).shown == "fewer than 10"


@pytest.mark.parametrize(("count", "shown"), [(10, "10"), (14, "10"), (15, "20"), (1234, "1,230"), (1235, "1,240")])
def test_other_counts_are_rounded_to_ten(count: int, shown: str) -> None:
    assert publish_count(count).shown == shown


def test_a_total_forgets_small_parts_and_says_so() -> None:
    assert publish_total([100, 9]).shown == publish_total([100, 0]).shown == "at least 100"
    assert publish_total([15, 15]).shown == "30"
    assert publish_total([9, 9, 9]).shown == "fewer than 10 of each kind"


def test_a_month_is_published_once_it_has_settled() -> None:
    first = date(2026, 9, 30)
    assert months_to_publish(first=first, today=date(2026, 11, 2)) == [date(2026, 9, 1)]
    assert months_to_publish(first=first, today=date(2026, 11, 3)) == [date(2026, 9, 1), date(2026, 10, 1)]


@pytest.mark.django_db
def test_a_month_stays_as_it_was_first_published() -> None:
    _runs(12, day=date(2026, 10, 5))
    before = published_months("answer", body="fernby", at=AT)
    _runs(30, day=date(2026, 10, 31))  # written down late
    assert published_months("answer", body="fernby", at=AT + timedelta(days=3)) == before
    assert before[0].by_outcome["answered"].shown == "10"
    assert PublishedMonth.objects.count() == 1


@pytest.mark.django_db
def test_a_clock_that_jumped_ahead_freezes_no_month() -> None:
    _runs(12, day=date(2026, 10, 5))
    note_look(body="fernby", at=AT)
    assert [each.month.month for each in published_months("answer", body="fernby", at=AT)] == [10]
    ahead = AT + timedelta(days=400)
    assert [each.month.month for each in published_months("answer", body="fernby", at=ahead)] == [10]
    assert PublishedMonth.objects.count() == 1


@pytest.mark.django_db
def test_runs_of_evaluations_are_not_use() -> None:
    _runs(40, day=date(2026, 10, 5), door="evaluate")
    assert published_months("answer", body="fernby", at=AT) == []


@pytest.mark.django_db
def test_that_something_was_used_at_all_is_not_told() -> None:
    """A month without use, and one with a little, stand there alike; so does a month before the first with a number."""
    _runs(3, day=date(2026, 7, 5))
    _runs(50, day=date(2026, 8, 5))
    _runs(2, day=date(2026, 9, 5))
    months = published_months("answer", body="fernby", at=AT)
    assert [each.month.month for each in months] == [8, 9, 10]
    assert months[1].by_outcome == months[2].by_outcome
    assert months[1].total == months[2].total


def _runs(count: int, *, day: date, door: str = "citizen") -> None:
    start = RunFigures.objects.count()
    RunFigures.objects.bulk_create(
        RunFigures(
            body="fernby",
            reference=f"FP-{start + number:05}",
            at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            day=day,
            capability="answer",
            door=door,
            outcome="answered",
            route="deliver",
        )
        for number in range(count)
    )
