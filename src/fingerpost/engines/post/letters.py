"""Letters on paper: PDF files that can be printed as they are, A4, for a window envelope (C5 or DL, window left).

The address stands where the window of BS 4264 shows it; nothing else does. The font is in the file, so that any printer
has it, with every letter of Welsh.
"""

import hashlib
import os
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fingerpost.engines.post.sending import NotSent

FOLDER = "letters"
KEPT = 30  # days that a printed letter stays in its folder
_MM = 72 / 25.4
_A4 = (210 * _MM, 297 * _MM)
_MARGIN = 20 * _MM
_WINDOW = (24 * _MM, 52 * _MM)  # where the first line of the address stands: from the left, from the top
_WINDOW_LINES = 7
_BODY_FROM = 105 * _MM  # from the top: below the window and the first fold
_SIZE, _LEADING = 11.5, 16.0
_MOST_IN_LINE = 500  # letters: more of the narrowest do not fit
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"reference": "Our reference: {}", "page": "Page {} of {}", "months": ""},
    "cy": {
        "reference": "Ein cyfeirnod: {}",
        "page": "Tudalen {} o {}",
        "months": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
    },
}
_MONTHS = "January February March April May June July August September October November December"
_NAME = re.compile(r"[A-Za-z0-9-]+\.pdf")


