"""Households out of a body's own data: each good row as facts, each bad one with its line and what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from fingerpost.contract.context import Nation
from fingerpost.rules.book import CHILD, MOST, Fact, RuleBook
from fingerpost.rules.households.contradictions import find_contradictions
from fingerpost.rules.households.household import Answer, Household
from fingerpost.rules.populations.cells import CellInvalid, read_cell, read_receiving, read_word
from fingerpost.rules.populations.mapping import Cell, MappingInvalid, SourceMapping, check_facts, fact_of
from fingerpost.rules.populations.tables import Line, read_table

LONGEST_REFERENCE = 100  # characters
CHILDREN = "number_of_children"


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRow:
    """One household. `values` go by path and hold only what is known; `receives` by scheme, None where not known."""

    line: int
    reference: str
    nation: Nation | None
    weight: float
    values: Mapping[str, Answer]
    receives: Mapping[str, bool | None]

    def household(self) -> Household:
        return Household(self.values)


@dataclass(frozen=True, kw_only=True, slots=True)
class BadRow:
    """A row that could not be used. `reasons` hold no word of the row itself."""

    line: int
    reference: str
    reasons: tuple[str, ...]


def read_rows(source: str, mapping: SourceMapping, *, book: RuleBook, on: date) -> Iterator[SourceRow | BadRow]:
    """The households of a source in its order, as they are on a day. One row is in memory at a time.

    Raises MappingInvalid or SourceUnavailable before the first row where the source does not fit at all.
    """
    check_facts(mapping, book)
    reader = _Reader(mapping, book, on)
    lines = read_table(source, mapping)
    return (reader.read(line) for line in lines)


class _Reader:
    """Knows where each wanted value stands in a line."""

    def __init__(self, mapping: SourceMapping, book: RuleBook, on: date) -> None:
        self._on = on
        place = {name: number for number, name in enumerate(mapping.used_columns())}
        self._reference = place[mapping.reference]
        self._weight = place[mapping.weight] if mapping.weight else None
        self._facts = [
            (path, cell, book.facts[fact_of(path) or ""], place[cell.column]) for path, cell in mapping.columns.items()
        ]
        self._receives = [(name, cell, place[cell.column]) for name, cell in mapping.receives.items()]
        self._nation = mapping.nation
        self._nation_place = place[mapping.nation.column] if isinstance(mapping.nation, Cell) else None
        self._same = {
            path: _same(book.facts[fact_of(path) or ""], path, raw) for path, raw in mapping.same_for_all.items()
        }
        self._counts_children = CHILDREN not in {*mapping.columns, *mapping.same_for_all}
        self._has_children = any(fact.of == CHILD for _, _, fact, _ in self._facts)

    def read(self, line: Line) -> SourceRow | BadRow:
        number, cells = line
        if isinstance(cells, str):
            return BadRow(line=number, reference="", reasons=(cells,))
        reference = cells[self._reference].strip()
        problems: list[str] = []
        if not reference or len(reference) > LONGEST_REFERENCE:
            problems.append("it has no reference" if not reference else "its reference is too long")
        nation = self._read_nation(cells, problems)
        weight = self._read_weight(cells, problems)
        values = self._read_values(cells, problems)
        receives = self._read_receives(cells, problems)
        if not problems:
            problems.extend(self._contradictions(Household(values)))
        if problems:
            return BadRow(line=number, reference=reference[:LONGEST_REFERENCE], reasons=tuple(problems))
        return SourceRow(
            line=number, reference=reference, nation=nation, weight=weight, values=values, receives=receives
        )

    def _read_values(self, cells: tuple[str, ...], problems: list[str]) -> dict[str, Answer]:
        values = dict(self._same)
        for path, cell, fact, place in self._facts:
            try:
                value = read_cell(cell, fact, cells[place])
                if value is not None:
                    _check_domain(fact, value, cell)
                    values[path] = value
            except CellInvalid as error:
                problems.append(str(error))
        return self._with_children(values)

    def _contradictions(self, household: Household) -> list[str]:
        """What cannot be true together, such as a pensioner of 12."""
        found = find_contradictions(household, on=self._on)
        return [f"{each.paths[0]} does not fit. {each.words['en']}" for each in found]

    def _with_children(self, values: dict[str, Answer]) -> dict[str, Answer]:
        """Where no column counts the children, those are counted of whom anything is told."""
        told = {int(path.split(".")[1]) for path in values if path.startswith("children.")}
        if self._counts_children and self._has_children:
            values[CHILDREN] = len(told)
            order = {slot: new for new, slot in enumerate(sorted(told))}
            return {_moved(path, order): value for path, value in values.items()}
        count = values.get(CHILDREN, MOST[CHILD])
        return {path: value for path, value in values.items() if _slot(path) < int(str(count))}

    def _read_receives(self, cells: tuple[str, ...], problems: list[str]) -> dict[str, bool | None]:
        found: dict[str, bool | None] = {}
        for scheme, cell, place in self._receives:
            try:
                found[scheme] = read_receiving(cell, cells[place])
            except CellInvalid as error:
                problems.append(str(error))
        return found

    def _read_nation(self, cells: tuple[str, ...], problems: list[str]) -> Nation | None:
        if not isinstance(self._nation, Cell) or self._nation_place is None:
            return self._nation if isinstance(self._nation, Nation) else None
        word = read_word(self._nation, cells[self._nation_place])
        if word is not None and word not in set(Nation):
            problems.append(f"{self._nation.column} holds a word that values does not name")
            return None
        return Nation(word) if word else None

    def _read_weight(self, cells: tuple[str, ...], problems: list[str]) -> float:
        if self._weight is None:
            return 1.0
        try:
            weight = float(cells[self._weight])
        except ValueError:
            weight = -1.0
        if not 0 <= weight < 1e9:
            problems.append("its weight is not a number of nought or more")
        return weight


def _check_domain(fact: Fact, value: Answer, cell: Cell) -> None:
    """Raises CellInvalid for a number beyond what the fact may be."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if is_number and not fact.lowest <= value <= fact.highest:
        raise CellInvalid(f"{cell.column} is beyond what is possible")


def _same(fact: Fact, path: str, raw: Any) -> Answer:
    """A value that stands in the mapping itself: written as in TOML, money in pounds a period of the fact."""
    fits = {"yes-no": isinstance(raw, bool), "choice": raw in fact.choices, "date": isinstance(raw, date)}
    is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
    if not fits.get(fact.unit.kind, is_number):
        raise MappingInvalid({path: f"same_for_all: {path} does not fit '{fact.name}' ({fact.unit})."})
    if not is_number:
        return cast("Answer", raw)
    number = Decimal(str(raw)) * (100 if fact.unit.kind == "money" else 1)
    return int(number) if number == int(number) else number


def _slot(path: str) -> int:
    return int(path.split(".")[1]) if path.startswith("children.") else -1


def _moved(path: str, order: Mapping[int, int]) -> str:
    if not path.startswith("children."):
        return path
    _, slot, name = path.split(".")
    return f"children.{order[int(slot)]}.{name}"
