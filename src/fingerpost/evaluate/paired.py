"""Two ways of doing the same cases, compared case by case: the difference, and where it lies with 95% confidence.

Shares: Wilson's interval each, and Newcombe's method 10 for their difference (R. G. Newcombe, Improved confidence
intervals for the difference between binomial proportions based on paired data, 1998). Everything else: the bootstrap
over cases, both sides of a case together, with a fixed seed, so that the same figures come out again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.intervals import wilson_interval

RESAMPLED = 2_000
SEED = 20_261_123
_AT_ONCE = 200  # resamples held in memory at a time

Rows = NDArray[np.float64]
Statistic = Callable[[Rows], Rows]
"""From rows of shape (times, cases, columns) to one figure for each time, of shape (times,)."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure with its 95% interval. All three are None where no case says anything of it."""

    value: float | None
    low: float | None
    high: float | None


NOTHING = Estimate(value=None, low=None, high=None)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """`a` and `b` over the same `n` cases, and `difference`, which is b less a."""

    a: Estimate
    b: Estimate
    difference: Estimate
    n: int


def compare_shares(pairs: Sequence[tuple[bool, bool]]) -> Pair:
    """Yes or no of a and of b, for each case that has both."""
    n = len(pairs)
    if not n:
        return Pair(a=NOTHING, b=NOTHING, difference=NOTHING, n=0)
    a, b = (sum(each[side] for each in pairs) for side in (0, 1))
    return Pair(a=_share(a, n), b=_share(b, n), difference=paired_difference(pairs), n=n)


def paired_difference(pairs: Sequence[tuple[bool, bool]]) -> Estimate:
    """The share of b less that of a, by Newcombe's method 10. `pairs` is not empty."""
    n = len(pairs)
    both, only_b, only_a = (
        sum(each == kind for each in pairs) for kind in ((True, True), (False, True), (True, False))
    )
    neither = n - both - only_a - only_b
    share_b, share_a = (both + only_b) / n, (both + only_a) / n
    (low_b, high_b), (low_a, high_a) = wilson_interval(both + only_b, n), wilson_interval(both + only_a, n)
    phi = _correlation(both, only_b, only_a, neither)
    down, up = share_b - low_b, high_b - share_b
    other_down, other_up = share_a - low_a, high_a - share_a
    difference = share_b - share_a
    return Estimate(
        value=difference,
        low=difference - _length(down, other_up, phi),
        high=difference + _length(up, other_down, phi),
    )


def compare_resampled(a: Rows, b: Rows, statistic: Statistic) -> Pair:
    """Any figure of both sides. Row i of `a` and of `b` is case i, NaN where it says nothing.

    Both have shape (cases, columns)."""
    n = len(a)
    if not n or np.isnan(a).all() or np.isnan(b).all():
        return Pair(a=NOTHING, b=NOTHING, difference=NOTHING, n=n)
    drawn = [_draw(a, b, statistic, times, first) for first, times in _batches()]
    of_a, of_b = (np.concatenate([each[side] for each in drawn]) for side in (0, 1))
    value_a, value_b = float(statistic(a[None])[0]), float(statistic(b[None])[0])
    return Pair(
        a=_estimate(value_a, of_a),
        b=_estimate(value_b, of_b),
        difference=_estimate(value_b - value_a, of_b - of_a),
        n=n,
    )


def ratio(rows: Rows) -> Rows:
    """The sum of the first column over that of the second; NaN where that is nought."""
    sums = np.nansum(rows, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(sums[:, 1] > 0, sums[:, 0] / sums[:, 1], np.nan), dtype=np.float64)


def percentile(share: float) -> Statistic:
    """That percentile of the first column, of those that have one: the nearest value, never one between two."""

    def of(rows: Rows) -> Rows:
        ordered = np.sort(rows[:, :, 0], axis=1)  # NaN comes last
        known = np.sum(~np.isnan(ordered), axis=1)
        place = np.maximum(np.ceil(share / 100 * known).astype(int) - 1, 0)
        return np.asarray(ordered[np.arange(len(ordered)), place], dtype=np.float64)

    return of


def _batches() -> list[tuple[int, int]]:
    return [(first, min(_AT_ONCE, RESAMPLED - first)) for first in range(0, RESAMPLED, _AT_ONCE)]


def _draw(a: Rows, b: Rows, statistic: Statistic, times: int, first: int) -> tuple[Rows, Rows]:
    """The same cases of both, drawn with putting back."""
    chance = np.random.default_rng((SEED, first))
    cases = chance.integers(0, len(a), size=(times, len(a)))
    return statistic(a[cases]), statistic(b[cases])


def _estimate(value: float, drawn: Rows) -> Estimate:
    known = drawn[~np.isnan(drawn)]
    if np.isnan(value) or not len(known):
        return NOTHING
    low, high = np.percentile(known, [2.5, 97.5])
    return Estimate(value=value, low=float(low), high=float(high))


def _share(yes: int, n: int) -> Estimate:
    low, high = wilson_interval(yes, n)
    return Estimate(value=yes / n, low=low, high=high)


def _correlation(both: int, only_b: int, only_a: int, neither: int) -> float:
    """Of the two yes-or-nos, with Newcombe's correction where it is above nought; 0 where one side is all the same."""
    margins = (both + only_b) * (only_a + neither) * (both + only_a) * (only_b + neither)
    if not margins:
        return 0.0
    top: float = both * neither - only_b * only_a
    if top > 0:
        top = max(top - (both + only_b + only_a + neither) / 2, 0.0)
    return top / sqrt(margins)


def _length(one: float, other: float, phi: float) -> float:
    return sqrt(max(one**2 - 2 * phi * one * other + other**2, 0.0))
