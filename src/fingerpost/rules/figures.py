"""How figures and days are written for people, in either language: the same everywhere."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fingerpost.rules.units import Unit

ENGLISH = "en"
MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "cy": (
        *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
        *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
    ),
}


def write_value(value: Any, unit: Unit, *, language: str = ENGLISH) -> str:
    """A value as it stands in a working, without its period: £1,234.50, 7, 55%, 6 April 2026."""
    if unit.kind == "yes-no":
        return "yes" if value else "no"
    if unit.kind == "date":
        return write_day(value if isinstance(value, date) else date.fromordinal(int(value)), language=language)
    if unit.kind == "money":
        return write_money(value)
    if unit.name == "share":
        return f"{write_number(as_decimal(value) * 100)}%"
    return write_number(value)


def write_money(pence: Any) -> str:
    """£1,250, £26.05, and a minus before the sign where it is owed. Pence stand there where it is no round pound."""
    pounds = as_decimal(pence) / 100
    sign, pounds = ("-" if pounds < 0 else ""), abs(pounds)
    return f"{sign}£{pounds:,.0f}" if pounds == pounds.to_integral_value() else f"{sign}£{pounds:,.2f}"


def write_number(value: Any) -> str:
    """Without zeros that say nothing."""
    plain = f"{as_decimal(value):,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def write_day(day: date, *, language: str = ENGLISH) -> str:
    """6 April 2026."""
    return f"{day.day} {MONTHS.get(language, MONTHS[ENGLISH])[day.month - 1]} {day.year}"


def as_decimal(value: Any) -> Decimal:
    """An exact number as a decimal."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(value) if isinstance(value, int | Decimal | str) else Decimal(str(value))
