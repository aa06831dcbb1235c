"""A change of a figure as a form: which fields a figure has, and the change that a filled form makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from fingerpost.doors.days import read_day
from fingerpost.record.rulemaking.proposing import LONGEST_ADDRESS, LONGEST_REASON, LONGEST_TITLE, Change
from fingerpost.rules.authoring.formulas import Reader
from fingerpost.rules.authoring.overrides import last_day_of
from fingerpost.rules.book import Parameter
from fingerpost.rules.figures import as_decimal, write_number
from fingerpost.rules.units import Unit

TEXTS = ("starts_on", "ends_on", "source_title", "source_url", "reason")
MOST_TYPED = 2_000  # characters of any one field
MOST_PENCE = 2  # digits after the point of an amount
MOST_DIGITS = 6  # after the point of any other number
LARGEST = Decimal(10) ** 10  # pounds: more is a slip of the hand


class Unreadable(ValueError):
    """What was typed is no value of this kind; the message says what would be."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One box for a value. `option` is what it is the value for, "" for a figure that has one value only."""

    name: str
    option: str
    label: str
    text: str


def fields_of(parameter: Parameter, read: Reader, *, typed: QueryDict | None = None) -> list[Field]:
    """The boxes of a figure, filled with what was typed, else with the value that holds today."""
    dated = parameter.at(read.on) or parameter.values[-1]
    options = read.options_of(parameter) or {"": ""}
    values = dated.value if parameter.by else {"": dated.value}
    return [
        Field(
            name=_box(option),
            option=option,
            label=label,
            text=typed.get(_box(option), "")[:MOST_TYPED]
            if typed is not None
            else as_typed(values[option], parameter.unit),
        )
        for option, label in options.items()
    ]


def change_from(posted: QueryDict, parameter: Parameter, fields: list[Field]) -> tuple[Change | None, dict[str, str]]:
    """The change that a filled form makes, or a sentence for each field that does not fit."""
    problems: dict[str, str] = {}
    values: dict[str, Any] = {}
    for field in fields:
        try:
            values[field.option] = read_value(field.text, parameter.unit)
        except Unreadable as error:
            problems[field.name] = str(error)
    texts = {name: " ".join(posted.get(name, "").split())[:MOST_TYPED] for name in TEXTS}
    starts_on, ends_on = read_day(texts["starts_on"]), read_day(texts["ends_on"])
    problems |= _text_problems(texts, starts_on=starts_on, ends_on=ends_on)
    if problems or starts_on is None:
        return None, problems
    change = Change(
        parameter=parameter.name,
        value=values if parameter.by else values[""],
        starts_on=starts_on,
        ends_on=ends_on or last_day_of(parameter, starts_on),
        source_title=texts["source_title"],
        source_url=texts["source_url"],
        reason=texts["reason"],
    )
    return change, {}


def as_typed(value: Any, unit: Unit) -> str:
    """A value of the book as somebody would type it."""
    if unit.kind == "bands":
        return "\n".join(f"{_plain(above / 100)} {_plain(as_decimal(rate) * 100)}%" for above, rate in value)
    if unit.kind == "yes-no":
        return "yes" if value else "no"
    if unit.kind == "date":
        return date.fromordinal(int(value)).isoformat()
    if unit.kind == "money":
        pounds = as_decimal(value) / 100
        return _plain(pounds) if pounds == pounds.to_integral_value() else f"{pounds:.2f}"
    return f"{_plain(as_decimal(value) * 100)}%" if unit.name == "share" else _plain(value)


def read_value(typed: str, unit: Unit) -> Any:
    """What was typed as a rule file has it, with numbers as text. Raises Unreadable."""
    if unit.kind == "bands":
        return _read_bands(typed)
    plain = typed.strip()
    if unit.kind == "yes-no":
        if plain not in {"yes", "no"}:
            raise Unreadable(_("Choose yes or no"))
        return plain == "yes"
    if unit.kind == "date":
        return _read_date(plain)
    if unit.kind == "money":
        return _number(plain.removeprefix("£"), MOST_PENCE, _("Enter an amount in pounds, such as 26.05"))
    if unit.name == "share":
        return _share(plain)
    return _number(plain, MOST_DIGITS, _("Enter a number, such as 16"))


def _read_date(typed: str) -> str:
    """Any day: those on which people were born lie long ago."""
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise Unreadable(_("Enter a date such as 2026-11-22")) from error


def _read_bands(typed: str) -> list[dict[str, str]]:
    """One band a line: from where it begins, and its rate."""
    words = _("Enter one band a line, such as: 37700 0.40. Each begins above the one before.")
    bands: list[dict[str, str]] = []
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        above, _space, rate = line.partition(" ")
        try:
            band = {"above": _number(above.removeprefix("£"), MOST_PENCE, words), "rate": _share(rate.strip())}
        except Unreadable:
            raise Unreadable(words) from None
        if bands and Decimal(band["above"]) <= Decimal(bands[-1]["above"]):
            raise Unreadable(words)
        bands.append(band)
    if not bands:
        raise Unreadable(words)
    return bands


def _share(typed: str) -> str:
    words = _("Enter a share, such as 0.55")
    if typed.endswith("%"):
        return f"{(Decimal(_number(typed[:-1].strip(), MOST_DIGITS, words)) / 100).normalize():f}"
    return _number(typed, MOST_DIGITS, words)


def _number(typed: str, most_digits: int, words: str) -> str:
    """A number as text, exactly as it was meant. Raises Unreadable with these words."""
    try:
        number = Decimal(typed.replace(",", "").strip())
    except InvalidOperation as error:
        raise Unreadable(words) from error
    if not number.is_finite() or not 0 <= number <= LARGEST or -int(number.as_tuple().exponent) > most_digits:
        raise Unreadable(words)
    return f"{number:f}"


def _text_problems(texts: Mapping[str, str], *, starts_on: date | None, ends_on: date | None) -> dict[str, str]:
    problems = {}
    if starts_on is None:
        problems["starts_on"] = _("Enter a date such as 2026-11-22")
    if texts["ends_on"] and ends_on is None:
        problems["ends_on"] = _("Enter a date such as 2026-11-22, or nothing")
    if starts_on and ends_on and ends_on < starts_on:
        problems["ends_on"] = _("The last day must not be before the first")
    if not 1 <= len(texts["source_title"]) <= LONGEST_TITLE:
        problems["source_title"] = _("Say where the new figure stands, such as the name of the page or the Act")
    if not texts["source_url"].startswith("https://") or not 9 <= len(texts["source_url"]) <= LONGEST_ADDRESS:
        problems["source_url"] = _("Enter the address of the source. It begins with https://")
    if not 1 <= len(texts["reason"]) <= LONGEST_REASON:
        problems["reason"] = _("Say why, in 1 to %(most)s characters") % {"most": LONGEST_REASON}
    return problems


def _box(option: str) -> str:
    return f"value-{option}" if option else "value"


def _plain(number: Any) -> str:
    """Without commas, which are for reading."""
    return write_number(number).replace(",", "")
