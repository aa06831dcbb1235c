"""What an evaluation gives back: for each scheme a verdict, an amount, the reasons, the working and what is missing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from fingerpost.rules.book import RuleSource, Words
from fingerpost.rules.counting.running import Slot
from fingerpost.rules.units import Unit


class Verdict(StrEnum):
    """Yes, no, or not known from what has been said. A missing fact never counts as no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Possible:
    """What a value can be: from `low` to `high`, both included. Money in pence, dates as dates, yes-no as truth."""

    unit: Unit
    low: Any
    high: Any

    @property
    def is_known(self) -> bool:
        return bool(self.low == self.high)


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Money in whole pence, from `low` to `high`, paid each `period` ("" once)."""

    low: int
    high: int
    period: str

    @property
    def is_known(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One condition that a reason names: a rule, fact or parameter, of which adult or child, and what it came to."""

    name: str
    slot: Slot
    verdict: Verdict
    words: Words
    sources: tuple[RuleSource, ...]


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Conditions that together carry the result: were they all otherwise, the result would be."""

    leaves: tuple[Leaf, ...]

    @property
    def flips(self) -> tuple[tuple[str, Slot], ...]:
        """What has to be turned round to change the result."""
        return tuple((leaf.name, leaf.slot) for leaf in self.leaves)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A part of the tree of conditions. `join` is all, any, not or "" for a leaf, which has words."""

    verdict: Verdict
    join: str = ""
    leaf: Leaf | None = None
    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorkingLine:
    """One step of the working: what was worked out, from which figures, to what. `formula` holds figures in place of
    names, in each language: "£27.05 + 1 × £17.90"."""

    name: str
    slot: Slot
    label: Words
    value: Possible
    formula: Words
    sources: tuple[RuleSource, ...]


@dataclass(frozen=True, kw_only=True)
class SchemeResult:
    """What came of one scheme. `exists` says whether there is such a scheme in the nation.

    `figures` are what else its file wants people to read, whatever the verdict. `missing` are the paths of questions
    that can still change it; `outside` the days that its figures cover, where the day asked about is not among them.
    """

    scheme: str
    verdict: Verdict
    exists: bool = True
    amount: Amount | None = None
    reasons: tuple[Reason, ...] = ()
    conditions: Condition | None = None
    working: tuple[WorkingLine, ...] = ()
    figures: tuple[WorkingLine, ...] = ()
    missing: tuple[str, ...] = ()
    outside: tuple[date, date | None] | None = None

    @property
    def is_settled(self) -> bool:
        """Can nothing that is missing change it?"""
        return not self.missing and self.outside is None


def verdict_of(pair: tuple[Any, Any]) -> Verdict:
    """The verdict of (surely yes, perhaps yes)."""
    if pair[0]:
        return Verdict.YES
    return Verdict.UNKNOWN if pair[1] else Verdict.NO


def outward(pair: tuple[Any, Any], unit: Unit) -> Possible:
    """What the machine found, as others read it."""
    if unit.kind == "date":
        return Possible(unit=unit, low=date.fromordinal(int(pair[0])), high=date.fromordinal(int(pair[1])))
    return Possible(unit=unit, low=pair[0], high=pair[1])
