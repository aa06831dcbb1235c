"""Turns the tree of a web page into blocks: headings, paragraphs, lists and tables, in page order."""

import re
from collections.abc import Iterator
from typing import Any

from fingerpost.knowledge.blocks import Block, Heading, Item, Items, Paragraph, Table
from fingerpost.knowledge.characters import clean_text
from fingerpost.knowledge.formats.html_tables import read_table

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCK_NAMES = """
address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form
header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul h1 h2 h3
h4 h5 h6"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_FOOTNOTE_MARK = re.compile(r"#(fn|footnote|note|cite_note)", re.I)
_BREAK = "\u2028"  # a line break of the page, as against white space in its source


def read_blocks(root: Any) -> tuple[Block, ...]:
    """The blocks within an element, without empty ones."""
    return tuple(_Reader().read(root))


def text_of(element: Any) -> str:
    """The words of an element as one line; a line break becomes a space."""
    return " ".join(clean_text("".join(_inline(element))).replace(_BREAK, " ").split())


class _Reader:
    """Walks the tree. Words that stand between blocks gather into a paragraph of their own."""

    def __init__(self) -> None:
        self._loose: list[str] = []

    def read(self, element: Any) -> Iterator[Block]:
        yield from self._inside(element)
        yield from self._flush()

    def _inside(self, element: Any) -> Iterator[Block]:
        self._loose.append(element.text or "")
        for child in element:
            yield from self._child(child)
            self._loose.append(child.tail or "")

    def _child(self, child: Any) -> Iterator[Block]:
        level = heading_level(child)
        if level:
            yield from self._flush()
            yield from _heading(child, level)
        elif child.tag in {"ul", "ol", "menu"}:
            yield from self._flush()
            yield from _list(child)
        elif child.tag == "table":
            yield from self._flush()
            yield from self._table(child)
        elif child.tag == "dl":
            yield from self._flush()
            yield from _definitions(child)
        elif child.tag in {"address", "pre"}:
            yield from self._flush()
            yield from _as_written(child)
        elif child.tag in _BLOCKS or _holds_blocks(child):
            yield from self._flush()
            yield from self._inside(child)
            yield from self._flush()
        else:
            self._loose.extend(_inline_with_itself(child))

    def _table(self, element: Any) -> Iterator[Block]:
        table = read_table(element, text_of=text_of)
        if isinstance(table, Table):
            yield table
            return
        for cell in table:  # a table used for layout: its cells are read one after another
            yield from self._inside(cell)
            yield from self._flush()

    def _flush(self) -> Iterator[Block]:
        text = _fold("".join(self._loose))
        self._loose = []
        if any(each.isalnum() for each in text):
            yield Paragraph(text=text)


def heading_level(element: Any) -> int:
    """1 to 6 for a heading; 0 for anything else."""
    if element.tag in _HEADINGS:
        return _HEADINGS[element.tag]
    if (element.get("role") or "").lower() == "heading":
        level = element.get("aria-level") or "2"
        return min(max(int(level), 1), 6) if level.isdigit() else 2
    return 0


def _heading(element: Any, level: int) -> Iterator[Block]:
    text = text_of(element)
    if text:
        yield Heading(level=level, text=text, anchor=_anchor_of(element))


def _anchor_of(heading: Any) -> str:
    """The heading's own id; else one inside it, just before it, or of the section that it opens."""
    inside = [each.get("id") or each.get("name") for each in heading.iter() if each.get("id") or each.get("name")]
    if inside:
        return str(inside[0])
    before = heading.getprevious()
    if before is not None:
        is_bare = before.tag == "a" and not text_of(before) and not (before.tail or "").strip()
        return str(before.get("id") or before.get("name") or "") if is_bare else ""
    parent = heading.getparent()
    opens = parent is not None and parent.tag in {"section", "div", "article"} and not (parent.text or "").strip()
    return str(parent.get("id") or "") if opens else ""


def _list(element: Any) -> Iterator[Block]:
    items = tuple(_items(element, depth=0))
    if items:
        yield Items(items=items)


def _items(element: Any, *, depth: int) -> Iterator[Item]:
    numbered = element.tag == "ol"
    for child in element:
        if child.tag in {"ul", "ol", "menu"}:  # a list put straight into a list
            yield from _items(child, depth=depth + 1)
        elif isinstance(child.tag, str):
            nested = [each for each in child.iter("ul", "ol", "menu") if _nearest_list(each) is element]
            text = " ".join(_fold("".join(_inline_with_itself(child, without=nested))).split())
            if any(each.isalnum() for each in text):
                yield Item(text=text, depth=depth, numbered=numbered)
            for each in nested:
                yield from _items(each, depth=depth + 1)


def _nearest_list(element: Any) -> Any:
    return next(each for each in element.iterancestors("ul", "ol", "menu"))


def _definitions(element: Any) -> Iterator[Block]:
    """Terms with what is said of them, as the rows of a table without headings."""
    rows: list[tuple[str, ...]] = []
    term = ""
    for each in element.iter("dt", "dd"):
        text = text_of(each)
        if each.tag == "dt":
            term = text
        elif text:
            rows.append((term, text) if term else (text,))
    if rows:
        yield Table(rows=tuple(rows))


def _as_written(element: Any) -> Iterator[Block]:
    """An address is one line with commas; text laid out by hand keeps its lines."""
    text = clean_text("".join(_inline(element))).replace(_BREAK, "\n")
    lines = [" ".join(line.split()).strip(",") for line in text.splitlines() if line.strip()]
    if lines:
        yield Paragraph(text=(", " if element.tag == "address" else "\n").join(lines))


def _holds_blocks(element: Any) -> bool:
    return any(each.tag in _BLOCKS for each in element.iterdescendants())


def _inline_with_itself(element: Any, *, without: list[Any] | None = None) -> Iterator[str]:
    if element.tag == "br":
        yield _BREAK
    elif not _is_footnote_mark(element):
        yield from _inline(element, without=without)


def _inline(element: Any, *, without: list[Any] | None = None) -> Iterator[str]:
    """The words inside an element. Blocks within it are set off by a space."""
    yield element.text or ""
    for child in element:
        if not (without and child in without):
            space = " " if child.tag in _BLOCKS else ""
            yield space
            yield from _inline_with_itself(child, without=without)
            yield space
        yield child.tail or ""


def _is_footnote_mark(element: Any) -> bool:
    links = list(element.iter("a")) if element.tag == "sup" else []
    return bool(links) and all(_FOOTNOTE_MARK.search(link.get("href") or "") for link in links)


def _fold(text: str) -> str:
    lines = (" ".join(line.split()) for line in clean_text(text).split(_BREAK))
    return "\n".join(line for line in lines if line)
