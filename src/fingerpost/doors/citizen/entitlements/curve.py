"""The curve of what is left, as places for our own SVG in per cent of the picture, and as rows of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from fingerpost.doors.charts import round_up

EVERY = 5  # points from one row of the table to the next
MARKED_FROM = 4  # per cent: two edges closer than that share a mark


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One place on the curve, in per cent from the left and from above. `label` has the numbers of the edges there."""

    x: float
    y: float
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """`line` are points for SVG; `top` and `end` the values at the upper and the right edge, in pounds; `rows` are
    (earnings, what is left, what is kept of each pound earned more since the row before)."""

    line: str
    top: int
    end: int
    edges: tuple[Mark, ...]
    now: Mark | None
    rows: tuple[tuple[int, int, int | None], ...]


def picture_of(claim: Mapping[str, Any]) -> Picture | None:
    """The picture of the claim that holds the curve; None where it holds no point."""
    points = [(int(x), int(y)) for x, y in claim["reckoned"].get("rows", ())]
    if len(points) < 2:
        return None
    top, end = round_up(max(1, *(y for _, y in points))), points[-1][0]

    def place(x: float, y: float) -> tuple[float, float]:
        return 100 * x / end, 100 * (1 - min(max(y / top, 0.0), 1.0))

    falls = [each["reckoned"] for each in claim["beside"] if each["reckoned"]["part"] == "fall"]
    line = [place(x, y) for x, y in _with_edges(points, falls)]
    now = claim["reckoned"].get("low")
    return Picture(
        line=" ".join(f"{x:.2f},{y:.2f}" for x, y in line),
        top=top,
        end=end,
        edges=tuple(_marks(falls, points, place)),
        now=_mark_at(now / 100, points, place) if now is not None and now / 100 <= end else None,
        rows=tuple(_rows(points)),
    )


def _with_edges(points: Sequence[tuple[int, int]], falls: Sequence[Mapping[str, Any]]) -> list[tuple[float, float]]:
    """The points with the two ends of each fall between them, so that an edge is drawn upright where it is."""
    drawn: list[tuple[float, float]] = [*points]
    for fall in falls:
        at = fall["low"] / 100
        before = next(((a, b) for a, b in pairwise(points) if a[0] < at <= b[0]), None)
        if before is not None:
            high = _between(before[1], at, fall["high"] / 100)
            drawn += [(at - 1, high), (at, high - fall["high"] / 100)]
    return sorted(drawn, key=lambda each: each[0])


def _between(after: tuple[int, int], at: float, lost: float) -> float:
    """What is left just before a fall: as much as at the next point, and the fall again."""
    return after[1] + lost


def _marks(falls: Sequence[Mapping[str, Any]], points: Sequence[tuple[int, int]], place: Any) -> list[Mark]:
    """A mark for each edge; those too close to be told apart share one."""
    found: list[Mark] = []
    for number, fall in enumerate(falls, start=1):
        mark = _mark_at(fall["low"] / 100, points, place)
        if found and mark.x - found[-1].x < MARKED_FROM:
            found[-1] = replace(found[-1], label=f"{found[-1].label}, {number}")
        else:
            found.append(replace(mark, label=str(number)))
    return found


def _mark_at(x: float, points: Sequence[tuple[int, int]], place: Any) -> Mark:
    """Where the curve is at x, straight from point to point."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1:
            left, above = place(x, y0 + (y1 - y0) * (x - x0) / (x1 - x0))
            return Mark(x=left, y=above)
    left, above = place(*points[-1])
    return Mark(x=left, y=above)


def _rows(points: Sequence[tuple[int, int]]) -> list[tuple[int, int, int | None]]:
    chosen = points[::EVERY]
    first = [(chosen[0][0], chosen[0][1], None)]
    return first + [(x1, y1, round(100 * (y1 - y0) / (x1 - x0))) for (x0, y0), (x1, y1) in pairwise(chosen)]
