"""Feedback as comma-separated values: residents type what is in them (see `doors.spreadsheets`)."""

from collections.abc import Iterable

from django.utils import timezone

from fingerpost.doors import spreadsheets
from fingerpost.record.feedback.reading import FeedbackRow

COLUMNS = (
    "at",
    "reference",
    "useful",
    "problem",
    "wanted",
    "topic",
    "outcome",
    "reason",
    "nation",
    "language",
    "page",
    "capability",
)


def as_csv(rows: Iterable[FeedbackRow]) -> str:
    """A line for the names, then one for each row. What was erased is empty."""
    return spreadsheets.as_csv(COLUMNS, map(_cells, rows))


def _cells(row: FeedbackRow) -> list[str]:
    values = {**vars(row), "at": timezone.localtime(row.at).isoformat(timespec="seconds")}
    return [values[name] or "" for name in COLUMNS]
