"""Reads the dated figures of a rule file. One without a source, or with a gap or overlap in its dates, is refused."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fingerpost.rules.book import Dated, Parameter
from fingerpost.rules.faults import Problem
from fingerpost.rules.reading.documents import Document
from fingerpost.rules.reading.fields import Fields
from fingerpost.rules.reading.naming import RESERVED
from fingerpost.rules.units import Unit

_FIELDS = ("unit", "by", "label", "source", "confidence", "values")


def read_parameters(document: Document, *, scheme: str, problems: list[Problem]) -> Iterator[Parameter]:
    """Each parameter of a scheme's file. Faults go to `problems`."""
    top = Fields(document, (), problems)
    sources = document.data.get("sources")
    known = tuple(sources) if isinstance(sources, Mapping) else ()
    for name in top.parts("parameters"):
        yield _read_parameter(Fields(document, ("parameters", name), problems), name, scheme, known)


def _read_parameter(fields: Fields, name: str, scheme: str, sources: tuple[str, ...]) -> Parameter:
    fields.only(_FIELDS)
    if name in RESERVED:
        fields.wrong("is a word of the language: choose another name")
    unit = fields.unit()
    return Parameter(
        name=f"{scheme}.{name}",
        scheme=scheme,
        unit=unit,
        by=fields.text("by", needed=False),
        label=fields.words("label"),
        sources=read_sources(fields, sources),
        confidence=fields.text("confidence", among=("high", "medium")),
        values=_read_values(fields, unit),
    )


def read_sources(fields: Fields, known: tuple[str, ...]) -> tuple[str, ...]:
    """The sources a thing names, each declared at the top of the file."""
    named = fields.names("source")
    for source in named:
        if source not in known:
            fields.wrong(f"{source!r} is not among the sources of this file", "source")
    return named


def _read_values(fields: Fields, unit: Unit) -> tuple[Dated, ...]:
    listed = fields.data.get("values")
    if not isinstance(listed, list) or not listed:
        fields.wrong("must be a list of {from: date, value: ...}", "values")
        return ()
    read: list[tuple[date, date | None, Any]] = []
    for i in range(len(listed)):
        each = Fields(fields.document, (*fields.path, "values", i), fields.problems)
        each.only(("from", "to", "value"))
        value = _read_value(each, unit, by=fields.has("by"))
        first, last = each.day("from"), each.day("to", needed=False)
        if first is None or value is None:
            return ()
        if last is not None and last < first:
            each.wrong("ends before it begins", "to")
        read.append((first, last, value))
    return _in_order(fields, read)


def _in_order(fields: Fields, read: list[tuple[date, date | None, Any]]) -> tuple[Dated, ...]:
    """Each value runs to the day before the next: no gap, no overlap."""
    dated: list[Dated] = []
    for i, (first, stated, value) in enumerate(read):
        last = stated
        following = read[i + 1][0] if i + 1 < len(read) else None
        if following is not None:
            if following <= first:
                fields.wrong(
                    "is not after the date before it: dates go forward, without overlap", "values", i + 1, "from"
                )
            if last is not None and last != following - timedelta(days=1):
                words = "overlaps the next" if last >= following else "leaves a gap before the next"
                fields.wrong(f"{words} value, which begins on {following.isoformat()}", "values", i, "to")
            last = following - timedelta(days=1)
        dated.append(Dated(first=first, last=last, value=value))
    return tuple(dated)


def _read_value(fields: Fields, unit: Unit, *, by: bool) -> Any:
    value = fields.data.get("value")
    if by:
        if not isinstance(value, Mapping) or not value:
            fields.wrong("must give a value for each option", "value")
            return None
        return {option: _inner(fields, unit, each) for option, each in value.items()}
    return _inner(fields, unit, value)


def _inner(fields: Fields, unit: Unit, value: Any) -> Any:
    """The value as the engine counts: pence, days, truth."""
    read = inner_value(unit, value)
    if read is None:
        fields.wrong(f"is {value!r}, and must be a value of {unit}", "value")
    return read


def inner_value(unit: Unit, value: Any) -> Any:
    """A value as the engine counts, None where it does not fit the unit."""
    if unit.kind == "yes-no":
        return value if isinstance(value, bool) else None
    if unit.kind == "date":
        return value.toordinal() if isinstance(value, date) else None
    if unit.kind == "bands":
        return _bands(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value) * 100 if unit.kind == "money" else Decimal(value)
    return None


def _bands(value: Any) -> tuple[tuple[Decimal, Decimal], ...] | None:
    """[{above: 0, rate: 0.2}, ...] as pairs of pence and rate, which must rise."""
    if not isinstance(value, list) or not value:
        return None
    pairs: list[tuple[Decimal, Decimal]] = []
    for band in value:
        if not isinstance(band, Mapping) or set(band) != {"above", "rate"}:
            return None
        above, rate = band["above"], band["rate"]
        if not all(isinstance(each, int | Decimal) and not isinstance(each, bool) for each in (above, rate)):
            return None
        if rate < 0 or (pairs and Decimal(above) * 100 <= pairs[-1][0]):
            return None
        pairs.append((Decimal(above) * 100, Decimal(rate)))
    return tuple(pairs)
