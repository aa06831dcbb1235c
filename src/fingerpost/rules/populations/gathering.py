"""Rows out of a body's own data as columns of numbers, for those who ask about all of them at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np

from fingerpost.rules.book import ADULT, HOUSEHOLD, Fact, RuleBook
from fingerpost.rules.counting.machine import years_before
from fingerpost.rules.households.household import HouseholdAnswers
from fingerpost.rules.populations.columns import NATIONS, Array, Column, Households
from fingerpost.rules.populations.reading import BadRow, SourceRow
from fingerpost.rules.populations.synthetic import fill

NEEDED = ("in_couple", "number_of_children", "you.date_of_birth")
"""What must be known of each household, so that it can be put into a group."""


def whole_or_bad(row: SourceRow) -> SourceRow | BadRow:
    """The row, or why it cannot be put into a group."""
    lacking = [path for path in NEEDED if path not in row.values]
    if row.nation is None:
        lacking.append("nation")
    if not lacking:
        return row
    reasons = tuple(f"{path} is not known, and no group can be found without it" for path in lacking)
    return BadRow(line=row.line, reference=row.reference, reasons=reasons)


def gather(rows: Sequence[SourceRow], book: RuleBook, *, on: date) -> tuple[Households, tuple[str, ...]]:
    """The rows as one block, and the facts of which the source says nothing at all: they are taken as none or nought.

    What is empty in some rows only stays open there: it may be anything that it could be. A question that others hang
    on stays open too, where its own answer is not told and theirs is: an amount that is told says that it matters.
    """
    answers = [HouseholdAnswers(row.household(), on=on) for row in rows]
    told = {key for row in rows for key in _keys(row)}
    slots = max((row.household().listed("child") for row in rows), default=0)
    shapes = {HOUSEHOLD: 1, ADULT: 2, "child": max(slots, 1)}
    columns = {
        key: _column(book.facts[key], answers, shapes[book.facts[key].of], on) for key in told & book.facts.keys()
    }
    gates = {key for told_key in columns for key in _asked_before(book.facts[told_key])} - columns.keys()
    facts = fill(book, columns, len(rows), slots=shapes["child"])
    households = Households(
        count=len(rows),
        facts={key: column for key, column in facts.items() if key not in gates},
        nation=np.array([NATIONS.index(row.nation.value) for row in rows if row.nation], dtype=np.int64),
        weight=np.array([row.weight for row in rows], dtype=float),
        is_synthetic=False,
    )
    return households, tuple(key for key in book.facts if key not in told | gates)


def _asked_before(fact: Fact) -> Iterable[str]:
    """The facts that decide whether this one matters."""
    return (str(term.value) for term in fact.matters_if.walk() if term.kind == "fact") if fact.matters_if else ()


def _keys(row: SourceRow) -> Iterable[str]:
    for path in row.values:
        first, _, name = path.rpartition(".")
        yield f"adult.{name}" if first in {"you", "partner"} else f"child.{name}" if first else name


def _column(fact: Fact, answers: Sequence[HouseholdAnswers], slots: int, on: date) -> Column:
    """One array where all is known, a pair where not, with one column for each slot."""
    given = [
        [answer.given(fact, None if fact.of == HOUSEHOLD else slot) for slot in range(slots)] for answer in answers
    ]
    if fact.unit.kind == "choice":
        places = [[-1 if bits is None else bits.bit_length() - 1 for bits in row] for row in given]
        return _squeezed(np.array(places, dtype=np.int64), fact)
    domain = _domain(fact, on)
    kind = bool if fact.unit.kind == "yes-no" else np.float64
    low, high = (
        _squeezed(np.array([[(pair or domain)[side] for pair in row] for row in given], dtype=kind), fact)
        for side in (0, 1)
    )
    return low if np.array_equal(low, high) else (low, high)


def _squeezed(values: Array, fact: Fact) -> Array:
    return values[:, 0] if fact.of == HOUSEHOLD else values


def _domain(fact: Fact, on: date) -> tuple[Any, Any]:
    if fact.unit.kind == "yes-no":
        return False, True
    if fact.unit.kind == "date":
        return years_before(on, fact.highest), years_before(on, fact.lowest)
    return fact.lowest, fact.highest
