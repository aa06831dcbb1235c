"""Made-up households, drawn from published marginals. They are nobody: a result from them always says "synthetic".

Block by block, each from its own seed: the same seed gives the same households, whichever process makes a block. What
is drawn follows `marginals.yaml`; joint distributions beyond the few named there are not in it, and so not in this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fingerpost.rules.book import RuleBook
from fingerpost.rules.populations.columns import NATIONS, Array, Column, Households
from fingerpost.rules.populations.marginals import read_marginals

BLOCK = 50_000  # households drawn at once: the block is part of what the seed gives
SLOTS = 5  # children
YEAR = 365.25
Z_90 = 1.2815515655446004  # the standard normal's 90th percentile
TENURES = ("social_rent", "private_rent", "mortgage", "own_outright")  # in order of the incomes they go with


@dataclass(frozen=True, kw_only=True)
class Synthetic:
    """A population to be drawn: how many, from which seed, living on which day."""

    size: int
    seed: int
    on: date

    @property
    def blocks(self) -> int:
        return -(-self.size // BLOCK)

    def draw(self, block: int, book: RuleBook) -> Households:
        """One block. Every fact of the book has a value: what the marginals do not name is none, no or nought."""
        count = min(BLOCK, self.size - block * BLOCK)
        drawn = _Draw(np.random.default_rng([self.seed, block]), count, self.on.toordinal())
        facts = drawn.facts()
        return Households(
            count=count,
            facts=fill(book, {**facts, "housing": _tenures(book, facts["housing"])}, count),
            nation=drawn.nation,
            weight=np.full(count, drawn.share_drawn * drawn.of("households") / self.size),
            is_synthetic=True,
        )


class _Draw:
    """One block as it is drawn, in an order where later draws look at earlier ones."""

    def __init__(self, random: np.random.Generator, count: int, on: int) -> None:
        self._random, self._count, self._on = random, count, on
        self._marginals = read_marginals()[0]
        self.share_drawn = float(sum(self.of("family").values()))
        self.nation = self._pick({name: self.of("nation")[name] for name in NATIONS})

    def of(self, name: str) -> Any:
        return self._marginals[name].value

    def facts(self) -> dict[str, Array]:
        """The facts that the marginals speak of, choices as words' places in their own order (see `_tenures`)."""
        family = self._pick(self.of("family"))  # single, couple, couple_with_children, lone_parent
        couple = (family == 1) | (family == 2)
        children = np.where(family >= 2, self._pick(self.of("children")) + 1, 0)
        old = self._uniform() < np.where(family == 0, self.of("pensioner")["single"], 0.0) + np.where(
            family == 1, self.of("pensioner")["couple"], 0.0
        )
        born = self._births(family, old)
        child_born = self._on - np.floor(self._uniform(SLOTS) * 18.99 * YEAR)
        works = self._works(born)
        part_time = self._uniform(2) < np.array(list(self.of("part_time").values()))[family][:, None]
        pay = np.where(works, self._pay() * np.where(part_time, self.of("part_time_pay"), 1.0), 0.0)
        tenure = self._tenure(np.where(couple[:, None], pay, pay * [1, 0]).sum(axis=1), old)
        hours = np.where(part_time, self.of("hours")["part_time"], self.of("hours")["full_time"])
        pensions = self._pensions(born)
        return {
            "in_couple": couple,
            "number_of_children": children,
            "in_london": (self.nation == 0) & (self._uniform() < self.of("in_london")),
            "housing": tenure,
            "rent": self._rent(tenure),
            "capital": self._savings(tenure),
            "childcare_costs": self._childcare(child_born, children, works, couple),
            "adult.date_of_birth": born,
            "adult.works": works,
            "adult.earnings": np.round(pay) * 100,
            "adult.hours_worked": np.where(works, hours, 0),
            **pensions,
            "child.date_of_birth": child_born,
            "child.in_approved_education": (self._on - child_born) / YEAR >= 16,
        }

    def _pick(self, shares: Mapping[Any, float]) -> Array:
        """The place of one option for each household, by the options' shares."""
        edges = np.cumsum(np.array(list(shares.values()), dtype=float))
        place: Array = np.searchsorted(edges / edges[-1], self._uniform(), side="right").clip(max=len(edges) - 1)
        return place

    def _uniform(self, columns: int = 0) -> Array:
        return self._random.random((self._count, columns) if columns else self._count)

    def _births(self, family: Array, old: Array) -> Array:
        """You, and a partner within five years of you. Parents are 22 to 54, others of working age 20 to 65."""
        years = np.where(family >= 2, 22 + self._uniform() * 33, 20 + self._uniform() * 46)
        yours = np.where(old, 66 + self._uniform() ** 1.5 * 29, years)
        theirs = np.clip(yours + (self._uniform() - 0.5) * 10, np.where(old, 66, 19), None)
        return np.asarray(np.floor(self._on - np.stack([yours, theirs], axis=1) * YEAR))

    def _works(self, born: Array) -> Array:
        ages = (self._on - born) / YEAR
        return np.asarray((ages < 65) & (self._uniform(2) < self.of("in_work")))

    def _pay(self) -> Array:
        """Full-time pay a year: a lognormal with one slope below the median and another above."""
        points = self.of("full_time_pay")
        z = self._random.standard_normal((self._count, 2))
        slope = np.where(z < 0, np.log(points[50] / points[10]), np.log(points[90] / points[50])) / Z_90
        return np.asarray(points[50] * np.exp(slope * z))

    def _tenure(self, income: Array, old: Array) -> Array:
        """The place in TENURES: the lowest scores rent from a council, the highest own outright."""
        rank = (np.argsort(np.argsort(income + self._uniform())) + 0.5) / self._count
        tie = self.of("tenure_follows_income")
        score: Array = tie * (rank - 0.5) * np.sqrt(12) + np.sqrt(1 - tie**2) * self._random.standard_normal(
            self._count
        )
        score = score + old * self.of("outright_if_pensioner")
        edges = np.cumsum([self.of("tenure")[name] for name in TENURES])
        place = (np.argsort(np.argsort(score)) + 0.5) / self._count
        return np.searchsorted(edges / edges[-1], place, side="right").clip(max=len(TENURES) - 1)

    def _rent(self, tenure: Array) -> Array:
        """Pence a month. The mean is kept: a lognormal's middle lies below it."""
        spread = self.of("rent_spread")
        means = np.array([self.of("private_rent")[name] for name in NATIONS])[self.nation]
        private = means * np.exp(self._random.standard_normal(self._count) * spread - spread**2 / 2)
        social = self.of("social_rent") * 52 / 12 * (0.8 + 0.4 * self._uniform())
        return np.round(np.where(tenure == 1, private, np.where(tenure == 0, social, 0.0)) * 100)

    def _savings(self, tenure: Array) -> Array:
        has = np.array([self.of("has_savings")[name] for name in TENURES])[tenure]
        spread = self.of("savings")
        amount = spread["middle"] * np.exp(self._random.standard_normal(self._count) * spread["spread"])
        return np.round(np.where(self._uniform() < has, np.minimum(amount, 500_000), 0.0) * 100)

    def _childcare(self, child_born: Array, children: Array, works: Array, couple: Array) -> Array:
        there = np.arange(SLOTS) < children[:, None]
        young = (there & ((self._on - child_born) / YEAR < 5)).any(axis=1)
        all_work = works[:, 0] & (works[:, 1] | ~couple)
        pays = self.of("pays_for_childcare")
        return np.where(young & all_work & (self._uniform() < pays["share"]), pays["month"] * 100.0, 0.0)

    def _pensions(self, born: Array) -> dict[str, Array]:
        """The State Pension in pence a week and private ones in pence a year, for those of 66 or older."""
        old = (self._on - born) / YEAR >= 66
        state, private = self.of("state_pension"), self.of("private_pension")
        week = state["lowest"] + self._uniform(2) * (state["highest"] - state["lowest"])
        year = private["middle"] * np.exp(self._random.standard_normal((self._count, 2)) * private["spread"])
        has = old & (self._uniform(2) < self.of("has_private_pension"))
        return {
            "adult.state_pension": np.round(np.where(old, week, 0.0) * 100),
            "adult.private_pension": np.round(np.where(has, year, 0.0)) * 100,
        }


