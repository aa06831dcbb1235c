"""Splits a page by its headings into passages' worth of lines: one section a heading, cut where it is too long."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from fingerpost.contract.passages import Line, LineKind
from fingerpost.knowledge.blocks import Block, Heading, Items, Paragraph, Table
from fingerpost.knowledge.sentences import split_long, split_sentences

# About 220 tokens of the embedding model, which reads 256 at most; the title and the headings need the rest.
WORDS_IN_A_SECTION = 170
_NOT_IN_A_SLUG = re.compile(r"[^\w\s-]")
_GAPS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, kw_only=True)
class Section:
    """The lines under one heading, or one part of them. `part` counts from 1.

    `anchor` is unique on the page, and shared by the parts of one section; "" above the first heading.
    `anchor_on_page` says that the page itself has it.
    """

    heading_path: tuple[str, ...]
    anchor: str
    anchor_on_page: bool
    lines: tuple[Line, ...]
    part: int = 1


@dataclass(kw_only=True)
class _Open:
    """A section that is still being filled."""

    heading_path: tuple[str, ...] = ()
    anchor: str = ""
    anchor_on_page: bool = True  # the top of a page needs none
    blocks: list[Block] = field(default_factory=list)


def split_page(blocks: Sequence[Block], *, title: str) -> list[Section]:
    """The sections of a page in order, each of at most WORDS_IN_A_SECTION words. Headings without text give none.

    A first-level heading that repeats the title is the title; any other stands in the heading path.
    """
    return [section for opened in _open_sections(blocks, title=title) for section in _cut(opened)]


def _open_sections(blocks: Sequence[Block], *, title: str) -> Iterator[_Open]:
    current = _Open()
    above: list[Heading] = []
    anchors = _Anchors(block.anchor for block in blocks if isinstance(block, Heading))
    for block in blocks:
        if not isinstance(block, Heading):
            current.blocks.append(block)
            continue
        if block.level == 1 and _same_words(block.text, title):
            continue
        yield current
        above = [heading for heading in above if heading.level < block.level] + [block]
        anchor, on_page = anchors.for_heading(block)
        current = _Open(heading_path=tuple(each.text for each in above), anchor=anchor, anchor_on_page=on_page)
    yield current


class _Anchors:
    """Anchors that are unique on one page: the page's own where it has one, else the words of the heading."""

    def __init__(self, on_page: Iterable[str]) -> None:
        self._taken = {anchor for anchor in on_page if anchor}
        self._used: set[str] = set()
        self._count: dict[str, int] = {}

    def for_heading(self, heading: Heading) -> tuple[str, bool]:
        """The anchor, and whether it stands on the page. Of two headings with one anchor the first has it."""
        on_page = bool(heading.anchor) and heading.anchor not in self._used
        anchor = heading.anchor if on_page else self._make(slug_of(heading.text))
        self._used.add(anchor)
        return anchor, on_page

    def _make(self, slug: str) -> str:
        anchor = slug
        while anchor in self._taken or anchor in self._used:
            self._count[slug] = self._count.get(slug, 1) + 1
            anchor = f"{slug}-{self._count[slug]}"
        return anchor


def slug_of(text: str) -> str:
    """The words of a heading as an anchor: small letters and hyphens, at most 80 characters."""
    return _GAPS.sub("-", _NOT_IN_A_SLUG.sub("", text.lower())).strip("-")[:80].rstrip("-") or "section"


def _same_words(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _cut(opened: _Open) -> Iterator[Section]:
    for part, lines in enumerate(_divide(list(lines_of(opened.blocks))), start=1):
        yield Section(
            heading_path=opened.heading_path,
            anchor=opened.anchor,
            anchor_on_page=opened.anchor_on_page,
            lines=lines,
            part=part,
        )


def lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    """Sentences, list items and table rows, numbered by the block they stood in.

    A list within a list has a block of its own; the outer list goes on under its own number after it.
    """
    number = 0
    for block in blocks:
        match block:
            case Paragraph():
                for sentence in split_sentences(block.text):
                    yield from _bounded(sentence, LineKind.SENTENCE, number)
            case Items():
                for line in _lines_of_list(block, number):
                    yield line
                    number = max(number, line.block)
            case Table():
                yield from _lines_of_table(block, number)
            case Heading():
                raise ValueError("a heading opens a section; it is not a line of one")
        number += 1


def _lines_of_list(block: Items, number: int) -> Iterator[Line]:
    open_lists: list[int] = []
    latest = number - 1
    for item in block.items:
        depth = min(item.depth, len(open_lists))
        del open_lists[depth + 1 :]
        if len(open_lists) == depth:
            latest += 1
            open_lists.append(latest)
        kind = LineKind.NUMBER if item.numbered else LineKind.BULLET
        yield from _bounded(" ".join(item.text.split()), kind, open_lists[depth])


def _lines_of_table(block: Table, number: int) -> Iterator[Line]:
    for sentence in split_sentences(block.caption):
        yield from _bounded(sentence, LineKind.SENTENCE, number)
    if block.head:
        yield Line(text=_row(block.head), kind=LineKind.TABLE_HEAD, block=number)
    for row in block.rows:
        yield from _bounded(_row(row), LineKind.TABLE_ROW, number)


def _row(cells: Sequence[str]) -> str:
    """Cells joined with " | ". An empty cell is a dash, so that the columns still line up."""
    return " | ".join(" ".join(cell.replace("|", "¦").split()) or "–" for cell in cells)


def _bounded(text: str, kind: LineKind, block: int) -> Iterator[Line]:
    for piece in split_long(text, limit=WORDS_IN_A_SECTION):
        if piece:
            yield Line(text=piece, kind=kind, block=block)


def _divide(lines: list[Line]) -> Iterator[tuple[Line, ...]]:
    """Parts of about equal length. A line that leads in ("You need:") stays with what it leads to; a table's headings
    are repeated over each part of it."""
    total = sum(map(_words, lines))
    parts = -(-total // WORDS_IN_A_SECTION)
    current: list[Line] = []
    for line in lines:
        if current and _must_cut(current, line, target=total / max(parts, 1)):
            done, current = _cut_before(current, line)
            yield done
        current.append(line)
    if current:
        yield tuple(current)


def _must_cut(current: list[Line], line: Line, *, target: float) -> bool:
    length = sum(map(_words, current))
    if length + _words(line) > WORDS_IN_A_SECTION:
        return True
    return length >= target and line.block != current[-1].block and not current[-1].text.endswith(":")


def _cut_before(current: list[Line], line: Line) -> tuple[tuple[Line, ...], list[Line]]:
    if len(current) > 1 and current[-1].text.endswith(":"):
        return tuple(current[:-1]), current[-1:]
    if line.kind is LineKind.TABLE_ROW:
        heads = [each for each in current if each.kind is LineKind.TABLE_HEAD and each.block == line.block]
        return tuple(current), heads[:1]
    return tuple(current), []


def _words(line: Line) -> int:
    return len(line.text.split())
