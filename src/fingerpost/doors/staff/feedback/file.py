"""Feedback as comma-separated values that a spreadsheet opens as text and never runs.

A cell that begins as a formula does gets an apostrophe before it, as OWASP advises: residents type what is in them.
"""

import csv
import io
from collections.abc import Iterable

from django.utils import timezone

from fingerpost.record.feedback_reading import FeedbackRow

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
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BYTE_ORDER_MARK = "\ufeff"  # else a spreadsheet takes Welsh letters for others


def as_csv(rows: Iterable[FeedbackRow]) -> str:
    """A line for the names, then one for each row. What was erased is empty."""
    file = io.StringIO()
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        values = {**vars(row), "at": timezone.localtime(row.at).isoformat(timespec="seconds")}
        writer.writerow([safe_cell(values[name] or "") for name in COLUMNS])
    return file.getvalue()


def safe_cell(text: str) -> str:
    """The text as no spreadsheet takes it for a formula, whatever blanks stand before it."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(BEGINS_A_FORMULA) else text