def fill(book: RuleBook, drawn: Mapping[str, Column], count: int, *, slots: int = SLOTS) -> dict[str, Column]:
    """Every fact of the book: those given as they are, the rest as none, no, nought or what holds otherwise."""
    facts: dict[str, Column] = {}
    for key, fact in book.facts.items():
        shape = {"household": (count,), "adult": (count, 2), "child": (count, slots)}[fact.of]
        facts[key] = drawn[key] if key in drawn else np.broadcast_to(_nothing(fact), shape)
    return facts


def _tenures(book: RuleBook, tenure: Array) -> Array:
    """The places in TENURES as places among the options of the fact."""
    options = list(book.facts["housing"].choices)
    return np.array([options.index(name) for name in TENURES])[tenure]


def _nothing(fact: Any) -> Any:
    """No, nought, the option "none", else what holds where the fact does not matter, else the commonest option."""
    kind = fact.unit.kind
    if kind == "yes-no":
        return np.bool_(False)
    if kind == "date":
        return np.float64(date(2028, 12, 31).toordinal())
    if kind == "choice":
        options = list(fact.choices)
        common = fact.common if isinstance(fact.common, dict) else {}
        word = "none" if "none" in options else max(options, key=lambda option: common.get(option, 0))
        return np.int64(options.index(word))
    return np.float64(max(0.0, float(fact.lowest)))
