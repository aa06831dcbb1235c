"""Charts as numbers for our own SVG: places and lengths in per cent of the picture, so that no text is ever shrunk.

Words stand around the picture as HTML, and the same data stands beside it as a table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GAP = 0.2  # of a column's width, left empty
NICE = (10, 12, 16, 20, 30, 40, 50, 60, 80, 100)


@dataclass(frozen=True, kw_only=True)
class Block:
    """One part of a column: `series` names its colour."""

    series: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Stacked columns. `top` is the value at the upper edge; `lines` are the heights of lines, each with its value."""

    blocks: tuple[Block, ...]
    top: int
    lines: tuple[tuple[float, int], ...]


@dataclass(frozen=True, kw_only=True)
class Range:
    """One dot with its interval, from the left edge; `threshold` where it must be, None where nothing is asked."""

    at: float
    low: float
    high: float
    threshold: float | None


def stack_columns(columns: Sequence[Mapping[str, int]], *, series: Sequence[str]) -> Columns:
    """A column for each mapping of counts by series; the first series stands at the foot."""
    top = round_up(max((sum(column.get(name, 0) for name in series) for column in columns), default=0))
    width = 100 / max(len(columns), 1)
    blocks = []
    for number, column in enumerate(columns):
        foot = 100.0
        for name in series:
            height = 100 * column.get(name, 0) / top
            if height:
                foot -= height
                x = number * width + width * GAP / 2
                blocks.append(Block(series=name, x=x, y=foot, width=width * (1 - GAP), height=height))
    return Columns(blocks=tuple(blocks), top=top, lines=((0.0, top), (50.0, top // 2), (100.0, 0)))


def round_up(value: int) -> int:
    """The next even number that is easy to read: 10, 12, 16, 20, 30 and so on, times a power of ten; at least 10."""
    power = 1
    while NICE[-1] * power < value:
        power *= 10
    return next(each * power for each in NICE if each * power >= value)


def place_range(
    share: float, *, low: float, high: float, threshold: float | None, start: float = 0.0, end: float = 1.0
) -> Range:
    """A share with its interval on a line from `start` to `end`, in per cent of its length."""

    def along(value: float) -> float:
        return 100 * min(max((value - start) / (end - start), 0.0), 1.0)

    return Range(
        at=along(share),
        low=along(low),
        high=along(high),
        threshold=None if threshold is None else along(threshold),
    )
