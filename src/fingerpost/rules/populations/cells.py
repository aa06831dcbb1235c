"""One cell of a table as the value of a fact. A cell that is empty is not known: it never becomes "no" or nought.

What is wrong with a cell is said without the cell's own words: they are somebody's, and no report may hold them.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from fingerpost.rules.book import Fact
from fingerpost.rules.households.household import Answer, YearsOld
from fingerpost.rules.households.reading import is_day_to_count_from, number_in
from fingerpost.rules.populations.mapping import Cell
from fingerpost.rules.units import conversion

ISO = "%Y-%m-%d"
AGE = "age"
LARGEST = Decimal(10) ** 12  # pounds: beyond it, a slip of the source


class CellInvalid(ValueError):
    """A cell that does not hold what its column is said to hold. Its words name the column, never the cell."""


def read_cell(cell: Cell, fact: Fact, text: str) -> Answer | None:
    """The answer to a question as the engine takes it, money in pence; None where not known. Raises CellInvalid."""
    word = text.strip()
    if word.casefold() in cell.unknown:
        return None
    kind = fact.unit.kind
    if kind == "yes-no":
        return _yes_no(cell, word.casefold())
    if kind == "choice":
        return _choice(cell, fact, word.casefold())
    if kind == "date":
        return _date(cell, word)
    amount = _number(cell, word)
    if kind == "money":
        return _pence(amount, cell.period or fact.unit.period, fact.unit.period)
    if fact.unit.name == "count" and amount != int(amount):
        raise CellInvalid(f"{cell.column} is not a whole number")
    return int(amount) if amount == int(amount) else amount


def read_receiving(cell: Cell, text: str) -> bool | None:
    """Do they receive it already? None where the cell is empty. Raises CellInvalid."""
    word = text.strip().casefold()
    return None if word in cell.unknown else _yes_no(cell, word)


def read_word(cell: Cell, text: str) -> str | None:
    """What the words of a cell stand for under `values`, or the words themselves. None where it is empty."""
    word = text.strip().casefold()
    return None if word in cell.unknown else cell.values.get(word, word)


def _yes_no(cell: Cell, word: str) -> bool:
    if word in cell.yes or word in cell.no:
        return word in cell.yes
    raise CellInvalid(f"{cell.column} says neither yes nor no")


def _choice(cell: Cell, fact: Fact, word: str) -> str:
    choice = cell.values.get(word, word)
    if choice not in fact.choices:
        raise CellInvalid(f"{cell.column} holds a word that values does not name")
    return choice


def _date(cell: Cell, word: str) -> date | YearsOld:
    if cell.form == AGE:
        if not word.isascii() or not word.isdigit() or int(word) > 130:
            raise CellInvalid(f"{cell.column} is not an age in whole years")
        return YearsOld(int(word))
    try:
        found = datetime.strptime(word, cell.form or ISO).date()  # noqa: DTZ007 - a day of birth has no time zone
    except ValueError:
        raise CellInvalid(f"{cell.column} is not a date written as {cell.form or ISO}") from None
    if not is_day_to_count_from(found):
        raise CellInvalid(f"{cell.column} is no day that can be used: name a word that stands for none under unknown")
    return found


def _number(cell: Cell, word: str) -> Decimal:
    amount = number_in(word.removeprefix("£").replace(",", "").strip())
    if amount is None or abs(amount) > LARGEST:
        raise CellInvalid(f"{cell.column} is not a number that can be used")
    return amount


def _pence(amount: Decimal, source: str, target: str) -> int:
    """Pounds of one period as pence of another, to the nearest penny."""
    pence = Fraction(amount) * 100 * (conversion(source, target) if source and target else 1)
    return int(pence + Fraction(1, 2)) if pence >= 0 else -int(-pence + Fraction(1, 2))
