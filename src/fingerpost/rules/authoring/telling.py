"""Worked examples told: who is in the household, on what day, and what must come out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fingerpost.rules.authoring.examples import Example
from fingerpost.rules.authoring.figures import write_figure
from fingerpost.rules.authoring.formulas import Reader, fact_words
from fingerpost.rules.authoring.wording import in_language, say
from fingerpost.rules.book import Fact
from fingerpost.rules.figures import write_day
from fingerpost.rules.units import Unit

_PREFIXES = {"adults": "adult", "children": "child"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact of an example. `whose` is "you", "partner", "child 1" and so on, "" for the household's."""

    whose: str
    words: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """An example in words: its facts, what is set from outside, and what comes out, each as (what, value)."""

    example: Example
    lines: tuple[Line, ...]
    given: tuple[tuple[str, str], ...]
    expected: tuple[tuple[str, str], ...]


def tell_example(example: Example, reader: Reader) -> Told:
    """An example in the language of the reader. What its base says of an ordinary household is left out."""
    return Told(
        example=example,
        lines=tuple(_lines(example.own, reader)),
        given=tuple((_name(name, reader), _value(name, value, reader)) for name, value in example.given.items()),
        expected=tuple((_name(name, reader), _value(name, value, reader)) for name, value in example.expect.items()),
    )


def _lines(facts: Mapping[str, Any], reader: Reader) -> Iterator[Line]:
    for name, value in facts.items():
        if name not in _PREFIXES:
            yield _line("", name, value, reader)
            continue
        for at, member in enumerate(value or ()):
            whose = ("you", "partner")[min(at, 1)] if name == "adults" else f"child {at + 1}"
            for each, held in (member or {}).items():
                yield _line(whose, f"{_PREFIXES[name]}.{each}", held, reader)


def _line(whose: str, key: str, value: Any, reader: Reader) -> Line:
    fact = reader.book.facts.get(key)
    words = fact_words(fact, reader.language) if fact else key.rpartition(".")[2].replace("_", " ")
    return Line(whose=whose, words=words, value=_answer(value, fact, reader))


def _answer(value: Any, fact: Fact | None, reader: Reader) -> str:
    if isinstance(value, Mapping):
        return _range(value, fact.unit if fact else None, reader)
    if fact is not None and fact.choices:
        return in_language(fact.choices.get(str(value), {}), reader.language) or str(value)
    return _plain(value, fact.unit if fact else None, reader)


def _range(value: Mapping[str, Any], unit: Unit | None, reader: Reader) -> str:
    low, high = (_plain(value.get(end), unit, reader) for end in ("low", "high"))
    return say("range", low, high, language=reader.language)


def _plain(value: Any, unit: Unit | None, reader: Reader) -> str:
    """A value as examples write it: pounds, days, yes and no."""
    if isinstance(value, list):
        return "; ".join(_plain(each, unit, reader) for each in value)
    if value is None or value == "unknown":
        return say("unknown", language=reader.language)
    if isinstance(value, bool):
        return say("yes" if value else "no", language=reader.language)
    if isinstance(value, date):
        return write_day(value, language=reader.language)
    if isinstance(value, int | Decimal) and unit is not None:
        return write_figure(Decimal(value) * (100 if unit.kind == "money" else 1), unit, language=reader.language)
    return str(value)


def _name(name: str, reader: Reader) -> str:
    """What is expected of a scheme is whether it can be got; of a rule, its figure."""
    book = reader.book
    scheme, _, rule = name.partition(".")
    if not rule or name == book.schemes[scheme].entitled:
        return in_language(book.schemes[scheme].title, reader.language) if scheme in book.schemes else name
    if name not in book.rules:
        return name
    if name == book.schemes[scheme].amount:
        return in_language(book.schemes[scheme].title, reader.language)
    return reader.name_of(name)


def _value(name: str, value: Any, reader: Reader) -> str:
    rule = reader.book.rules.get(name)
    if isinstance(value, Mapping) and "low" in value:
        return _range(value, rule.unit if rule else None, reader)
    return _plain(value, rule.unit if rule else None, reader)
