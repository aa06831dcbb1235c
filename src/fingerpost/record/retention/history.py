"""What was swept and who was erased, as the ledger says it: by count and reference, never by a word."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.models import Entry
from fingerpost.record.retention.clock import SWEPT
from fingerpost.record.retention.erasing import ERASED
from fingerpost.record.retention.exporting import EXPORTED

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Act:
    """One entry of the ledger about keeping: `what` is its kind, `facts` what it says."""

    at: datetime
    what: str
    facts: dict[str, Any]


def list_sweeps(*, body: str, most: int = MOST) -> list[Act]:
    """What was swept, newest first. Raises StoreUnavailable."""
    return _list(SWEPT, body=body, most=most)


def list_erasures(*, body: str, most: int = MOST) -> list[Act]:
    """Who was erased on request, newest first."""
    return _list(ERASED, body=body, most=most)


def list_exports(*, body: str, most: int = MOST) -> list[Act]:
    """For whom everything was gathered, newest first."""
    return _list(EXPORTED, body=body, most=most)


def _list(kind: str, *, body: str, most: int) -> list[Act]:
    rows = Entry.objects.filter(body=body, event=Entry.Event.NOTED, leaf__contains=f'"type":"{kind}"')
    with store_faults(NOT_READ):
        found = list(rows.order_by("-seq").values_list("at", "leaf")[:most])
    return [Act(at=at, what=kind, facts=json.loads(leaf)["facts"]) for at, leaf in found]
