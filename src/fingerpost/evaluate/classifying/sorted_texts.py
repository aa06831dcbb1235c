"""Reads a CSV of texts that people sorted. What is wrong with a file is told with its line and with what to do."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fingerpost.contract.errors import InvalidRequest

TEXT = ("text",)
LABEL = ("label", "category", "intent")
OUT_OF_SCOPE = "oos"
MOST_BYTES = 50_000_000
MOST_LETTERS = 20_000  # of one text


@dataclass(frozen=True, kw_only=True)
class SortedText:
    """`label` is "" where nobody sorted it, and OUT_OF_SCOPE where it belongs to no class."""

    text: str
    label: str


def read_sorted_texts(path: Path) -> list[SortedText]:
    """The rows of a CSV file with the headings text and label (or category, or intent). Raises InvalidRequest."""
    name = path.name
    rows = list(_read_rows(_decode(_read_bytes(path), name), name))
    if not rows:
        raise _wrong(f"{name} has headings and no row. Put one text with its label on each line.")
    return rows


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _wrong(
                f"{path.name} has {size / 1e6:,.0f} MB, and at most {MOST_BYTES / 1e6:.0f} MB can be read. "
                "Take some of its rows by chance, a few thousand are enough."
            )
        content = path.read_bytes()
    except IsADirectoryError as error:
        raise _wrong(f"{path.name} is a folder. Name the CSV file in it.") from error
    except OSError as error:
        raise _wrong(f"{path} cannot be read. Check its name and that you may read it.") from error
    if not content.strip():
        raise _wrong(f"{path.name} is empty. It needs the headings text,label and a row for each text.")
    return content


def _decode(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _wrong(f"{name} is not in UTF-8: see line {line}. Save it as CSV UTF-8, then try again.") from error
    if "\x00" in text:
        raise _wrong(f"{name} is no text file. Save the table as CSV UTF-8, then try again.")
    return text


def _read_rows(text: str, name: str) -> list[SortedText]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[SortedText] = []
    try:
        headings = [each.strip().lower() for each in next(reader)]
        at_text, at_label = _column(headings, TEXT, name), _column(headings, LABEL, name)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            found.append(_row(cells, at_text, at_label, line=reader.line_num, name=name))
    except csv.Error as error:
        raise _wrong(f"{name}, line {reader.line_num}: a quotation mark is not closed or stands alone.") from error
    return found


def _column(headings: Sequence[str], names: Sequence[str], file: str) -> int:
    for name in names:
        if name in headings:
            return headings.index(name)
    wanted = names[0] if len(names) == 1 else f"{names[0]} (or {' or '.join(names[1:])})"
    raise _wrong(f"{file} has no column {wanted}. Its first line must name the columns, such as text,label.")


def _row(cells: Sequence[str], at_text: int, at_label: int, *, line: int, name: str) -> SortedText:
    if len(cells) <= max(at_text, at_label):
        raise _wrong(
            f"{name}, line {line}: there are fewer cells than headings. Put a text with a comma in quotation marks."
        )
    text, label = cells[at_text].strip(), cells[at_label].strip()
    if len(text) > MOST_LETTERS:
        raise _wrong(f"{name}, line {line}: the text has {len(text):,} letters. At most {MOST_LETTERS:,} are read.")
    return SortedText(text=text, label=label)


def _wrong(sentence: str) -> InvalidRequest:
    return InvalidRequest({"file": sentence})
