"""Cases of another system, out of a CSV file of any size: each row is held to what a report must be, one at a time.

Columns: `id` and `text` are needed; `received_at`, `service`, `name`, `email`, `phone`, `address`, `latitude`,
`longitude`, `language` and `fact:NAME` may be there. Others are told and left out. A row counts once, by its `id`.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes
from django.conf import settings
from django.utils import timezone

from fingerpost.casework.models import Case
from fingerpost.casework.reports import MOST_CHARACTERS, Report
from fingerpost.casework.telling import IMPORTED
from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.services import ServiceBook
from fingerpost.doors.installation import now
from fingerpost.doors.reporting import Sorted, report
from fingerpost.doors.spreadsheets import plain_cell
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.repair.addresses import tidy_address

CHANNEL = IMPORTED
NEEDED = ("id", "text")
KNOWN = frozenset(
    {*NEEDED, "received_at", "service", "name", "email", "phone", "address", "latitude", "longitude", "language"}
)
FACT = "fact:"
LONGEST_ID, LONGEST = 80, 300
_LARGEST_FIELD = 1024 * 1024  # characters: a quote that is never closed ends there, and not with the file
_LOOKED_AT = 256 * 1024
_CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row that can be taken. `line` is where it begins in the file."""

    line: int
    report: Report
    service: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One row that cannot. `why` are sentences; `values` are the row as it stands."""

    line: int
    why: tuple[str, ...]
    values: Sequence[str] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A file that can be read: how it is written, and its columns. `unknown` are left out."""

    path: Path
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    size: int


def open_file(path: Path) -> Opened:
    """Look at a file before anything is taken from it. Raises InvalidRequest with what to do."""
    try:
        size = path.stat().st_size
        encoding = encoding_of(path)
        with path.open(encoding=encoding, newline="") as file:
            first = file.readline(_LOOKED_AT)
    except (OSError, UnicodeError) as error:
        raise InvalidRequest({"file": f"{path} cannot be read: {type(error).__name__}. Check its name."}) from error
    delimiter = max(",;\t", key=first.count)
    columns = tuple(each.strip().lower() for each in next(csv.reader([first], delimiter=delimiter), []))
    missing = [each for each in NEEDED if each not in columns]
    if missing:
        words = (
            f"The first line must name the columns, with '{missing[0]}' among them. Known: {', '.join(sorted(KNOWN))}."
        )
        raise InvalidRequest({"file": words})
    twice = sorted({each for each in columns if each and columns.count(each) > 1})
    if twice:
        raise InvalidRequest({"file": f"The column '{twice[0]}' is there twice. Take one away."})
    unknown = tuple(each for each in columns if each not in KNOWN and not each.startswith(FACT))
    return Opened(path=path, encoding=encoding, delimiter=delimiter, columns=columns, unknown=unknown, size=size)


def read_rows(opened: Opened, *, book: ServiceBook) -> Iterator[tuple[Row | Wrong, int]]:
    """Each row with how many bytes of the file were read so far. Only one is held in memory."""
    before = csv.field_size_limit(_LARGEST_FIELD)
    try:
        with opened.path.open("rb") as raw:
            text = io.TextIOWrapper(raw, encoding=opened.encoding, errors="replace", newline="")
            rows = csv.reader(text, delimiter=opened.delimiter)
            for read in _each(rows):
                found = read if isinstance(read, str) else [plain_cell(each) for each in read]
                line = rows.line_num
                if line > 1 and (isinstance(found, str) or any(each.strip() for each in found)):
                    yield _checked(found, line, opened, book), raw.tell()
    finally:
        csv.field_size_limit(before)


def take(row: Row, *, trusted: bool = False) -> tuple[str, bool]:
    """Open a case of a row; gives its reference, and whether it is new. Raises StoreUnavailable.

    With `trusted` the machine does not sort a row that names its service.
    """
    body = settings.CONFIGURATION.body
    with store_faults(NOT_READ):
        known = Case.objects.filter(body=body, channel=CHANNEL, outside_id=row.report.outside_id).first()
    if known is not None:
        return known.reference, False
    sorted_before = Sorted() if trusted and row.service else None
    made = report(row.report, door=CHANNEL, by="import", chosen=row.service, at=row.at, sorted_before=sorted_before)
    return made.reference, made.is_new


