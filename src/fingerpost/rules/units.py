"""Units: what may be added to what, and how money of one period becomes money of another."""

from dataclasses import dataclass
from fractions import Fraction

# How many of a period make a year: 52 weeks, as the yearly figures of benefits are stated (Universal Credit
# Regulations 2013 regulation 73(2) turns a weekly sum into a monthly one by 52/12).
PERIODS_A_YEAR = {"week": 52, "four-weeks": 13, "month": 12, "year": 1}
_PLAIN = frozenset({"number", "count", "years", "share"})
_KINDS = frozenset({"money", "yes-no", "date", "choice", "bands", *_PLAIN})


@dataclass(frozen=True, kw_only=True)
class Unit:
    """`kind` is money, number, yes-no, date, choice or bands; `period` is that of money or bands, "" for a plain sum;
    `name` is the unit as written."""

    kind: str
    period: str = ""
    name: str = ""

    def fits(self, other: "Unit") -> bool:
        """May the two be added, or compared?"""
        return self.kind == other.kind and self.period == other.period

    def __str__(self) -> str:
        return self.name or (f"{self.kind}/{self.period}" if self.period else self.kind)


NUMBER = Unit(kind="number")
YES_NO = Unit(kind="yes-no")
DATE = Unit(kind="date")
CHOICE = Unit(kind="choice")


def read_unit(text: str) -> Unit:
    """The unit of a name such as "money/week" or "years". Raises ValueError, which lists the known ones."""
    kind, _, period = text.partition("/")
    if kind not in _KINDS or (period and period not in PERIODS_A_YEAR) or (period and kind not in {"money", "bands"}):
        known = ", ".join(sorted(_KINDS))
        raise ValueError(f"unknown unit {text!r}: use one of {known}, and for money /{', /'.join(PERIODS_A_YEAR)}")
    if kind == "bands" and not period:
        raise ValueError("bands need a period, such as bands/year")
    return Unit(kind="number" if kind in _PLAIN else kind, period=period, name=text)


def conversion(source: str, target: str) -> Fraction:
    """What money a `source` period is multiplied by to be money a `target` period."""
    return Fraction(PERIODS_A_YEAR[source], PERIODS_A_YEAR[target])
