"""Reads a CSV file of systems that run elsewhere: one row each, the columns of `external.COLUMNS` in any order."""

import csv
import io
from collections.abc import Collection

from fingerpost.contract.errors import InvalidRequest
from fingerpost.record.register.external import COLUMNS, NEEDED, name_of, problems_of

MOST_BYTES = 10 * 1024 * 1024  # several thousand systems: a larger file is some other file
MOST_ROWS = 2_000
MOST_PROBLEMS = 50
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are wide
SAVE_AGAIN = "Save it as CSV in UTF-8 and send it again."


def read_external_csv(data: bytes, *, taken: Collection[str] = ()) -> list[dict[str, str]]:
    """The rows as `register_external` takes them; empty cells are left out.

    Raises InvalidRequest, with "row 3, phase" for what is wrong in a cell, and "file" for the whole.
    """
    text = _decode(data)
    rows = _parse(text)
    problems: dict[str, str] = {}
    seen: dict[str, int] = {}
    for number, row in rows:
        told = problems_of(row)
        name = name_of(row)
        if name in seen:
            told["name"] = f"Row {seen[name]} has the same name."
        elif name in taken:
            told["name"] = "A system that runs here has this name."
        seen.setdefault(name, number)
        problems |= {f"row {number}, {column}": words for column, words in told.items()}
    if problems:
        raise InvalidRequest(dict(list(problems.items())[:MOST_PROBLEMS]))
    return [row for _number, row in rows]


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _refused(f"The file is larger than {MOST_BYTES // 1024**2} MB. Send fewer systems at a time.")
    if not data.strip():
        raise _refused("The file is empty.")
    if data.startswith((ZIP, OLD_EXCEL)):
        raise _refused(f"This is a spreadsheet or an archive, not CSV. {SAVE_AGAIN}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(f"The file is not in UTF-8 (byte {error.start:,}). {SAVE_AGAIN}") from error
    if "\0" in text:
        raise _refused(f"The file holds bytes that are no text. {SAVE_AGAIN}")
    return text


def _parse(text: str) -> list[tuple[int, dict[str, str]]]:
    """Each row by its number in the file, where the heading is row 1."""
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise _refused(f"The file is not well-formed CSV: {error}.") from error
    heading = [column.strip().lower() for column in lines[0]] if lines else []
    _check_heading(heading)
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(heading):
            raise _refused(f"Row {number} has {len(line)} cells; the heading has {len(heading)}.")
        cells = {column: _unguarded(cell) for column, cell in zip(heading, line, strict=True)}
        rows.append((number, {column: cell for column, cell in cells.items() if cell.strip()}))
    if not rows:
        raise _refused("The file has a heading and no row.")
    if len(rows) > MOST_ROWS:
        raise _refused(f"The file has more than {MOST_ROWS:,} rows. Send fewer systems at a time.")
    return rows


def _check_heading(heading: list[str]) -> None:
    unknown = [column for column in heading if column not in COLUMNS]
    if unknown:
        raise _refused(f"'{unknown[0]}' in the heading is not a column. Columns: {', '.join(COLUMNS)}.")
    twice = [column for column in heading if heading.count(column) > 1]
    if twice:
        raise _refused(f"The column '{twice[0]}' stands there twice.")
    missing = [column for column in NEEDED if column not in heading]
    if missing:
        raise _refused(f"The heading lacks: {', '.join(missing)}.")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what could begin one has an apostrophe before it."""
    return f"'{cell}" if cell.startswith(GUARDED) else cell


def _unguarded(cell: str) -> str:
    """The same the other way, so that our own export can be read again."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(GUARDED) else cell


def _refused(words: str) -> InvalidRequest:
    return InvalidRequest({"file": words})
