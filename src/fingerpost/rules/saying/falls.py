"""Where earning a pound more leaves less: the edges of the curve of earnings, each found to the pound."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fingerpost.rules.saying.sweep import Money, Reckoned, Sweep

FALL = 100  # pounds a year: a smaller fall is no edge
FINER = 40  # parts into which a step is cut to find where the fall is; done twice, it is found to the pound
MOST_FALLS = 6

Search = Generator[Money, Reckoned, tuple["Fall", ...]]
"""Looks for falls: says at which earnings it wants to know more, is told, and says so again until it has found them."""


@dataclass(frozen=True, kw_only=True)
class Fall:
    """An edge: earnings, in pence a year, at which so much is lost at once, in pence a year, and by which schemes.
    Where nothing is lost in money, the schemes end there, or, where not `is_sure`, perhaps do."""

    at: int
    lost: int
    schemes: tuple[str, ...]
    is_sure: bool = True


def side_by_side(sweep: Sweep, *searches: Search) -> list[tuple[Fall, ...]]:
    """What some searches find. All that they ask is worked out in one go: each go costs much the same."""
    found: dict[int, tuple[Fall, ...]] = {}
    told: dict[int, Reckoned | None] = dict.fromkeys(range(len(searches)))
    while told:
        asked: dict[int, Money] = {}
        for place, answer in told.items():
            try:
                asked[place] = (next(searches[place]) if answer is None else searches[place].send(answer)).ravel()
            except StopIteration as end:
                found[place] = end.value
        ends = np.cumsum([len(each) for each in asked.values()])
        all_ = sweep.at(np.concatenate(list(asked.values()))) if asked else None
        told = {
            place: all_.part(slice(end - len(asked[place]), end))
            for place, end in zip(asked, ends, strict=True)
            if all_ is not None
        }
    return [found[place] for place in range(len(searches))]


def found_falls(whole: Reckoned, schemes: Sequence[str]) -> Search:
    """Where a pound more makes what is left fall by at least `FALL`. Only steps that leave less than half of what was
    earned in them are looked into, all at once: first in `FINER` parts, then pound by pound."""
    net, at = whole.net(schemes), whole.at
    starts = np.flatnonzero(np.diff(net) < np.diff(at) / 2)
    if not len(starts):
        return ()
    low, high = at[starts], at[starts + 1]
    for pieces in _pieces(low, high):
        grid = _grid(low, high, pieces)
        found = yield grid
        drop = -np.diff(found.net(schemes).reshape(grid.shape), axis=1)
        worst = drop.argmax(axis=1)
        low, high = _at(grid, worst)
    lost = [row for row in range(len(worst)) if drop[row, worst[row]] >= 100 * FALL]
    falls = [_fall(found, schemes, row * grid.shape[1] + int(worst[row])) for row in lost]
    largest = sorted({each.at: each for each in falls if each}.values(), key=lambda each: -each.lost)[:MOST_FALLS]
    return tuple(sorted(largest, key=lambda each: each.at))


def _fall(found: Reckoned, schemes: Sequence[str], before: int) -> Fall | None:
    """The fall between one place and the next, and the schemes that have a tenth of it or more. None where one of them
    is not settled at either: then it may be no fall at all."""
    net = found.net(schemes)
    lost = float(net[before] - net[before + 1])
    by = {name: float(found.low[name][before] - found.low[name][before + 1]) for name in schemes}
    named = sorted((name for name in by if by[name] >= lost / 10), key=lambda name: -by[name])
    if not all(bool(np.all(found.is_settled(name)[before : before + 2])) for name in named):
        return None
    return Fall(at=int(found.at[before + 1]), lost=round(lost), schemes=tuple(named))


def last_had(whole: Reckoned, *, after: int | None) -> Search:
    """Where, with more than is earned now, a scheme without money is surely had, and with a pound more is not."""
    firsts = {name: np.flatnonzero(sure[:-1] & ~sure[1:]) for name, sure in whole.surely.items()}
    ends = {name: int(found[0]) for name, found in firsts.items() if len(found)}
    if not ends:
        return ()
    starts = np.array(list(ends.values()))
    low, high = whole.at[starts], whole.at[starts + 1]
    for pieces in _pieces(low, high):
        grid = _grid(low, high, pieces)
        found = yield grid
        rows = [found.surely[name].reshape(grid.shape)[row] for row, name in enumerate(ends)]
        last = np.array([max(int(np.flatnonzero(~row)[0]) - 1, 0) for row in rows])
        low, high = _at(grid, last)
    falls = [
        Fall(
            at=int(high[row]),
            lost=0,
            schemes=(name,),
            is_sure=not found.perhaps[name].reshape(grid.shape)[row, last[row] + 1],
        )
        for row, name in enumerate(ends)
    ]
    return tuple(each for each in falls if after is None or each.at > after)


def _pieces(low: Money, high: Money) -> tuple[int, int]:
    """Into how many parts steps are cut, and those again, so that the last are a pound wide."""
    return FINER, int(np.ceil((high - low).max() / FINER / 100)) + 1


def _grid(low: Money, high: Money, pieces: int) -> Money:
    """Whole pounds between each low and high, a row each."""
    return np.asarray(np.round(np.linspace(low, high, pieces + 1, axis=1) / 100) * 100)


def _at(grid: Money, place: NDArray[np.intp]) -> tuple[Money, Money]:
    """The two ends of one part of each row."""
    rows = np.arange(len(place))
    return grid[rows, place], grid[rows, place + 1]
