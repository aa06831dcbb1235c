"""Challenges are published by whole months, so that nobody who looks each day sees one more come in."""

from datetime import UTC, date, datetime

import pytest

from fingerpost.record.challenges.models import Challenge, ChallengeAnswer
from fingerpost.record.challenges.months import count_by_month

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = datetime(2026, 9, 30, 22, 30, tzinfo=UTC), datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def contested(number: int, at: datetime, *, state: str = "waiting") -> Challenge:
    return Challenge.objects.create(
        body="fernby",
        reference=f"FP-{number:05}-00000",
        about="FP-00000-00001",
        kind="wrong",
        capability="answer",
        received_at=at,
        due_on=date(2026, 12, 1),
        working_days=10,
        nation="england",
        language="en",
        door="citizen",
        state=state,
        subject="somebody",
    )


def answered(challenge: Challenge, at: datetime, decision: str) -> None:
    ChallengeAnswer.objects.create(
        body="fernby", challenge=challenge, event="FP-00000-00002", decision=decision, by="olwen", opened_at=at, at=at
    )


def count(today: date) -> dict[str, tuple[int, ...]]:
    return count_by_month("answer", body="fernby", today=today)


def test_where_nothing_was_contested_there_is_nought() -> None:
    assert count(date(2026, 11, 22)) == {"received": (0,), "answered": (0,), "overridden": (0,)}


def test_each_counts_in_its_own_month_and_no_month_before_it_is_over() -> None:
    answered(contested(1, SEPTEMBER), OCTOBER, "upheld")
    answered(contested(2, OCTOBER), NOVEMBER, "not upheld")
    contested(3, NOVEMBER)
    assert count(date(2026, 11, 22)) == {"received": (1, 1), "answered": (0, 1), "overridden": (0, 1)}
    assert count(date(2026, 12, 5)) == {"received": (1, 1, 1), "answered": (0, 1, 1), "overridden": (0, 1, 0)}


def test_an_answer_given_today_changes_nothing_that_is_published() -> None:
    challenge = contested(1, OCTOBER)
    before = count(date(2026, 11, 22))
    answered(challenge, NOVEMBER, "upheld")
    assert count(date(2026, 11, 22)) == before


def test_what_was_never_sent_is_not_counted() -> None:
    contested(1, OCTOBER, state="draft")
    assert count(date(2026, 11, 22))["received"] == (0,)


def test_before_the_first_month_is_over_there_is_nought() -> None:
    contested(1, NOVEMBER)
    assert count(date(2026, 11, 22))["received"] == (0,)
