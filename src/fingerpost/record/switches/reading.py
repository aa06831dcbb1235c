"""What is stopped now, and what was turned before. Read from the database each time, so that a stop holds at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import Max

from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.switches.models import Switch

Key = tuple[str, str]
"""The kind of a switch, "capability" or "model", and its name."""

NOTHING: Mapping[Key, "Stopped"] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """What is off. `by` is the name of an account, for those who may see it; no page of a resident shows it."""

    by: str
    reason: str
    at: datetime
    reference: str


def find_stopped(body: str) -> Mapping[Key, Stopped]:
    """What is off in this body now, by kind and name. One small query. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        turned = Switch.objects.filter(body=body)
        ends = list(turned.values_list("kind", "name").annotate(newest=Max("pk")).order_by())
        if not ends:
            return NOTHING
        rows = list(turned.filter(pk__in=[pk for _kind, _name, pk in ends], is_stopped=True))
    return {
        (row.kind, row.name): Stopped(by=row.by, reason=row.reason, at=row.at, reference=row.reference) for row in rows
    }


def is_stopped(kind: str, name: str, *, body: str) -> bool:
    """Is this one off now? Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = newest(kind, name, body=body)
    return found is not None and found.is_stopped


def newest(kind: str, name: str, *, body: str) -> Switch | None:
    """The last turn of one switch. Raises whatever the database raises."""
    return Switch.objects.filter(body=body, kind=kind, name=name).order_by("-pk").first()


def history(*, body: str, most: int = 100) -> list[Switch]:
    """Every turn, newest first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return list(Switch.objects.filter(body=body).order_by("-pk")[:most])
