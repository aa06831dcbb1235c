"""What an operator sees of a model: how often it was asked, what went wrong, and how soon the first line came."""

from datetime import UTC, datetime

from fingerpost.contract.language_models import Usage, WhyNoModel
from fingerpost.engines.language_models.guarding.health import HealthKeeper

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_it_counts_what_was_asked_sent_and_refused_and_what_went_wrong() -> None:
    keeper = HealthKeeper(now=lambda: NOON)
    keeper.note_refusal(WhyNoModel.RESTING)
    keeper.note_writing(Usage(attempts=2), why=WhyNoModel.SLOW, detail="the first line")
    keeper.note_writing(Usage(attempts=1, first_line_ms=400))
    health = keeper.health
    assert (health.asked, health.sent) == (3, 3)
    assert (health.refused, health.faults) == ({WhyNoModel.RESTING: 1}, {WhyNoModel.SLOW: 1})
    assert [(each.at, each.why, each.detail) for each in health.last_faults] == [
        (NOON, WhyNoModel.SLOW, "the first line")
    ]


def test_first_lines_are_told_as_the_middle_one_and_the_one_that_nineteen_in_twenty_beat() -> None:
    keeper = HealthKeeper(now=lambda: NOON)
    assert keeper.health.first_line_p50 is None
    for milliseconds in range(1, 101):
        keeper.note_writing(Usage(attempts=1, first_line_ms=milliseconds))
    assert (keeper.health.first_line_p50, keeper.health.first_line_p95) == (50, 95)


def test_only_the_last_faults_are_kept_newest_first() -> None:
    keeper = HealthKeeper(now=lambda: NOON)
    for number in range(30):
        keeper.note_writing(Usage(), why=WhyNoModel.FAILED, detail=str(number))
    assert [each.detail for each in keeper.health.last_faults] == [str(number) for number in range(29, 19, -1)]
