"""What is to be done with one block of households, in a form that another process or machine can be handed."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from fingerpost.capabilities.simulate.incomes import Part, bring_home, factor_of, parts_of
from fingerpost.rules.book import RuleBook
from fingerpost.rules.populations.columns import FAMILIES, Array, Households, least
from fingerpost.rules.populations.evaluating import evaluate_block
from fingerpost.rules.populations.synthetic import BLOCK, Synthetic
from fingerpost.rules.reading.documents import Document
from fingerpost.rules.reading.files import build_book
from fingerpost.rules.reforms import apply_reform, parse_reform

MORE_PAY = 520.0  # pounds a year: ten pounds a week, so that rounding to pence and pounds is small beside it
EARNERS_ASKED = 60_000  # households whose marginal rates are worked out: more would not show in the bounds
MOST_BOOKS = 4
AGES = ("under 25", "25 to 34", "35 to 44", "45 to 54", "55 to 65", "66 or over")
AGE_EDGES = (25, 35, 45, 55, 66)


@dataclass(frozen=True, kw_only=True)
class Task:
    """A population, and two books of rules for it: the second is the first with the reform. `key` names both.

    `reform` is the text of the reform, "" for none, and `reform_file` what its faults call it.
    """

    key: str
    documents: tuple[Document, ...] = field(repr=False)
    reform: str = field(repr=False)
    reform_file: str = "reform"
    population: Synthetic | Households = field(repr=False)
    on: date

    @property
    def blocks(self) -> int:
        if isinstance(self.population, Synthetic):
            return self.population.blocks
        return -(-self.population.count // BLOCK)

    def block(self, number: int, book: RuleBook) -> Households:
        if isinstance(self.population, Synthetic):
            return self.population.draw(number, book)
        return self.population.take(slice(number * BLOCK, (number + 1) * BLOCK))


@dataclass(frozen=True, kw_only=True)
class Block:
    """What came of one block. `parts` are pounds a year before and after, by the name of the part; `rates` the marginal
    rates of the earners asked, before and after, with their weights. `open` counts incomes that are not settled."""

    weight: Array
    people: Array
    children: Array
    equivalence: Array
    nation: Array
    family: Array
    age: Array
    before: Array
    after: Array
    parts: dict[str, tuple[Array, Array]]
    rates: tuple[Array, Array, Array]
    open: int


_built: dict[str, tuple[RuleBook, RuleBook]] = {}  # by the key of the task, the last few


def books_of(task: Task) -> tuple[RuleBook, RuleBook]:
    """The book and the reformed book; built once a process. Raises RulesInvalid."""
    if task.key not in _built:
        while len(_built) >= MOST_BOOKS:
            del _built[next(iter(_built))]
        book = build_book(task.documents)
        reformed = apply_reform(book, parse_reform(task.reform, name=task.reform_file)) if task.reform else book
        _built[task.key] = (book, reformed)
    return _built[task.key]


def run_block(task: Task, number: int) -> Block:
    """One block under both books."""
    book, reformed = books_of(task)
    households = task.block(number, book)
    parts = parts_of(book)
    home = bring_home(households)
    before, open_before = _evaluated(book, households, parts, task.on)
    after, open_after = _evaluated(reformed, households, parts, task.on) if reformed is not book else (before, 0)
    day = task.on.toordinal()
    return Block(
        weight=households.weight,
        people=1 + households.couples + households.children,
        children=households.children,
        equivalence=households.equivalence(on=day),
        nation=households.nation,
        family=households.family_types(on=day),
        age=np.digitize(households.ages(on=day), AGE_EDGES),
        before=home + sum(before.values()),
        after=home + sum(after.values()),
        parts={part.name: (before[part.name], after[part.name]) for part in parts},
        rates=_rates(task, number, households, (book, reformed), (before, after)),
        open=max(open_before, open_after),
    )


def _evaluated(
    book: RuleBook, households: Households, parts: tuple[Part, ...], on: date
) -> tuple[dict[str, Array], int]:
    """Each part in pounds a year, with its sign; and how many households have one that is not settled."""
    found = evaluate_block(book, households, on=on, outputs=[part.rule for part in parts])
    is_open = np.zeros(households.count, dtype=bool)
    for bounds in found.values():
        if bounds.low is not bounds.high:
            is_open |= bounds.high - bounds.low > 0.005
    worth = {part.name: found[part.rule].middle * factor_of(part, book, on=on) for part in parts}
    return worth, int(is_open.sum())


def _rates(
    task: Task,
    number: int,
    households: Households,
    books: tuple[RuleBook, RuleBook],
    told: tuple[dict[str, Array], dict[str, Array]],
) -> tuple[Array, Array, Array]:
    """What tax and lost benefits take of a little more pay for you, of those who earn; the first blocks only."""
    asked = max(0, EARNERS_ASKED - number * BLOCK)
    earns = np.flatnonzero(least(households.facts["adult.earnings"])[:, 0] > 0)
    rows = earns[earns < asked]
    if not len(rows):
        return np.zeros(0), np.zeros(0), np.zeros(0)
    some = households.take(rows)
    pay = least(some.facts["adult.earnings"]).copy()
    pay[:, 0] += MORE_PAY * 100
    more = some.with_facts({"adult.earnings": pay})
    found = []
    for book, parts in zip(books, told, strict=True):
        then, _ = _evaluated(book, more, parts_of(book), task.on)
        gained = sum(then.values()) - sum(part[rows] for part in parts.values()) + MORE_PAY
        found.append(np.asarray(1 - gained / MORE_PAY))
    return found[0], found[1], households.weight[rows]


__all__ = ["AGES", "FAMILIES", "Block", "Task", "books_of", "run_block"]
