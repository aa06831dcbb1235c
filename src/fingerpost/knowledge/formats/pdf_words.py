"""Reads the words of a PDF page with their places, sizes and looks, without those that no reader would see."""

import ctypes
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from fingerpost.knowledge.characters import clean_text
from fingerpost.knowledge.formats.colours import WHITE, Colour, is_invisible_on
from fingerpost.knowledge.formats.hidden import Findings

_INVISIBLE_MODES = frozenset({3, 7})  # neither filled nor stroked; for clipping only
_TINY = 2.0  # points
_MOST_BOXES = 5_000  # of one page: a map drawn in a hundred thousand lines is not a background
_SQUARE = 36.0  # points
_WORD_GAP = 0.18  # of the size: more is a space
_COLUMN_GAP = 1.6  # of the size: more is the next column
_STRAIGHT = math.radians(8)
_BOLD_FROM = 600
_ICONS = {"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf076": "•", "\uf02d": "–", "\x02": "-"}


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Words in a row, in points from the lower left of the page as it is shown. `y` is the baseline."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    page: int = 0


@dataclass(frozen=True, kw_only=True)
class _Box:
    """Something painted: a filled rectangle with its colour, or a picture, whose colour is None."""

    left: float
    bottom: float
    right: float
    top: float
    order: int
    colour: Colour | None

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, kw_only=True)
class _Look:
    """What all characters of one text object share."""

    size: float
    bold: bool
    angle: float
    colour: Colour | None
    invisible: bool
    order: int


@dataclass(frozen=True, kw_only=True)
class _Character:
    text: str
    x0: float
    x1: float
    y: float
    look: _Look


def read_segments(page: Any, number: int, findings: Findings) -> list[Segment]:
    """The visible words of one page in the order they were written, cut at wide gaps."""
    text_page = page.get_textpage()
    try:
        painted = _Painted(page)
        characters = list(_visible(_Characters(page, text_page, painted), painted, findings))
    finally:
        text_page.close()
    return [replace(segment, page=number) for segment in _join(characters)]


class _Painted:
    """What else is on the page, in the order it was painted."""

    def __init__(self, page: Any) -> None:
        self._boxes: dict[tuple[int, int], list[_Box]] = defaultdict(list)  # by square of the page, in order
        self._count = 0
        self.order: dict[int, int] = {}
        edges: tuple[float, float, float, float] = page.get_cropbox()
        self.left, self.bottom, self.right, self.top = edges
        self._area = max((self.right - self.left) * (self.top - self.bottom), 1.0)
        for item in page.get_objects(max_depth=4):
            self._take(item)

    def _take(self, item: Any) -> None:
        at = len(self.order)
        self.order[ctypes.addressof(item.raw.contents)] = at
        if self._count >= _MOST_BOXES:
            return
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._put(_Box(**_edges(item), order=at, colour=None))
        elif item.type == pdfium.FPDF_PAGEOBJ_PATH and _is_filled_rectangle(item):
            colour = _colour_of(lambda *rgba: pdfium.FPDFPageObj_GetFillColor(item, *rgba))
            if colour:
                self._put(_Box(**_edges(item), order=at, colour=colour))

    def _put(self, box: _Box) -> None:
        """Into every square that it touches, so that few boxes are looked at for each character."""
        left, bottom = self._square(max(box.left, self.left), max(box.bottom, self.bottom))
        right, top = self._square(min(box.right, self.right), min(box.top, self.top))
        for across in range(left, right + 1):
            for up in range(bottom, top + 1):
                self._boxes[across, up].append(box)
        self._count += 1

    def _at(self, x: float, y: float) -> list[_Box]:
        """What is painted at this place, in the order it was painted."""
        return [box for box in self._boxes.get(self._square(x, y), ()) if box.holds(x, y)]

    def _square(self, x: float, y: float) -> tuple[int, int]:
        return int((x - self.left) // _SQUARE), int((y - self.bottom) // _SQUARE)

    def is_on_page(self, x: float, y: float) -> bool:
        return self.left - 1 <= x <= self.right + 1 and self.bottom - 1 <= y <= self.top + 1

    def is_covered(self, x: float, y: float, order: int) -> bool:
        """Is something painted over this place later? A picture counts if it covers the page, as a scan does."""
        return any(box.order > order and (box.colour is not None or self._is_a_scan(box)) for box in self._at(x, y))

    def is_lost(self, colour: Colour | None, x: float, y: float, order: int) -> bool:
        """Is text of this colour lost on what lies under it? On a picture that cannot be told, and it is kept."""
        under = [box for box in self._at(x, y) if box.order < order]
        behind = under[-1].colour if under else WHITE
        return colour is not None and behind is not None and is_invisible_on(colour, behind)

    def _is_a_scan(self, box: _Box) -> bool:
        return (box.right - box.left) * (box.top - box.bottom) > 0.8 * self._area


class _Characters:
    """The characters of a text page, each with the look of its text object."""

    def __init__(self, page: Any, text_page: Any, painted: _Painted) -> None:
        self._text_page = text_page
        self._turn = page.get_rotation()
        self._painted = painted
        self._looks: dict[int, _Look] = {}

    def __iter__(self) -> Iterator[tuple[_Character, float, float]]:
        """Each character with the place of its middle on the page as it is stored."""
        box = pdfium.FS_RECTF()
        origin = [ctypes.c_double() for _ in range(2)]
        for at in range(pdfium.FPDFText_CountChars(self._text_page)):
            text = chr(pdfium.FPDFText_GetUnicode(self._text_page, at))
            item = pdfium.FPDFText_GetTextObject(self._text_page, at)
            if not item or text in "\r\n":
                continue
            pdfium.FPDFText_GetLooseCharBox(self._text_page, at, box)  # as wide as the writing moves on
            pdfium.FPDFText_GetCharOrigin(self._text_page, at, *origin)
            left, right, bottom, top = box.left, box.right, box.bottom, box.top
            across, up = self._turned(origin[0].value, origin[1].value)
            ends = [self._turned(x, y)[0] for x, y in ((left, bottom), (right, top))]
            character = _Character(
                text=_ICONS.get(text, text), x0=min(across, *ends), x1=max(ends), y=up, look=self._look(at, item)
            )
            yield character, (left + right) / 2, (bottom + top) / 2

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return {90: (y, -x), 180: (-x, -y), 270: (-y, x)}.get(self._turn, (x, y))

    def _look(self, at: int, item: Any) -> _Look:
        key = ctypes.addressof(item.contents)
        if key not in self._looks:
            self._looks[key] = self._read_look(at, item, key)
        return self._looks[key]

    def _read_look(self, at: int, item: Any, key: int) -> _Look:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text_page, at, matrix)
        name = ctypes.create_string_buffer(128)
        pdfium.FPDFText_GetFontInfo(self._text_page, at, name, 128, ctypes.c_int())
        weight = pdfium.FPDFText_GetFontWeight(self._text_page, at)
        return _Look(
            size=pdfium.FPDFText_GetFontSize(self._text_page, at) * math.hypot(matrix.c, matrix.d),
            bold=weight >= _BOLD_FROM or any(word in name.value.lower() for word in (b"bold", b"black", b"heavy")),
            angle=pdfium.FPDFText_GetCharAngle(self._text_page, at) + math.radians(self._turn),
            colour=_colour_of(lambda *rgba: pdfium.FPDFText_GetFillColor(self._text_page, at, *rgba)),
            invisible=pdfium.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE_MODES,
            order=self._painted.order.get(key, len(self._painted.order)),
        )


