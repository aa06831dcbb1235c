"""Weighted figures of a population before and after a change, each with how far chance alone may have moved it.

How sure a figure is: the households are dealt into random groups, and the groups drawn again with replacement, many
times over (a bootstrap of random groups; Wolter, Introduction to Variance Estimation, chapter 2). The bounds hold
95% of the figures so drawn. They speak of sampling alone: not of wrong data, nor of what the rules leave out, nor of
how people respond.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fingerpost.rules.populations.columns import Array

GROUPS = 200
DRAWS = 400
LEVEL = (2.5, 97.5)  # percentiles
NOTICED = 1.0  # pounds a year: a smaller change is rounding, and makes nobody a winner or a loser
POVERTY_SHARE = 0.6  # of the median: relative low income, as in Households Below Average Income
DECILES = tuple(str(number) for number in range(1, 11))


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure, and the bounds between which sampling leaves it 95 times in 100."""

    value: float
    low: float
    high: float

    def as_values(self) -> dict[str, float]:
        return {"value": _tidy(self.value), "low": _tidy(self.low), "high": _tidy(self.high)}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One population under two books of rules. Incomes are pounds a year of a whole household, after tax and benefits.

    `weight` says how many households each stands for, `people` and `children` how many live in it. `groupings` hold,
    for each way to divide the households, the place of each among its labels. `parts` are the yearly pounds of each
    benefit or tax, before and after; a tax counts against the household and stands here with a minus.
    """

    weight: Array
    people: Array
    children: Array
    equivalence: Array
    before: Array
    after: Array
    groupings: Mapping[str, tuple[Array, Sequence[str]]] = field(default_factory=dict)
    parts: Mapping[str, tuple[Array, Array]] = field(default_factory=dict)


def weighted_quantile(values: Array, weight: Array, shares: Sequence[float]) -> Array:
    """The values below which the shares of the weight lie. Halfway between neighbours counts to the lower."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weight[order])
    places = np.searchsorted(reached, np.asarray(shares) * reached[-1], side="left").clip(max=len(values) - 1)
    return np.asarray(values[order][places])


def deciles_of(income: Array, weight: Array) -> Array:
    """Each one's tenth, from 0 (the poorest) to 9, so that each holds a tenth of the weight."""
    edges = weighted_quantile(income, weight, [number / 10 for number in range(1, 10)])
    return np.searchsorted(edges, income, side="left")


class Resampling:
    """Draws the random groups again and again; the same seed gives the same bounds."""

    def __init__(self, count: int, *, seed: int, draws: int = DRAWS) -> None:
        random = np.random.default_rng(seed)
        self.groups = min(GROUPS, max(count, 1))
        self.group = random.permutation(count) % self.groups
        self._times = random.multinomial(self.groups, np.full(self.groups, 1 / self.groups), size=draws)

    def sums(self, values: Array, codes: Array | None = None, cells: int = 1) -> Array:
        """The sum of `values` in each group and cell: groups by cells."""
        place = self.group * cells + (0 if codes is None else codes)
        return np.bincount(place, weights=values, minlength=self.groups * cells).reshape(self.groups, cells)

    def total(self, sums: Array, cell: int = 0) -> Estimate:
        return _estimate(sums[:, cell].sum(), self._times @ sums[:, cell])

    def ratio(self, above: Array, below: Array, cell: int = 0) -> Estimate:
        """One total over another; nought where there is nothing to divide by."""
        return _estimate(
            _over(above[:, cell].sum(), below[:, cell].sum()),
            _over(self._times @ above[:, cell], self._times @ below[:, cell]),
        )


def summarise(compared: Compared, *, seed: int = 1) -> dict[str, Any]:
    """Every figure as plain values, ready to be written as JSON: cost, parts, groups and poverty."""
    again = Resampling(len(compared.weight), seed=seed)
    people = compared.weight * compared.people
    equivalised = compared.before / compared.equivalence
    groupings = {"decile": (deciles_of(equivalised, people), DECILES), **compared.groupings}
    everyone: tuple[Array, Sequence[str]] = (np.zeros(len(people), dtype=int), ("all",))
    return {
        "households": float(compared.weight.sum()),
        "people": float(people.sum()),
        "rows": len(compared.weight),
        "cost": again.total(again.sums(compared.weight * (compared.after - compared.before))).as_values(),
        "parts": {name: _part(again, compared.weight, *pair) for name, pair in compared.parts.items()},
        "everyone": _grouping(again, compared, *everyone)[0],
        "groups": {name: _grouping(again, compared, *each) for name, each in groupings.items()},
        "poverty": _poverty(again, compared, people),
    }


