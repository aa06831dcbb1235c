"""Comma-separated values that a spreadsheet opens as text and never runs.

A cell that begins as a formula does gets an apostrophe before it, as OWASP advises.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BYTE_ORDER_MARK = "\ufeff"  # else a spreadsheet takes Welsh letters for others


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A line for the names, then one for each row."""
    file = io.StringIO()
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe_cell(f"{value}") for value in row])
    return file.getvalue()


def safe_cell(text: str) -> str:
    """The text as no spreadsheet takes it for a formula, whatever blanks stand before it."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(BEGINS_A_FORMULA) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given: for a file of ours that comes back."""
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The same as a file to download."""
    return HttpResponse(
        as_csv(columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
