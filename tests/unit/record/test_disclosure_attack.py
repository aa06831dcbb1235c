"""An attack on published counts: random true tables, everything that the register makes of them, every pair subtracted.

The attacker knows how counts are published, and what every number may stand for. They look at each cell, at totals by
capability, outcome, month and of all, at every filter of two, and at each release as months are added; they take every
published number from every other, narrow what each cell may be until nothing narrows, and hold it to the threshold.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

import pytest

from fingerpost.record.disclosure import BASE, PublishedCount, publish_count, publish_total

Cell = tuple[str, str, int]  # capability, outcome, month
Table = Mapping[Cell, int]
Numbers = dict[frozenset[Cell], PublishedCount]
Bounds = dict[Cell, tuple[int, int]]

CAPABILITIES = ("answer", "entitlements")
OUTCOMES = ("answered", "cannot answer", "handed over", "failed")
MONTHS = (1, 2, 3)
MOST = 400  # of a cell, as far as the attacker knows
TABLES = 60


@pytest.fixture(params=range(TABLES))
def table(request: pytest.FixtureRequest) -> Table:
    """Mostly small counts, with those at the edges of rounding more often than chance has them."""
    chance = random.Random(request.param)
    draws: tuple[Callable[[], int], ...] = (
        lambda: 0,
        lambda: chance.randrange(BASE),
        lambda: chance.choice((9, 10, 14, 15, 24, 25, 34)),
        lambda: chance.randrange(MOST),
    )
    return {cell: chance.choice(draws)() for cell in _cells(MONTHS)}


def test_no_small_count_is_narrowed_by_all_that_is_published(table: Table) -> None:
    bounds = solve(publish_everything(table, totals=publish_total), forgets_small=True)
    for cell, count in table.items():
        low, high = bounds[cell]
        assert low <= count <= high, "the attacker reasoned wrongly"
        if count < BASE:
            assert (low, high) == (0, BASE - 1), f"{cell} is known to lie from {low} to {high}"


def test_whatever_the_small_counts_are_the_same_is_published(table: Table) -> None:
    """So no attack of any kind finds one: there is nothing of it in what is published."""
    chance = random.Random(1)
    other = {cell: chance.randrange(BASE) if count < BASE else count for cell, count in table.items()}
    assert publish_everything(table, totals=publish_total) == publish_everything(other, totals=publish_total)


def test_the_attack_finds_what_rounding_true_totals_gives_away() -> None:
    """Each of five counts and their total rounded by itself, as is often done: 24, 24, 24, 24 and 9 make 105."""
    cells = [("answer", f"kind {number}", 1) for number in range(5)]
    table = dict(zip(cells, (24, 24, 24, 24, 9), strict=True))
    numbers: Numbers = {frozenset((cell,)): publish_count(count) for cell, count in table.items()}
    numbers[frozenset(cells)] = publish_count(sum(table.values()))
    assert solve(numbers, forgets_small=False)[cells[4]] == (9, 9)


def publish_everything(table: Table, *, totals: Callable[[Iterable[int]], PublishedCount]) -> Numbers:
    """Every number of every release: a later one has the months of those before, and totals over more of them."""
    numbers: Numbers = {frozenset((cell,)): publish_count(count) for cell, count in table.items()}
    for last in MONTHS:
        months = MONTHS[:last]
        for group in _groups(months):
            numbers[group] = totals(table[cell] for cell in sorted(group))
    return numbers


def solve(numbers: Numbers, *, forgets_small: bool) -> Bounds:
    """What each cell may be, from every number, and from every number taken from every other that holds it."""
    bounds: Bounds = {cell: _of_cell(number) for group, number in numbers.items() for cell in group if len(group) == 1}
    small = {cell for cell, (_, high) in bounds.items() if high < BASE}
    counted = {group: group - small if forgets_small else group for group in numbers}
    sums = [(counted[group], _of_total(number)) for group, number in numbers.items() if len(group) > 1]
    sums += [
        (larger - smaller, (low - high_of, high - low_of))
        for (smaller, (low_of, high_of)), (larger, (low, high)) in combinations(sorted(sums, key=_size), 2)
        if smaller < larger
    ]
    while _narrow(bounds, sums):
        pass
    return bounds


def _narrow(bounds: Bounds, sums: list[tuple[frozenset[Cell], tuple[int, int]]]) -> bool:
    """Each cell is what its sum leaves when the others are as large, or as small, as they may be."""
    narrowed = False
    for cells, (low, high) in sums:
        lows, highs = sum(bounds[cell][0] for cell in cells), sum(bounds[cell][1] for cell in cells)
        for cell in cells:
            least, most = bounds[cell]
            found = max(least, low - (highs - most)), min(most, high - (lows - least))
            if found != (least, most):
                lows, highs = lows + found[0] - least, highs + found[1] - most
                bounds[cell], narrowed = found, True
    return narrowed


def _of_cell(number: PublishedCount) -> tuple[int, int]:
    if number.value is None:
        return 0, BASE - 1
    return max(number.value - BASE // 2, BASE), number.value + BASE // 2 - 1


def _of_total(number: PublishedCount) -> tuple[int, int]:
    """What was added up: rounded down where small parts were forgotten, to the nearest where there were none."""
    if number.value is None:
        return 0, 0
    down = 0 if number.is_least else BASE // 2
    return number.value - down, number.value + BASE - 1 - down


def _groups(months: tuple[int, ...]) -> list[frozenset[Cell]]:
    """By capability, outcome and month, by each two of these, and all: what filters can choose."""
    cells, found = _cells(months), {}
    for size in range(3):
        for kept in combinations(range(3), size):
            for cell in cells:
                key = tuple(cell[place] if place in kept else "" for place in range(3))
                found.setdefault(key, set()).add(cell)
    return [frozenset(group) for group in found.values() if len(group) > 1]


def _cells(months: tuple[int, ...]) -> list[Cell]:
    return [(capability, outcome, month) for capability in CAPABILITIES for outcome in OUTCOMES for month in months]


def _size(each: tuple[frozenset[Cell], object]) -> int:
    return len(each[0])
