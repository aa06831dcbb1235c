"""Is a stated confidence to be believed, and how much is wrong of what is answered above it?

Reliability: does what is said with 80% come true eight times in ten (the Brier score; the expected calibration error
over bins that hold as many cases each, after Guo and others, 2017). Risk and coverage: for each threshold, the share
of all cases that would be answered, and the share that is wrong among those (El-Yaniv and Wiener, 2010).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.card import Card
from fingerpost.contract.intervals import wilson_interval

BINS = 10
FEWEST_IN_A_BIN = 10
MOST_POINTS = 40
RESAMPLED = 1_000
SEED = 20_261_123
THRESHOLDS = {"answered": "answered_from", "partly answered": "partly_from"}
"""Outcomes that a capability serves from a confidence on, and the setting of its card that says from which."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Said:
    """One case. `confidence` runs from 0 to 1, None where nothing was answered or none was stated. `is_right` says
    whether it came out right."""

    confidence: float | None
    is_right: bool


@dataclass(frozen=True, kw_only=True)
class Share:
    """`yes` of `n`, with its Wilson 95% interval."""

    yes: int
    n: int

    def as_values(self) -> dict[str, Any]:
        low, high = wilson_interval(self.yes, self.n)
        share = self.yes / self.n if self.n else 0.0
        return {"share": round(share, 4), "yes": self.yes, "n": self.n, "low": round(low, 4), "high": round(high, 4)}


@dataclass(frozen=True, kw_only=True)
class Point:
    """What is answered, and what of it is wrong, where only a confidence of `threshold` or more is answered."""

    threshold: float
    answered: Share
    wrong: Share

    def as_values(self) -> dict[str, Any]:
        return {
            "threshold": round(self.threshold, 4),
            "answered": self.answered.as_values(),
            "wrong": self.wrong.as_values(),
        }


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Answers of about the same confidence: how sure they said they were, and how many came true."""

    low: float
    high: float
    said: float
    came_true: Share

    def as_values(self) -> dict[str, Any]:
        ends = {name: round(getattr(self, name), 4) for name in ("low", "high", "said")}
        return {**ends, "came_true": self.came_true.as_values()}


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """`cases` are all of the half, `answered` those with a confidence. `brier` and `error` are each (figure, low, high)
    with a 95% interval. `served` are the points at which outcomes are served from, by the kind of outcome."""

    half: str
    cases: int
    answered: int
    brier: tuple[float, float, float]
    error: tuple[float, float, float]
    bins: tuple[Bin, ...]
    points: tuple[Point, ...]
    served: Mapping[str, Point]

    def as_values(self) -> dict[str, Any]:
        """As plain JSON values, rounded to what can be read."""
        return {
            "half": self.half,
            "cases": self.cases,
            "answered": self.answered,
            **{
                name: dict(zip(("value", "low", "high"), (round(each, 4) for each in figure), strict=True))
                for name, figure in (("brier", self.brier), ("error", self.error))
            },
            "bins": [each.as_values() for each in self.bins],
            "points": [each.as_values() for each in self.points],
            "served": {kind: point.as_values() for kind, point in self.served.items()},
        }


def served_thresholds(card: Card) -> dict[str, float]:
    """From which confidence on which kind of outcome is served, as the settings of the card have it."""
    return {kind: float(card.settings[name]) for kind, name in THRESHOLDS.items() if name in card.settings}


def calibrate(said: Sequence[Said], *, half: str, served: Mapping[str, float] | None = None) -> Calibration | None:
    """The measure over these cases; None where none of them states a confidence."""
    stated = sorted(
        ((each.confidence, each.is_right) for each in said if each.confidence is not None), key=lambda pair: -pair[0]
    )
    if not stated:
        return None
    confidence = np.array([pair[0] for pair in stated], dtype=np.float64)
    right = np.array([pair[1] for pair in stated], dtype=np.float64)
    return Calibration(
        half=half,
        cases=len(said),
        answered=len(stated),
        brier=_with_interval(brier_score, confidence, right),
        error=_with_interval(calibration_error, confidence, right),
        bins=tuple(_bin(confidence[place], right[place]) for place in _places(len(stated))),
        points=_curve(confidence, right, cases=len(said)),
        served={
            kind: _point(threshold, confidence, right, cases=len(said)) for kind, threshold in (served or {}).items()
        },
    )


def brier_score(confidence: Numbers, right: Numbers) -> float:
    """The mean of the squares of what confidence is off by: 0 is perfect; always saying one half gives 0.25."""
    return float(np.mean((confidence - right) ** 2))


def calibration_error(confidence: Numbers, right: Numbers) -> float:
    """By how much confidence is off on average, over bins of as many answers each; both sorted alike, surest first.

    With few answers it is too high rather than too low: chance moves every bin.
    """
    off = [
        abs(float(np.mean(confidence[place])) - float(np.mean(right[place]))) * (place.stop - place.start)
        for place in _places(len(confidence))
    ]
    return float(sum(off) / len(confidence))


def _places(n: int) -> list[slice]:
    """Bins of as many answers each, none with fewer than FEWEST_IN_A_BIN but for the only one."""
    bins = max(1, min(BINS, n // FEWEST_IN_A_BIN))
    edges = [round(n * each / bins) for each in range(bins + 1)]
    return [slice(start, stop) for start, stop in pairwise(edges)]


def _bin(confidence: Numbers, right: Numbers) -> Bin:
    return Bin(
        low=float(confidence[-1]),
        high=float(confidence[0]),
        said=float(np.mean(confidence)),
        came_true=Share(yes=int(right.sum()), n=len(right)),
    )


def _curve(confidence: Numbers, right: Numbers, *, cases: int) -> tuple[Point, ...]:
    """From the surest answer alone to all of them. Answers that are equally sure come together."""
    thresholds = np.unique(confidence)[::-1]
    if len(thresholds) > MOST_POINTS:
        chosen = np.unique(np.linspace(0, len(thresholds) - 1, MOST_POINTS).round().astype(int))
        thresholds = thresholds[chosen]
    return tuple(_point(float(each), confidence, right, cases=cases) for each in thresholds)


def _point(threshold: float, confidence: Numbers, right: Numbers, *, cases: int) -> Point:
    is_answered = confidence >= threshold
    answered = int(is_answered.sum())
    wrong = answered - int(right[is_answered].sum())
    return Point(threshold=threshold, answered=Share(yes=answered, n=cases), wrong=Share(yes=wrong, n=answered))


def _with_interval(
    figure: Callable[[Numbers, Numbers], float], confidence: Numbers, right: Numbers
) -> tuple[float, float, float]:
    """The figure with its 95% interval, by the bootstrap over answers with a fixed seed."""
    chance = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLED):
        cases = np.sort(chance.integers(0, len(confidence), size=len(confidence)))  # sorted still: surest first
        drawn.append(figure(confidence[cases], right[cases]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    return figure(confidence, right), float(low), float(high)
