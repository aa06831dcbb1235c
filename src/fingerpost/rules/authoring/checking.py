"""Holds a worked example to the rules: what it expects against what comes out, to the penny."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from fingerpost.rules.authoring.examples import Example
from fingerpost.rules.authoring.figures import write_figure
from fingerpost.rules.book import HOUSEHOLD, Rule, RuleBook
from fingerpost.rules.counting.running import Slot
from fingerpost.rules.counting.spans import Pair
from fingerpost.rules.evaluating import Evaluation, evaluate
from fingerpost.rules.faults import FactsInvalid, OutsideDates
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.results import Possible
from fingerpost.rules.units import Unit

UNKNOWN = "unknown"
_PENNY = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What came of an example. `faults` are sentences, none where all is as expected; `evaluation` is None where its
    facts do not fit the rules."""

    example: Example
    faults: tuple[str, ...]
    evaluation: Evaluation | None


def check_example(book: RuleBook, example: Example) -> Checked:
    """Evaluate an example and compare. Whatever does not fit is a fault; nothing is raised."""
    try:
        evaluation = evaluate_example(book, example)
    except FactsInvalid as fault:
        return Checked(example=example, faults=(fault.public,), evaluation=None)
    except KeyError as fault:
        return Checked(example=example, faults=(f"`given` names {fault.args[0]!r}, which is no rule",), evaluation=None)
    found = [fault for name, expected in example.expect.items() for fault in _faults(book, evaluation, name, expected)]
    return Checked(example=example, faults=tuple(found), evaluation=evaluation)


def evaluate_example(book: RuleBook, example: Example, *, on: date | None = None) -> Evaluation:
    """What the rules say of its household, on its own day or another. Raises FactsInvalid, KeyError."""
    household = read_household(book, example.facts)
    given = dict(_given(book, example.given))
    return evaluate(book, household, on=on or example.on, nation=example.nation, given=given)


def on_another_day(example: Example, day: date) -> Example:
    """The same household on another day."""
    return replace(example, on=day)


def _given(book: RuleBook, given: Mapping[str, Any]) -> Iterator[tuple[tuple[str, Slot], Pair]]:
    for name, value in given.items():
        rule = book.rules[name]
        if rule.of == HOUSEHOLD:
            yield (name, None), _pair(value, rule.unit)
            continue
        for slot, each in enumerate(value if isinstance(value, list) else [value]):
            if each is not None:
                yield (name, slot), _pair(each, rule.unit)


def _pair(value: Any, unit: Unit) -> Pair:
    """As the machine counts: pence, days, truth."""
    if isinstance(value, Mapping):
        return _inner(value["low"], unit), _inner(value["high"], unit)
    if value == UNKNOWN:
        return False, True
    inner = _inner(value, unit)
    return inner, inner


def _inner(value: Any, unit: Unit) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        return value.toordinal()
    return Decimal(value) * 100 if unit.kind == "money" else Decimal(value)


def _faults(book: RuleBook, evaluation: Evaluation, name: str, expected: Any) -> Iterator[str]:
    """What one expectation finds otherwise."""
    try:
        if name in book.schemes:
            found = evaluation.verdict(name).value
            wanted = expected if expected == UNKNOWN else "yes" if expected is True else "no"
            if found != wanted:
                yield f"{name} must be {wanted}, and is {found}"
        elif name not in book.rules:
            yield f"{name} is no scheme and no rule"
        elif isinstance(expected, list):
            values = evaluation.values(name)
            if len(values) != len(expected):
                yield f"{name} must have {len(expected)} values, and has {len(values)}"
            for slot, (want, possible) in enumerate(zip(expected, values, strict=False)):
                yield from _compare(f"{name} [{slot}]", book.rules[name], want, possible)
        else:
            yield from _compare(name, book.rules[name], expected, evaluation.value(name))
    except OutsideDates as fault:
        yield f"{name}: {fault.public}"


def _compare(name: str, rule: Rule, expected: Any, found: Possible) -> Iterator[str]:
    low, high = _ends(expected, rule.unit)
    if (_rounded(found.low, rule.unit), _rounded(found.high, rule.unit)) != (low, high):
        yield f"{name} must be {_written(low, high, rule.unit)}, and is {_written(found.low, found.high, rule.unit)}"


def _ends(expected: Any, unit: Unit) -> tuple[Any, Any]:
    if isinstance(expected, Mapping):
        return tuple(_rounded(_outer(expected[end], unit), unit) for end in ("low", "high"))
    if expected == UNKNOWN:
        return False, True
    value = _rounded(_outer(expected, unit), unit)
    return value, value


def _outer(value: Any, unit: Unit) -> Any:
    return value if isinstance(value, bool | date) else _inner(value, unit)


def _rounded(value: Any, unit: Unit) -> Any:
    """Money to the penny, half a penny going up: examples are worked to the penny."""
    if unit.kind == "money":
        return Decimal(value).quantize(_PENNY, rounding=ROUND_HALF_UP)
    return value if isinstance(value, bool | date) else Decimal(value)


def _written(low: Any, high: Any, unit: Unit) -> str:
    if low == high:
        return write_figure(low, unit)
    return UNKNOWN if unit.kind == "yes-no" else f"{write_figure(low, unit)} to {write_figure(high, unit)}"
