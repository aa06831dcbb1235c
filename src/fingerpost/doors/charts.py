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


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A line with its band, in a picture that is 100 wide and 100 high. `line` and `band` are points for SVG; `top` is
    the value at the upper edge, and `lines` are the heights of lines, each with its value."""

    line: str
    band: str
    top: float
    lines: tuple[tuple[float, float], ...]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point stands, in per cent from the left and from above. Both are shares."""
        return 100 * min(max(x, 0.0), 1.0), 100 * (1 - min(max(y, 0.0) / self.top, 1.0))


NICE_SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 1.0)


def trace_curve(points: Sequence[tuple[float, float, float, float]]) -> Curve:
    """A curve through points of (x, y, low, high), each a share from 0 to 1, x rising. What lies above the picture is
    drawn at its upper edge: the top is the least nice share that holds every y and most of every band."""
    highest = max((max(y, min(high, 2 * y)) for _, y, _, high in points), default=0.0)
    top = next(each for each in NICE_SHARES if each >= min(highest, 1.0))
    curve = Curve(line="", band="", top=top, lines=((0.0, top), (50.0, top / 2), (100.0, 0.0)))
    line = [curve.place(x, y) for x, y, _, _ in points]
    upper = [curve.place(x, high) for x, _, _, high in points]
    lower = [curve.place(x, low) for x, _, low, _ in reversed(points)]
    return Curve(line=_points(line), band=_points([*upper, *lower]), top=top, lines=curve.lines)


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
