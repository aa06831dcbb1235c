"""Reads an HTML table into rows of cells, each in its column, spanned cells repeated where they reach."""

from collections.abc import Callable
from typing import Any

from fingerpost.knowledge.blocks import Table
from fingerpost.knowledge.formats.unreadable import Unreadable

_WIDEST = 100  # columns or rows that one cell may claim to span
_MOST_CELLS = 100_000


def read_table(element: Any, *, text_of: Callable[[Any], str]) -> Table | list[Any]:
    """The table; or, for one that only lays out a page, its cells in order."""
    rows = [row for row in element.iter("tr") if _table_of(row) is element]
    if _is_layout(element, rows):
        return [cell for row in rows for cell in row if cell.tag in {"td", "th"}]
    heads = _head_rows(rows)
    cells = _spread(rows, text_of=text_of)
    filled = [row for row in cells[heads:] if any(row)]
    head = _join_heads(cells[:heads])
    captions = [text_of(each) for each in element.iter("caption") if _table_of(each) is element]
    return Table(
        rows=tuple(_without_repeats(row) for row in filled),
        head=head if any(head) else (),
        caption=" ".join(captions),
    )


def _table_of(element: Any) -> Any:
    return next(element.iterancestors("table"), None)


def _is_layout(element: Any, rows: list[Any]) -> bool:
    if (element.get("role") or "").lower() == "presentation":
        return True
    if any(True for _ in element.iterdescendants("table", "h1", "h2", "h3", "h4")):
        return True
    has_heads = any(True for _ in element.iter("th"))
    return not has_heads and max((len(row) for row in rows), default=0) < 2


def _head_rows(rows: list[Any]) -> int:
    """How many rows at the top are headings: those in <thead>, or else the first if it holds headings only."""
    in_head: int = sum(row.getparent().tag == "thead" for row in rows)
    if in_head:
        return in_head
    cells = [cell.tag for cell in rows[0] if cell.tag in {"td", "th"}] if rows else []
    return int(len(rows) > 1 and bool(cells) and all(tag == "th" for tag in cells))


def _spread(rows: list[Any], *, text_of: Callable[[Any], str]) -> list[list[str]]:
    grid: list[dict[int, str]] = [{} for _ in rows]
    count = 0
    for down, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            while column in grid[down]:
                column += 1
            text = text_of(cell)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for line in grid[down : down + high]:
                for offset in range(wide):
                    line[column + offset] = text
                    count += 1
            column += wide
            if count > _MOST_CELLS:
                raise Unreadable(f"It holds a table of more than {_MOST_CELLS:,} cells: data, rather than guidance.")
    return [_in_order(line) for line in grid]


def _in_order(line: dict[int, str]) -> list[str]:
    return [line.get(column, "") for column in range(max(line, default=-1) + 1)]


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), _WIDEST) if value.isdigit() else 1


def _join_heads(rows: list[list[str]]) -> tuple[str, ...]:
    """Several rows of headings as one: "2026 to 2027: weekly rate"."""
    width = max(map(len, rows), default=0)
    columns = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]
    return tuple(": ".join(dict.fromkeys(column)) for column in columns)


def _without_repeats(row: list[str]) -> tuple[str, ...]:
    """A cell that spans the whole row stands once."""
    return (row[0],) if len(row) > 1 and len(set(row)) == 1 else tuple(row)
