"""A reform over a population: cost, parts, winners and losers, marginal rates, poverty; each with its bounds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np

from fingerpost.capabilities.simulate.incomes import LEFT_OUT
from fingerpost.capabilities.simulate.spreading import Progress, spread
from fingerpost.capabilities.simulate.task import AGES, Block, Task, books_of
from fingerpost.rules.book import RuleBook
from fingerpost.rules.populations.columns import FAMILIES, NATIONS, Array, Households
from fingerpost.rules.populations.marginals import read_marginals
from fingerpost.rules.populations.statistics import Compared, summarise, summarise_marginal
from fingerpost.rules.populations.synthetic import Synthetic
from fingerpost.rules.reforms import Reform

SMALLEST_GROUP = 10  # rows of real households: a smaller group is not shown
SYNTHETIC = "Synthetic: {count:,} made-up households drawn from published figures. No real household is among them."
OWN = "{count:,} households of '{title}'. Purpose: {purpose}. Legal basis: {legal_basis}."


@dataclass(frozen=True, kw_only=True)
class Population:
    """The households, and what must be said of them wherever a figure of theirs is shown.

    `assumed` are facts that a body's own data says nothing of, and which are taken as none or nought.
    """

    households: Synthetic | Households
    label: str
    about: dict[str, Any] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()

    @property
    def is_synthetic(self) -> bool:
        return isinstance(self.households, Synthetic)


def synthetic_population(*, size: int, seed: int, on: date) -> Population:
    """Made-up households; the same size, seed and day give the same ones."""
    marginals, digest = read_marginals()
    drawn = Synthetic(size=size, seed=seed, on=on)
    return Population(
        households=drawn,
        label=SYNTHETIC.format(count=size),
        about={"kind": "synthetic", "size": size, "seed": seed, "marginals": digest},
        assumed=(
            f"Not drawn: {', '.join(marginals['not_drawn'].value)}. {marginals['not_drawn'].assumed}",
            "Figures marked as assumed in `fingerpost simulate sources` are ours, not published.",
        ),
    )


def simulate(
    book: RuleBook,
    reform: Reform | None,
    population: Population,
    *,
    name: str,
    on: date,
    at: datetime,
    by: str,
    workers: int = 0,
    scheduler: str = "",
    progress: Progress = lambda done, total: None,
) -> dict[str, Any]:
    """Every figure of a simulation as plain values. `on` is the day whose rules count; a reform must be in force then.

    No reform gives the rules as they are. Raises RulesInvalid for a reform that does not fit, OutsideDates.
    """
    task = Task(
        key=f"{book.digest}/{reform.digest if reform else ''}",
        documents=book.documents,
        reform=reform.text if reform else "",
        reform_file=reform.document.file if reform else "",
        population=population.households,
        on=on,
    )
    _, reformed = books_of(task)
    blocks = list(spread(task, workers=workers, scheduler=scheduler, progress=progress))
    compared = _put_together(blocks)
    figures = summarise(compared)
    marginal = summarise_marginal(*(np.concatenate([block.rates[i] for block in blocks]) for i in (0, 1, 2)))
    found = {
        "name": name,
        "at": at.isoformat(timespec="seconds"),
        "by": by,
        "on": on.isoformat(),
        "reform": _about(reform),
        "rules": {"before": book.digest, "after": reformed.digest},
        "population": {"label": population.label, "is_synthetic": population.is_synthetic, **population.about},
        "assumed": list(population.assumed),
        "left_out": list(LEFT_OUT),
        "not_settled": sum(block.open for block in blocks),
        **figures,
        "marginal_rates": marginal,
    }
    return found if population.is_synthetic else _without_small(found)


def _about(reform: Reform | None) -> dict[str, Any]:
    if reform is None:
        return {"name": "", "title": "The rules as they are", "why": "", "text": "", "digest": ""}
    about = ("name", "title", "why", "text", "digest")
    return {each: getattr(reform, each) for each in about} | {"changes": [*reform.parameters, *reform.rules]}


def _put_together(blocks: Sequence[Block]) -> Compared:
    def joined(name: str) -> Array:
        return np.concatenate([getattr(block, name) for block in blocks])

    return Compared(
        weight=joined("weight"),
        people=joined("people"),
        children=joined("children"),
        equivalence=joined("equivalence"),
        before=joined("before"),
        after=joined("after"),
        groupings={
            "nation": (joined("nation"), NATIONS),
            "family": (joined("family"), FAMILIES),
            "age": (joined("age"), AGES),
        },
        parts={
            name: (
                np.concatenate([block.parts[name][0] for block in blocks]),
                np.concatenate([block.parts[name][1] for block in blocks]),
            )
            for name in blocks[0].parts
        },
    )


def _without_small(found: dict[str, Any]) -> dict[str, Any]:
    """Groups of real households so small that somebody could be known by them are not shown."""
    groups = {
        name: [row if row["rows"] >= SMALLEST_GROUP else {"group": row["group"], "too_few": True} for row in rows]
        for name, rows in found["groups"].items()
    }
    return {**found, "groups": groups}
