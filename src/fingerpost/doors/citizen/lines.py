"""Lines of guidance put back into the paragraphs, lists and tables they stood in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from fingerpost.contract.passages import LineKind

_SHAPES = {
    LineKind.SENTENCE: "paragraph",
    LineKind.BULLET: "bullets",
    LineKind.NUMBER: "numbers",
    LineKind.TABLE_HEAD: "table",
    LineKind.TABLE_ROW: "table",
}


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """One line. `cells` are those of a table row; `is_head` says they name the columns; `is_first` marks are led to."""

    text: str
    is_marked: bool
    is_first: bool = False
    cells: tuple[str, ...] = ()
    is_head: bool = False


@dataclass(frozen=True, kw_only=True)
class Block:
    """One paragraph, list or table. `shape` is paragraph, bullets, numbers or table."""

    shape: str
    lines: tuple[ShownLine, ...]


def blocks_of(lines: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Lines of a reply (text, kind, block, marked), in order, grouped by the block they stood in."""
    grouped = groupby(lines, key=lambda line: (line["block"], _SHAPES.get(line["kind"], "paragraph")))
    return [Block(shape=shape, lines=tuple(_shown(line) for line in group)) for (_, shape), group in grouped]


def _shown(line: Mapping[str, Any]) -> ShownLine:
    is_row = line["kind"] in {LineKind.TABLE_HEAD, LineKind.TABLE_ROW}
    return ShownLine(
        text=line["text"],
        is_marked=bool(line.get("marked")),
        is_first=bool(line.get("is_first")),
        cells=tuple(line["text"].split(" | ")) if is_row else (),
        is_head=line["kind"] == LineKind.TABLE_HEAD,
    )
