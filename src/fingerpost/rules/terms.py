"""A term: an expression in which every name has been found and every unit fits: what is evaluated and explained."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fingerpost.rules.units import Unit

WHERE = "where"  # the value of a term that the engine put round a rule: it holds in these nations, or where entitled


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One part of a checked expression.

    `kind` is number, fact, parameter, rule, nation, choice (== or in: `value` holds the options), on, age, slot, call,
    each (an aggregate: `value` is (name, entity)), member (you, partner, other), and, or, not, compare, arithmetic, if.
    `value` is the number (pence where it stands beside money), the full name, or the sign.
    """

    kind: str
    unit: Unit
    value: Any = None
    parts: tuple["Term", ...] = ()

    def walk(self) -> Iterator["Term"]:
        """This term and all within it."""
        yield self
        for part in self.parts:
            yield from part.walk()
