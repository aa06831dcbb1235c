"""Reads the facts of a rule file: what may be asked of a household, and within which bounds."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeGuard

from fingerpost.rules.book import ADULT, CHILD, HOUSEHOLD, Fact
from fingerpost.rules.faults import Problem
from fingerpost.rules.reading.documents import Document
from fingerpost.rules.reading.fields import Fields, read_words
from fingerpost.rules.reading.naming import RESERVED
from fingerpost.rules.units import Unit

_FIELDS = (
    "of", "unit", "question", "question_partner", "hint", "label", "choices", "lowest", "highest", "from_years_ago",
    "to_years_ago", "matters_if", "otherwise", "cost", "common",
)  # fmt: skip
_ENTITIES = (HOUSEHOLD, ADULT, CHILD)


def read_facts(document: Document, *, scheme: str, first: int, problems: list[Problem]) -> Iterator[Fact]:
    """Each fact that a file declares, `first` being how many were declared before. Faults go to `problems`."""
    top = Fields(document, (), problems)
    if not scheme:
        top.only(("facts",))
    for i, name in enumerate(top.parts("facts")):
        yield _read_fact(Fields(document, ("facts", name), problems), name, scheme, first + i)


def _read_fact(fields: Fields, name: str, scheme: str, position: int) -> Fact:
    fields.only(_FIELDS)
    if name in RESERVED:
        fields.wrong("is a word of the language: choose another name")
    unit = fields.unit()
    of = fields.text("of", among=_ENTITIES, needed=False) or HOUSEHOLD
    lowest, highest = _domain(fields, unit)
    choices = _choices(fields, unit)
    return Fact(
        key=name if of == HOUSEHOLD else f"{of}.{name}",
        name=name,
        of=of,
        unit=unit,
        scheme=scheme,
        question=fields.words("question"),
        question_partner=fields.words("question_partner", needed=of == ADULT),
        hint=fields.words("hint", needed=False),
        label=fields.words("label"),
        choices=choices,
        lowest=lowest,
        highest=highest,
        matters_if=fields.text("matters_if", needed=False) or None,  # type: ignore[arg-type]  # a term once known
        otherwise=_otherwise(fields, unit, choices),
        cost=_cost(fields),
        common=fields.data.get("common"),
        position=position,
    )


def _domain(fields: Fields, unit: Unit) -> tuple[Any, Any]:
    if unit.kind == "date":
        least = fields.data.get("lowest", fields.data.get("to_years_ago", 0))
        most = fields.data.get("highest", fields.data.get("from_years_ago", 120))
        if not isinstance(least, int) or not isinstance(most, int) or least >= most:
            fields.wrong("of a date are whole years ago, such as lowest: 16 and highest: 120", "highest")
        return least, most
    if unit.kind not in {"money", "number"}:
        return None, None
    low, high = fields.data.get("lowest", 0), fields.data.get("highest")
    if not _is_number(low) or not _is_number(high) or low >= high:
        fields.wrong("needs `lowest` and `highest`: beyond them an answer is absurd", "highest")
        return Decimal(0), Decimal(1)
    return inner_number(low, unit), inner_number(high, unit)


def _is_number(value: Any) -> TypeGuard[int | Decimal]:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def inner_number(value: int | Decimal, unit: Unit) -> Decimal:
    """A number as the engine counts: money in pence."""
    return Decimal(value) * 100 if unit.kind == "money" else Decimal(value)


def _choices(fields: Fields, unit: Unit) -> Mapping[str, Any]:
    if unit.kind != "choice":
        if fields.has("choices"):
            fields.wrong("only a choice has choices", "choices")
        return {}
    choices = fields.data.get("choices")
    if not isinstance(choices, Mapping) or len(choices) < 2:
        fields.wrong("must be a mapping of two or more options", "choices")
        return {}
    return {option: read_words(fields, words, "choices", option) for option, words in choices.items()}


def _otherwise(fields: Fields, unit: Unit, choices: Mapping[str, Any]) -> Any:
    if not fields.has("matters_if"):
        if fields.has("otherwise"):
            fields.wrong("has no meaning without `matters_if`", "otherwise")
        return None
    value = fields.data.get("otherwise")
    fits = {
        "yes-no": isinstance(value, bool),
        "choice": value in choices,
        "date": value is None,
    }.get(unit.kind, _is_number(value))
    if not fits:
        fields.wrong(f"must be a value of {unit}: what holds where the fact does not matter", "otherwise")
        return None
    return inner_number(value, unit) if _is_number(value) else value


def _cost(fields: Fields) -> int:
    cost = fields.data.get("cost", 1)
    if not isinstance(cost, int) or not 1 <= cost <= 5:
        fields.wrong("must be 1 (easy to answer) to 5 (hard)", "cost")
        return 1
    return cost