@dataclass(frozen=True, kw_only=True)
class LetterPress:
    """Puts each letter into `folder`. `name` is the body's, `from_lines` its own address and ways to reach it.

    A letter that is made twice lands in the same file, so a second try adds none.
    """

    folder: Path
    name: Callable[[], str]
    from_lines: Callable[[], Sequence[str]]
    today: Callable[[], date]

    def send(self, content: Mapping[str, Any]) -> None:
        """`content`: to (lines of an address, or text), words, key; name, subject, reference and language where there
        are some. Raises NotSent."""
        lines = _named(address_lines(content["to"]), str(content.get("name", "")))
        if len(lines) < 2:
            raise NotSent("address too short", try_again=False)
        day = date.fromisoformat(str(content["day"])) if content.get("day") else self.today()
        made = make_letter(
            to=lines,
            words=str(content["words"]),
            subject=str(content.get("subject", "")),
            reference=str(content.get("reference", "")),
            language=str(content.get("language", "en")),
            day=day,
            name=self.name(),
            from_lines=self.from_lines(),
        )
        try:
            self._keep(file_name(content), made)
        except OSError as error:
            raise NotSent(f"folder of letters: {type(error).__name__}", try_again=True) from error

    def _keep(self, name: str, made: bytes) -> None:
        """Whole or not at all: written beside it, flushed, then given its name."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.folder / f".{name}.draft"
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / name)


def file_name(content: Mapping[str, Any]) -> str:
    """The name of its file: the reference of the case, and a digest of the letter's key."""
    reference = re.sub(r"[^A-Za-z0-9-]", "", str(content.get("reference", ""))) or "letter"
    return f"{reference}-{hashlib.sha256(str(content['key']).encode()).hexdigest()[:12]}.pdf"


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A letter in its folder. `size` is in bytes."""

    name: str
    made_at: datetime
    size: int


def list_letters(folder: Path, *, zone: Any) -> tuple[Printed, ...]:
    """The letters that wait to be printed, oldest first. Raises OSError."""
    if not folder.is_dir():
        return ()
    found = [(each, each.stat()) for each in folder.iterdir() if _NAME.fullmatch(each.name)]
    rows = [
        Printed(name=each.name, made_at=datetime.fromtimestamp(told.st_mtime, zone), size=told.st_size)
        for each, told in found
    ]
    return tuple(sorted(rows, key=lambda each: (each.made_at, each.name)))


def remove_letters(folder: Path, reference: str) -> int:
    """Take away every letter about a case, also a draft of one; gives how many. Raises OSError."""
    if not folder.is_dir() or not reference:
        return 0
    gone = [each for each in folder.iterdir() if each.name.removeprefix(".").startswith(f"{reference}-")]
    for each in gone:
        each.unlink(missing_ok=True)
    return len(gone)


def remove_old_letters(folder: Path, *, before: datetime) -> int:
    """Take away those made before then: they were printed, or nobody will. Gives how many. Raises OSError."""
    if not folder.is_dir():
        return 0
    old = [each for each in folder.iterdir() if each.stat().st_mtime < before.timestamp()]
    for each in old:
        each.unlink(missing_ok=True)
    return len(old)


def address_lines(to: Any) -> list[str]:
    """The lines of an address, at most as many as the window shows: what is beyond stands on the last."""
    given = to if isinstance(to, list | tuple) else str(to).splitlines()
    if len(given) == 1:
        given = str(given[0]).split(",")
    lines = [plain for each in given if (plain := " ".join(str(each).split()))]
    return [*lines[: _WINDOW_LINES - 1], ", ".join(lines[_WINDOW_LINES - 1 :])][: len(lines)]


def _named(lines: list[str], name: str) -> list[str]:
    """The address with who it is for above it, where it does not begin with that."""
    plain = " ".join(name.split())
    return lines if not plain or plain.casefold() in " ".join(lines[:1]).casefold() else address_lines([plain, *lines])


def make_letter(
    *,
    to: Sequence[str],
    words: str,
    subject: str,
    reference: str,
    language: str,
    day: date,
    name: str,
    from_lines: Sequence[str],
) -> bytes:
    """The PDF. Paragraphs are parted by empty lines; lines that are too long are folded, and pages are numbered."""
    from io import BytesIO  # noqa: PLC0415 - with the library, which takes a while

    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - likewise

    regular, bold = _fonts()
    said = _WORDS.get(language, _WORDS["en"])
    flowing = [(bold, each) for each in _folded(subject, bold)] + ([(regular, "")] if subject else [])
    flowing += [(regular, line) for line in _paragraphs(words, regular)]
    pages = _paginate(flowing)
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=_A4, lang=language, invariant=1, pageCompression=1)
    canvas.setTitle(subject or reference)
    canvas.setAuthor(name)
    for number, lines in enumerate(pages, start=1):
        top = _BODY_FROM if number == 1 else _MARGIN + 14
        if number == 1:
            _head(canvas, to, name, [*from_lines, "", _day(day, language)], said["reference"].format(reference))
        for row, (font, line) in enumerate(lines):
            canvas.setFont(font, _SIZE)
            canvas.drawString(_MARGIN, _A4[1] - top - row * _LEADING, line)
        canvas.setFont(regular, 9)
        canvas.drawRightString(_A4[0] - _MARGIN, 12 * _MM, said["page"].format(number, len(pages)))
        canvas.drawString(_MARGIN, 12 * _MM, reference)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


def _head(canvas: Any, to: Sequence[str], name: str, right: Sequence[str], reference: str) -> None:
    regular, bold = _fonts()
    canvas.setFont(bold, 14)
    canvas.drawString(_MARGIN, _A4[1] - 22 * _MM, name)
    canvas.setFont(regular, 10.5)
    for row, line in enumerate(to):
        canvas.drawString(_WINDOW[0], _A4[1] - _WINDOW[1] - row * 13, _fitting(line, 86 * _MM, regular, 10.5))
    for row, line in enumerate(right):
        canvas.drawString(128 * _MM, _A4[1] - 30 * _MM - row * 13, _fitting(line, 62 * _MM, regular, 10.5))
    canvas.drawString(128 * _MM, _A4[1] - 30 * _MM - len(right) * 13, reference if reference[-2:] != ": " else "")


def _paginate(lines: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    first = int((_A4[1] - _BODY_FROM - 24 * _MM) // _LEADING)
    others = int((_A4[1] - _MARGIN - 14 - 24 * _MM) // _LEADING)
    pages, rest = [list(lines[:first])], list(lines[first:])
    while rest:
        while rest and not rest[0][1]:  # no page begins with an empty line
            rest.pop(0)
        pages.append(rest[:others])
        rest = rest[others:]
    return [each for each in pages if each] or [[]]


def _paragraphs(words: str, font: str) -> list[str]:
    return [line for each in words.expandtabs(4).splitlines() for line in (_folded(each, font) or [""])]


def _folded(text: str, font: str) -> list[str]:
    """Lines that fit between the margins; a word that is longer than a line is cut."""
    from reportlab.lib.utils import simpleSplit  # noqa: PLC0415 - takes a while

    width = _A4[0] - 2 * _MARGIN
    return [
        piece for line in simpleSplit(_printable(text), font, _SIZE, width) for piece in _cut(line, width, font, _SIZE)
    ]


def _cut(line: str, width: float, font: str, size: float) -> list[str]:
    pieces = []
    while (most := _fits(line, width, font, size)) < len(line):
        pieces.append(line[:most])
        line = line[most:]
    return [*pieces, line]


def _fits(line: str, width: float, font: str, size: float) -> int:
    """How many of its letters fit, at least one. Looked for by halves: a word of thousands keeps no other waiting."""
    ends = range(1, min(len(line), _MOST_IN_LINE) + 1)
    return max(1, bisect_right(ends, width, key=lambda end: _width(line[:end], font, size))) if line else 0


def _fitting(line: str, width: float, font: str, size: float) -> str:
    return _cut(_printable(line), width, font, size)[0]


def _width(text: str, font: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - takes a while

    return float(stringWidth(text, font, size))


def _printable(text: str) -> str:
    """What the font has no sign for is shown as "?", and never left out."""
    return "".join(char if ord(char) in _signs() else "?" for char in text if char.isprintable())


def _day(day: date, language: str) -> str:
    months = (_WORDS["cy"]["months"] if language == "cy" else _MONTHS).split()
    return f"{day.day} {months[day.month - 1]} {day.year}"


@cache
def _fonts() -> tuple[str, str]:
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415 - takes a while
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415 - likewise

    folder = files("fontpkg_fira_sans") / "files"
    names = ("FiraSans-Regular", "FiraSans-SemiBold")
    for name in names:
        registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    return names


@cache
def _signs() -> frozenset[int]:
    from reportlab.pdfbase.pdfmetrics import getFont  # noqa: PLC0415 - takes a while

    return frozenset(getFont(_fonts()[0]).face.charToGlyph)
