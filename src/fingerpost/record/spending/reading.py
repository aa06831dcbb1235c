"""What models have taken, as the database has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.spending.models import SpentDay


@dataclass(frozen=True, kw_only=True)
class Spending:
    """One model's day. `tokens` and `micropounds` are settled; what calls that are under way may still take stands
    under `..._reserved`, with what died under way. `calls` are those that were reserved for."""

    calls: int = 0
    tokens: int = 0
    micropounds: int = 0
    tokens_reserved: int = 0
    micropounds_reserved: int = 0
    faults: int = 0
    last_fault: str = ""
    last_fault_at: datetime | None = None


def find_spending(*, body: str, day: date) -> Mapping[str, Spending]:
    """By model; a model that was not asked on that day is not in it. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        rows = list(SpentDay.objects.filter(body=body, day=day))
    return {
        row.model: Spending(
            calls=row.calls,
            tokens=row.tokens,
            micropounds=row.micropounds,
            tokens_reserved=row.tokens_reserved,
            micropounds_reserved=row.micropounds_reserved,
            faults=row.faults,
            last_fault=row.last_fault,
            last_fault_at=row.last_fault_at,
        )
        for row in rows
    }