def _visible(characters: _Characters, painted: _Painted, findings: Findings) -> Iterator[_Character]:
    """Those that a reader sees; what is left out is reported in stretches."""
    kind, words = "", ""
    for character, x, y in characters:
        why = _why_hidden(character, x, y, painted) if character.text.strip() else kind
        if why != kind:
            findings.add(kind, words)
            kind, words = why, ""
        if why:
            words += character.text
        else:
            yield character
    findings.add(kind, words)


def _why_hidden(character: _Character, x: float, y: float, painted: _Painted) -> str:
    look = character.look
    reasons = (
        ("invisible text layer", look.invisible),
        ("tiny text", look.size < _TINY),
        ("text off the page", not painted.is_on_page(x, y)),
        ("text at an angle", abs(math.remainder(look.angle, math.tau)) > _STRAIGHT),
        ("transparent text", look.colour is None),
        ("text under something painted over it", painted.is_covered(x, y, look.order)),
        ("text in the colour of its background", painted.is_lost(look.colour, x, y, look.order)),
    )
    return next((reason for reason, holds in reasons if holds), "")


def _join(characters: list[_Character]) -> Iterator[Segment]:
    current: list[_Character] = []
    text = ""
    for character in characters:
        if not character.text.strip():
            text += " " if text else ""
            continue
        last = current[-1] if current else None
        if last and not _goes_on(last, character):
            yield _segment(current, text)
            current, text = [], ""
        elif last and character.x0 - last.x1 > _WORD_GAP * character.look.size and not text.endswith(" "):
            text += " "
        current.append(character)
        text += character.text
    if current:
        yield _segment(current, text)


def _goes_on(last: _Character, character: _Character) -> bool:
    size = max(last.look.size, character.look.size)
    same_line = abs(last.y - character.y) < 0.45 * size
    # The letters of a ligature share one place.
    return same_line and character.x0 >= last.x0 - 0.2 * size and character.x0 - last.x1 < _COLUMN_GAP * size


def _segment(characters: list[_Character], text: str) -> Segment:
    looks = [character.look for character in characters]
    return Segment(
        text=" ".join(clean_text(text).split()),
        x0=min(character.x0 for character in characters),
        x1=max(character.x1 for character in characters),
        y=characters[0].y,
        size=sorted(look.size for look in looks)[len(looks) // 2],
        bold=sum(look.bold for look in looks) > 0.6 * len(looks),
    )


def _edges(item: Any) -> dict[str, float]:
    """Where it stands on the page; what is in a form has coordinates of its own, which the form's matrix turns."""
    edges = item.get_bounds()
    holder = item.container
    while holder is not None:
        edges = holder.get_matrix().on_rect(*edges)
        holder = holder.container
    left, bottom, right, top = edges
    return {"left": left, "bottom": bottom, "right": right, "top": top}


def _is_filled_rectangle(item: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(item, mode, stroke)) and (
        mode.value != pdfium.FPDF_FILLMODE_NONE and pdfium.FPDFPath_CountSegments(item) <= 6
    )


def _colour_of(ask: Any) -> Colour | None:
    """None for what is seen through by more than half."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not ask(*parts):
        return 0.0, 0.0, 0.0
    red, green, blue, alpha = (part.value / 255 for part in parts)
    return (red, green, blue) if alpha > 0.5 else None