def encoding_of(path: Path) -> str:
    """UTF-8 where all of it is; else what a mark at its beginning says, or what it looks like. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(start)
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            best = from_bytes(start).best()
            guessed = best.encoding if best else "cp1252"
            return "cp1252" if guessed in {"utf_8", "ascii"} else guessed  # the odd sign stands further on
    return "utf-8-sig"


def _each(rows: Any) -> Iterator[list[str] | str]:
    """Each row, or why one cannot be read."""
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"This row cannot be read: {error}. Look for a quote that is not closed."


def _checked(found: list[str] | str, line: int, opened: Opened, book: ServiceBook) -> Row | Wrong:
    if isinstance(found, str):
        return Wrong(line=line, why=(found,))
    if len(found) != len(opened.columns):
        words = f"This row has {len(found)} columns, and the first line {len(opened.columns)}."
        return Wrong(line=line, why=(words,), values=found)
    values = {name: value.strip() for name, value in zip(opened.columns, found, strict=True)}
    service = book.services.get(values.get("service", ""))
    facts = {name.removeprefix(FACT): value for name, value in values.items() if name.startswith(FACT) and value}
    at, latitude, longitude = _moment(values), _degrees(values, "latitude", 90), _degrees(values, "longitude", 180)
    why = [
        *_about_words(values),
        *([f"There is no service '{values['service'][:60]}'."] if values.get("service") and service is None else []),
        *([at] if isinstance(at, str) else []),
        *(each for each in (latitude, longitude) if isinstance(each, str)),
        *([f"'{values['email'][:60]}' is no e-mail address."] if _is_wrong_address(values) else []),
    ]
    if not why and (latitude is None) != (longitude is None):
        why.append("Give latitude and longitude together, or neither.")
    if why or isinstance(at, str) or isinstance(latitude, str) or isinstance(longitude, str):
        return Wrong(line=line, why=tuple(why), values=found)
    made = Report(
        text=values["text"],
        channel=CHANNEL,
        language="cy" if values.get("language") == "cy" else "en",
        email=tidy_address(values.get("email", "")),
        latitude=latitude,
        longitude=longitude,
        facts=facts,
        outside_id=f"csv:{values['id']}",
        name=values.get("name", ""),
        phone=values.get("phone", ""),
        address=values.get("address", ""),
    )
    return Row(line=line, report=made, service=service.slug if service else "", at=at)


def _about_words(values: Mapping[str, str]) -> Iterable[str]:
    if not values["id"]:
        yield "It has no id."
    if len(values["id"]) > LONGEST_ID:
        yield f"Its id is longer than {LONGEST_ID} characters."
    if not values["text"]:
        yield "It has no text."
    if len(values["text"]) > MOST_CHARACTERS:
        yield f"Its text is longer than {MOST_CHARACTERS:,} characters."
    if "\0" in "".join(values.values()):
        yield "It holds a character that is none."
    for name, value in values.items():
        if name != "text" and len(value) > LONGEST:
            yield f"'{name[:60]}' is longer than {LONGEST} characters."


def _is_wrong_address(values: Mapping[str, str]) -> bool:
    return bool(values.get("email")) and not tidy_address(values["email"])


def _degrees(values: Mapping[str, str], name: str, most: int) -> float | str | None:
    given = values.get(name, "")
    if not given:
        return None
    try:
        found = float(given)
    except ValueError:
        found = 1e9
    return found if abs(found) <= most else f"'{given[:30]}' is no {name} in degrees."


def _moment(values: Mapping[str, str]) -> datetime | str | None:
    """When it came, in the time of the United Kingdom where it names no other."""
    given = values.get("received_at", "")
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return f"'{given[:40]}' is no time such as 2026-11-23T09:30."
    found = found if found.tzinfo else found.replace(tzinfo=timezone.get_default_timezone())
    if not datetime(1990, 1, 1, tzinfo=UTC) <= found <= now():
        return f"'{given[:40]}' is before 1990 or still to come."
    return found
