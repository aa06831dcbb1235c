"""Turns the words of a PDF into headings, paragraphs, lists and tables, by size, weight and place."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from fingerpost.knowledge.blocks import Block, Heading, Item, Items, Paragraph, Table
from fingerpost.knowledge.formats.pdf_tables import find_tables
from fingerpost.knowledge.formats.pdf_words import Segment

_MARK = re.compile(r"(?:([•▪◦‣●○■–—*o-])|(\(?\d{1,2}[.)]|\(?[a-z]\)|[ivx]+\)))(?:\s+|\Z)")
_BARE_MARK = re.compile(r"(?:[•▪◦‣●○■–—*o-]|\(?\d{1,2}[.)]|\(?[a-z][.)]|[ivx]+[.)])\Z")
_PAGE_NUMBER = re.compile(r"(page\s*)?\d{1,4}(\s*(of|/)\s*\d{1,4})?\Z", re.I)
_FIRST_PARTS = "self non co ex pre post well part full long short low high means cross"
_KEEPS_HYPHEN = frozenset(_FIRST_PARTS.split())
_CONTENTS_ENTRY = re.compile(r"(\.\s?){5,}\s*\S{0,5}\Z")
_TAIL = 80  # characters at the end of a line that show whether it is one
_LARGER = 1.12  # times the size of the text: a heading
_LONGEST_HEADING = 16  # words
_MARGIN = 0.12  # of the page's height, at the top and at the bottom


@dataclass(kw_only=True)
class _Line:
    """One line of running text, or a whole table. `mark` is "•" or "1" for the start of a list item."""

    segment: Segment
    mark: str = ""
    table: Table | None = None


@dataclass(kw_only=True)
class _Gathering:
    """Lines that belong together: one paragraph, item or heading."""

    lines: list[_Line] = field(default_factory=list)
    level: int = 0


def lay_out(pages: Sequence[Sequence[Segment]], heights: Sequence[tuple[float, float]]) -> tuple[Block, ...]:
    """The blocks of a document. `heights` holds the lowest and the highest point of each page.

    What stands at the top or bottom of several pages is left out, and so is a table of contents.
    """
    kept = _without_repeats(pages, heights)
    lines = [line for page in kept for line in _lines(page) if not _CONTENTS_ENTRY.search(line.segment.text[-_TAIL:])]
    if not lines:
        return ()
    body = _body_size(lines)
    levels = _heading_levels(lines, body)
    gathered = _gather(lines, levels, leading=_leading(lines), known=_words_of(lines))
    return tuple(_with_lists(gathered))


def _without_repeats(pages: Sequence[Sequence[Segment]], heights: Sequence[tuple[float, float]]) -> list[list[Segment]]:
    def in_margin(one: Segment) -> bool:
        low, high = heights[one.page]
        edge = _MARGIN * (high - low)
        return one.y < low + edge or one.y > high - edge

    def shape(one: Segment) -> tuple[str, int]:
        return re.sub(r"\d+", "#", one.text.lower()), round(one.size)  # a title is larger than the header it repeats

    counts = Counter(name for page in pages for name in {shape(one) for one in page if in_margin(one)})
    often = 3 if len(pages) > 3 else 2
    return [
        [
            one
            for one in page
            if not (len(pages) > 1 and in_margin(one) and (counts[shape(one)] >= often or _PAGE_NUMBER.match(one.text)))
        ]
        for page in pages
    ]


def _lines(segments: Sequence[Segment]) -> Iterator[_Line]:
    segments = _with_marks_joined(segments)
    tables = {zone.start: zone for zone in find_tables(segments)}
    at = 0
    while at < len(segments):
        zone = tables.get(at)
        if zone:
            yield _Line(segment=segments[at], table=zone.table)
            at = zone.end
            continue
        line = segments[at]
        at += 1
        while at < len(segments) and at not in tables and _is_beside(line, segments[at]):
            line = replace(line, text=f"{line.text} {segments[at].text}", x1=segments[at].x1)
            at += 1
        yield _read_mark(line)


def _with_marks_joined(segments: Sequence[Segment]) -> list[Segment]:
    """A bullet or number belongs to the words to its right, however far away they stand."""
    joined: list[Segment] = []
    for one in segments:
        if joined and _BARE_MARK.match(joined[-1].text) and _is_beside(joined[-1], one):
            mark = joined.pop()
            one = replace(one, text=f"{mark.text} {one.text}", x0=mark.x0)  # noqa: PLW2901
        joined.append(one)
    return joined


def _is_beside(one: Segment, other: Segment) -> bool:
    return abs(one.y - other.y) < 0.45 * max(one.size, other.size) and other.x0 >= one.x0


def _read_mark(segment: Segment) -> _Line:
    mark = _MARK.match(segment.text)
    if not mark or mark.end() == len(segment.text):
        return _Line(segment=segment)
    return _Line(segment=replace(segment, text=segment.text[mark.end() :]), mark="•" if mark.group(1) else "1")


def _body_size(lines: Sequence[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.segment.size, 1)] += len(line.segment.text)
    return sizes.most_common(1)[0][0]


def _heading_levels(lines: Sequence[_Line], body: float) -> dict[tuple[float, bool], int]:
    """The looks (size, weight) that headings have, each with its level: the larger, the higher."""
    bold = sum(len(line.segment.text) for line in lines if line.segment.bold)
    mostly_bold = bold > 0.5 * sum(len(line.segment.text) for line in lines)
    looks = {
        _look(line.segment)
        for line in lines
        if line.segment.size >= _LARGER * body
        or (line.segment.bold and not mostly_bold and line.segment.size >= body - 0.6)
    }
    sizes = sorted({size for size, _ in looks if size >= _LARGER * body}, reverse=True)
    levels = {}
    for look in looks:
        size = look[0]
        levels[look] = min(sizes.index(size) + 1 if size in sizes else len(sizes) + 1, 6)
    return levels


def _look(segment: Segment) -> tuple[float, bool]:
    return round(segment.size * 2) / 2, segment.bold


def _leading(lines: Sequence[_Line]) -> float:
    """How far apart lines of one paragraph stand, as a multiple of the size: the commonest distance."""
    steps = Counter(
        round((one.segment.y - two.segment.y) / two.segment.size, 1)
        for one, two in pairwise(lines)
        if one.segment.page == two.segment.page and 0.9 < (one.segment.y - two.segment.y) / two.segment.size < 2.5
    )
    common = [step for step, count in steps.items() if count >= 0.5 * max(steps.values())] if steps else []
    return min(common) if common else 1.3


def _gather(
    lines: Sequence[_Line], levels: dict[tuple[float, bool], int], *, leading: float, known: set[str]
) -> Iterator[Block | Item]:
    right = max(line.segment.x1 for line in lines)
    current = _Gathering()
    for line in lines:
        if line.table:
            yield from _finish(current, known)
            current = _Gathering()
            yield line.table
            continue
        level = _level(line, levels)
        last = current.lines[-1] if current.lines else None
        if last is None or level != current.level or not _goes_on(last, line, leading=leading):
            yield from _finish(current, known)
            current = _Gathering(level=level)
        elif level == 0 and _ends_short(last, line, right):
            line.segment = replace(line.segment, text=f"\n{line.segment.text}")
        current.lines.append(line)
    yield from _finish(current, known)


def _level(line: _Line, levels: dict[tuple[float, bool], int]) -> int:
    text = line.segment.text
    if line.mark == "•" or len(text.split()) > _LONGEST_HEADING or not any(each.isalpha() for each in text):
        return 0
    return levels.get(_look(line.segment), 0) if text[-1] not in ".;," else 0


def _goes_on(last: _Line, line: _Line, *, leading: float) -> bool:
    """Does the line belong to the same paragraph, item or heading as the one before?"""
    one, two = last.segment, line.segment
    if line.mark or abs(one.size - two.size) > 0.6:
        return False
    if one.page != two.page:
        return one.text[-1] not in ".!?:" and two.text[:1].islower()
    return 0 < one.y - two.y <= (leading + 0.25) * two.size


def _ends_short(last: _Line, line: _Line, right: float) -> bool:
    """Did the writer break the line, as in an address? Then it ends well before the margin."""
    one, two = last.segment, line.segment
    goes_on = one.text[-1] in ",-" or (two.text[:1].islower() and abs(one.x0 - two.x0) < two.size)
    return one.x1 < 0.65 * right and not goes_on


def _finish(current: _Gathering, known: set[str]) -> Iterator[Block | Item]:
    if not current.lines:
        return
    text = _joined([line.segment.text for line in current.lines], known)
    first = current.lines[0]
    if current.level:
        yield Heading(level=current.level, text=" ".join(text.split()))  # without its number, which is not its name
    elif first.mark:
        yield Item(text=" ".join(text.split()), depth=0, numbered=first.mark == "1")
    elif any(each.isalnum() for each in text):
        yield Paragraph(text=text)


def _joined(texts: Sequence[str], known: set[str]) -> str:
    joined = texts[0]
    for text in texts[1:]:
        if joined.endswith("-") and text[:1].islower():
            joined = _join_word(joined, text, known)
        else:
            joined = f"{joined} {text}" if not text.startswith("\n") else f"{joined}{text}"
    return joined


def _join_word(before: str, after: str, known: set[str]) -> str:
    """Put together a word cut at the end of a line: with its hyphen if the document writes it so elsewhere."""
    first = before[:-1].rpartition(" ")[2].strip("(“\"'‘").lower()
    second = after.partition(" ")[0].strip(".,;:)”\"'’?!").lower()
    if f"{first}-{second}" in known or (first in _KEEPS_HYPHEN and f"{first}{second}" not in known):
        return before + after
    return before[:-1] + after


def _words_of(lines: Sequence[_Line]) -> set[str]:
    return {
        word.strip(".,;:()“”\"'‘’?!").lower() for line in lines for word in line.segment.text.split() if word[-1] != "-"
    }


def _with_lists(parts: Iterator[Block | Item]) -> Iterator[Block]:
    items: list[Item] = []
    for part in parts:
        if isinstance(part, Item):
            items.append(part)
            continue
        if items:
            yield Items(items=tuple(items))
            items = []
        yield part
    if items:
        yield Items(items=tuple(items))