def _part(again: Resampling, weight: Array, before: Array, after: Array) -> dict[str, Any]:
    return {
        "before": again.total(again.sums(weight * before)).as_values(),
        "change": again.total(again.sums(weight * (after - before))).as_values(),
    }


def _grouping(again: Resampling, compared: Compared, codes: Array, labels: Sequence[str]) -> list[dict[str, Any]]:
    """One row for each label: how many, how many win and lose, and the mean change a year."""
    cells, weight = len(labels), compared.weight
    change = compared.after - compared.before
    every = again.sums(weight, codes, cells)
    wins = again.sums(weight * (change > NOTICED), codes, cells)
    loses = again.sums(weight * (change < -NOTICED), codes, cells)
    changes = again.sums(weight * change, codes, cells)
    incomes = again.sums(weight * compared.before, codes, cells)
    return [
        {
            "group": label,
            "households": float(every[:, cell].sum()),
            "rows": int((codes == cell).sum()),
            "mean_change": again.ratio(changes, every, cell).as_values(),
            "share_of_income": again.ratio(changes, incomes, cell).as_values(),
            "win": again.ratio(wins, every, cell).as_values(),
            "lose": again.ratio(loses, every, cell).as_values(),
        }
        for cell, label in enumerate(labels)
    ]


def _poverty(again: Resampling, compared: Compared, people: Array) -> dict[str, Any]:
    """People and children below 60% of the median before the change. The line stays where it was."""
    before, after = compared.before / compared.equivalence, compared.after / compared.equivalence
    line = POVERTY_SHARE * float(weighted_quantile(before, people, [0.5])[0])
    found: dict[str, Any] = {"line": _tidy(line), "share_of_median": POVERTY_SHARE}
    for name, of in (("people", people), ("children", compared.weight * compared.children)):
        found[name] = {
            "before": again.total(again.sums(of * (before < line))).as_values(),
            "after": again.total(again.sums(of * (after < line))).as_values(),
            "change": again.total(again.sums(of * ((after < line) * 1.0 - (before < line)))).as_values(),
        }
    return found


MARGINAL_EDGES = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
MARGINAL_LABELS = ("below 0", "0 to 20", "20 to 30", "30 to 40", "40 to 50", "50 to 60", "60 to 70", "70 to 80",
                   "80 to 100", "100 or more")  # fmt: skip


def summarise_marginal(before: Array, after: Array, weight: Array, *, seed: int = 1) -> list[dict[str, Any]]:
    """How many earners keep how little of a little more pay: the share with each marginal rate, before and after.

    A rate is what tax and lost benefits take of one more pound: 0.55 is 55p.
    """
    again = Resampling(len(weight), seed=seed)
    cells = len(MARGINAL_LABELS)
    every = again.sums(weight)
    counted = [
        again.sums(weight, np.searchsorted(MARGINAL_EDGES, np.round(rates, 6), side="right"), cells)
        for rates in (before, after)
    ]
    return [
        {
            "percent": label,
            "before": _share(again, counted[0], every, cell),
            "after": _share(again, counted[1], every, cell),
        }
        for cell, label in enumerate(MARGINAL_LABELS)
    ]


def _share(again: Resampling, counted: Array, every: Array, cell: int) -> dict[str, float]:
    return again.ratio(counted[:, [cell]], every).as_values()


def _estimate(value: Any, drawn: Array) -> Estimate:
    low, high = np.percentile(drawn, LEVEL)
    return Estimate(value=float(value), low=float(low), high=float(high))


def _over(above: Any, below: Any) -> Any:
    return np.divide(above, below, out=np.zeros_like(np.asarray(above, dtype=float)), where=np.asarray(below) != 0)


def _tidy(number: float) -> float:
    """Six figures are more than any survey has."""
    return float(f"{number:.6g}")
