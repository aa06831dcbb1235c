"""Many households as columns of numbers: one array for each fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Column = Array | tuple[Array, Array]
NATIONS = ("england", "scotland", "wales", "northern-ireland")
FAMILIES = ("single", "couple", "couple_with_children", "lone_parent", "single_pensioner", "couple_pensioner")


def least(column: Column) -> Array:
    """The least that each may be."""
    return column[0] if isinstance(column, tuple) else column


def _taken(column: Column, rows: Array | slice) -> Column:
    return (column[0][rows], column[1][rows]) if isinstance(column, tuple) else column[rows]


@dataclass(frozen=True, kw_only=True)
class Households:
    """A block of `count` households.

    `facts` go by the key of the fact: one column for the household, two for adults, as many as there are slots for
    children. Money is in pence, a date the day's ordinal, a choice its place among the options (-1: not known),
    yes-no a bool. A number, date or yes-no that is not known of everybody is a pair of such columns: the least and
    the most.
    `weight` is how many households each stands for; `nation` its place in `NATIONS`. What is not in `facts` is not
    known. `is_synthetic` travels with them: a result drawn from them must say so.
    """

    count: int
    facts: Mapping[str, Column]
    nation: Array
    weight: Array
    is_synthetic: bool

    @property
    def couples(self) -> Array:
        return least(self.facts["in_couple"]).astype(bool)

    @property
    def children(self) -> Array:
        return least(self.facts["number_of_children"])

    def family_types(self, *, on: int, pension_age: int = 66) -> Array:
        """The place of each in `FAMILIES`. A pensioner family has no dependent child, and you have reached the age."""
        born = least(self.facts["adult.date_of_birth"])[:, 0]
        old = (on - born) / 365.25 >= pension_age
        with_children = np.where(self.couples, 2, 3)
        without = np.where(self.couples, np.where(old, 5, 1), np.where(old, 4, 0))
        return np.where(self.children > 0, with_children, without)

    def ages(self, *, on: int) -> Array:
        """Your age in years, roughly: for groups, never for a rule."""
        return (on - least(self.facts["adult.date_of_birth"])[:, 0]) / 365.25

    def equivalence(self, *, on: int) -> Array:
        """The modified OECD scale, with a couple as 1: 0.67 for one adult, 0.33 for the next and for each child of 14
        or older, 0.20 for a younger one (Households Below Average Income, before housing costs)."""
        scale = np.where(self.couples, 1.0, 0.67)
        born = least(self.facts["child.date_of_birth"])
        there = np.arange(born.shape[1]) < self.children[:, None]
        older = (on - born) / 365.25 >= 14
        return np.asarray(scale + np.where(there, np.where(older, 0.33, 0.20), 0.0).sum(axis=1))

    def with_facts(self, changed: Mapping[str, Column]) -> "Households":
        """The same households with some facts changed."""
        facts = {**self.facts, **changed}
        return Households(
            count=self.count, facts=facts, nation=self.nation, weight=self.weight, is_synthetic=self.is_synthetic
        )

    def take(self, rows: Array | slice) -> "Households":
        """Some of them."""
        return Households(
            count=len(self.weight[rows]),
            facts={name: _taken(column, rows) for name, column in self.facts.items()},
            nation=self.nation[rows],
            weight=self.weight[rows],
            is_synthetic=self.is_synthetic,
        )
