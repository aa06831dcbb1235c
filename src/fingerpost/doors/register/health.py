"""How a record is: in order or not. One word for each, with a shape and words of its own, so colour says nothing alone.

Both the list and the record's own page show it, and residents can filter by it.
"""

from collections.abc import Iterable
from typing import Literal

from fingerpost.record.register.phases import RETIRED
from fingerpost.record.register.public import PublicRecord

Health = Literal["red", "amber", "green", "declared", "retired"]
HEALTHS: tuple[Health, ...] = ("red", "amber", "green", "declared", "retired")
"""Worst first; the last two are no grades: nobody here measures what runs elsewhere, and what is retired is over."""


def health_of(record: PublicRecord) -> Health:
    """Red where a fault stops it from going to production, amber for any other fault."""
    if record.phase == RETIRED:
        return "retired"
    if record.blocking:
        return "red"
    if record.faults:
        return "amber"
    return "green" if record.kind == "run here" else "declared"


def count_healths(records: Iterable[PublicRecord]) -> dict[Health, int]:
    """How many records are in each state, worst first."""
    found = [health_of(each) for each in records]
    return {health: found.count(health) for health in HEALTHS}
