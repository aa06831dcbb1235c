"""Figures of the rules as people read them, and as rule files write them."""

from collections.abc import Mapping
from typing import Any

from fingerpost.rules.authoring.wording import say
from fingerpost.rules.book import Parameter
from fingerpost.rules.figures import as_decimal, write_money, write_number, write_value
from fingerpost.rules.units import Unit


def write_figure(value: Any, unit: Unit, *, language: str = "en") -> str:
    """One value as the book holds it, in words: pence of money as "£26.05 a week", a share as "55%".

    Of a mapping by options, and of bands, use `write_options` and `write_bands`.
    """
    if unit.kind == "money":
        amount = write_money(value)
        return say(unit.period, amount, language=language) if unit.period else amount
    if unit.kind == "yes-no":
        return say("yes" if value else "no", language=language)
    return write_value(value, unit, language=language)


def write_parameter(
    parameter: Parameter, value: Any, *, language: str = "en", names: Mapping[str, str] | None = None
) -> str:
    """A value of a parameter, with each option where it has several, and each band where it is a table. `names` are the
    options in words."""
    if isinstance(value, Mapping):
        called = names or {}
        parts = [
            f"{called.get(option, option.replace('_', ' '))}: {write_one(parameter.unit, each, language=language)}"
            for option, each in value.items()
        ]
        return "; ".join(parts)
    return write_one(parameter.unit, value, language=language)


def write_one(unit: Unit, value: Any, *, language: str = "en") -> str:
    """One value, or one table of bands, in words."""
    if unit.kind != "bands":
        return write_figure(value, unit, language=language)
    bands = [
        say("band", write_money(above), f"{write_number(as_decimal(rate) * 100)}%", language=language)
        for above, rate in value
    ]
    return say("comma", language=language).join(bands)
