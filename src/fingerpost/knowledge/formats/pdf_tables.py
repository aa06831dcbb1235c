"""Tells tables from columns of prose on a PDF page, and reads a table's cells row by row.

A PDF has no tables, only words at places. Writers of PDF put a table's cells down row by row, and prose in columns
column by column: how often the words jump from one column to the next tells the two apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fingerpost.knowledge.blocks import Table
from fingerpost.knowledge.formats.pdf_words import Segment

_BESIDE = 0.9  # of the size: a cell of one line stands half-way beside one of two
_TALLEST_CELL = 4  # of the size, up or down from the cell to its left
_FEWEST_ROWS = 2
_NEXT_ROW = 5  # of the size: what is further down is another table
_LEADING = 1.7  # of the size: the next line of the same cell is no further down


@dataclass(frozen=True, kw_only=True)
class Zone:
    """Segments from `start` up to, not including, `end` that make one table."""

    start: int
    end: int
    table: Table


@dataclass(kw_only=True)
class _Row:
    cells: dict[int, list[Segment]] = field(default_factory=dict)


def find_tables(segments: Sequence[Segment]) -> list[Zone]:
    """The tables among the segments of one page, given in the order they were written."""
    beside = _with_neighbours(segments)
    zones = []
    start = 0
    while start < len(segments):
        if not beside[start]:
            start += 1
            continue
        end = _end_of_zone(segments, beside, start)
        zone = segments[start:end]
        columns = _columns(zone)
        rows = _rows(zone, columns) if len(columns) > 1 and _jumps_like_a_table(zone, columns) else []
        if sum(len(row.cells) > 1 for row in rows) >= _FEWEST_ROWS:
            zones.append(Zone(start=start, end=end, table=_table(rows, len(columns))))
        start = end
    return zones


def _with_neighbours(segments: Sequence[Segment]) -> list[bool]:
    """Does each segment share its line with another, or follow right upon one to its left, as the cells of a row do?"""
    order = sorted(range(len(segments)), key=lambda at: -segments[at].y)
    beside = [False] * len(segments)
    for place, at in enumerate(order):
        one = segments[at]
        for other_at in order[place + 1 :]:
            other = segments[other_at]
            if one.y - other.y > _BESIDE * max(one.size, other.size):
                break
            if other.x0 >= one.x1 or one.x0 >= other.x1:
                beside[at] = beside[other_at] = True
    for at, (before, one) in enumerate(pairwise(segments), start=1):
        if before.x1 <= one.x0 and abs(before.y - one.y) <= _TALLEST_CELL * one.size:
            beside[at - 1] = beside[at] = True
    return beside


def _end_of_zone(segments: Sequence[Segment], beside: Sequence[bool], start: int) -> int:
    """Up to the first line that is no cell: too far down, or alone and not under a cell that it could go on from."""
    end = start + 1
    for at in range(start + 1, len(segments)):
        one = segments[at]
        if segments[at - 1].y - one.y > _NEXT_ROW * one.size:
            break
        if beside[at]:
            end = at + 1
        elif not any(_is_under(other, one) for other in segments[start:at]):
            break
    while end < len(segments) and not beside[end] and _is_under(segments[end - 1], segments[end]):
        end += 1
    return end


def _is_under(before: Segment, after: Segment) -> bool:
    """Could `after` be the next line of the cell that `before` stands in?"""
    near = 0 < before.y - after.y <= _LEADING * after.size and abs(before.size - after.size) < 1
    return near and before.bold == after.bold and abs(before.x0 - after.x0) < 2 * after.size


def _columns(zone: Sequence[Segment]) -> list[tuple[float, float]]:
    """The stretches of the page's width that the cells share, from left to right.

    The lines with most cells decide: a heading over two columns must not make them one.
    """
    lines: dict[int, list[Segment]] = {}
    for one in zone:
        lines.setdefault(round(one.y), []).append(one)
    most = max(map(len, lines.values()))
    full = [line for line in lines.values() if len(line) == most]
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((one.x0, one.x1) for line in full for one in line):
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    while len(columns) > most and (at := _never_together(columns, full)) is not None:
        columns[at : at + 2] = [(columns[at][0], columns[at + 1][1])]
    return columns


def _never_together(columns: Sequence[tuple[float, float]], lines: Sequence[Sequence[Segment]]) -> int | None:
    """The closest two neighbours that no line fills both of: a centred heading stood over cells set to the left."""
    filled = [{_column_of(one, columns) for one in line} for line in lines]
    pairs = [at for at in range(len(columns) - 1) if not any({at, at + 1} <= each for each in filled)]
    return min(pairs, key=lambda at: columns[at + 1][0] - columns[at][1], default=None)


def _column_of(one: Segment, columns: Sequence[tuple[float, float]]) -> int:
    middle = min(one.x0 + one.size, (one.x0 + one.x1) / 2)
    return min(range(len(columns)), key=lambda at: max(columns[at][0] - middle, middle - columns[at][1], 0.0))


def _jumps_like_a_table(zone: Sequence[Segment], columns: Sequence[tuple[float, float]]) -> bool:
    places = [_column_of(one, columns) for one in zone]
    jumps = sum(one != other for one, other in pairwise(places))
    lines = len({round(one.y) for one in zone})
    return jumps >= 2 * len(columns) - 1 and (jumps >= 0.4 * lines or lines <= 4)


def _rows(zone: Sequence[Segment], columns: Sequence[tuple[float, float]]) -> list[_Row]:
    """A new row begins where the writing goes back to the left, or down by more than a line within one column."""
    rows = [_Row()]
    latest = -1
    for one in zone:
        column = _column_of(one, columns)
        cell = rows[-1].cells.get(column, [])
        goes_on = column == latest and bool(cell) and 0 <= cell[-1].y - one.y <= _LEADING * one.size
        if column < latest or (column == latest and not goes_on):
            rows.append(_Row())
        rows[-1].cells.setdefault(column, []).append(one)
        latest = column
    return rows


def _table(rows: Sequence[_Row], width: int) -> Table:
    cells = [tuple(_words(row.cells.get(column, [])) for column in range(width)) for row in rows]
    head = rows[0].cells.values()
    body = [one for row in rows[1:] for cell in row.cells.values() for one in cell]
    is_head = all(one.bold for cell in head for one in cell) and not all(one.bold for one in body)
    has_head = len(rows) > _FEWEST_ROWS and (is_head or not any(each.isdigit() for text in cells[0] for each in text))
    return Table(head=cells[0], rows=tuple(cells[1:])) if has_head or is_head else Table(rows=tuple(cells))


def _words(cell: Sequence[Segment]) -> str:
    return " ".join(one.text for one in cell)
