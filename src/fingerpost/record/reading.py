"""Reads the ledger: one run's reply, and the runs that set out and never came back."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fingerpost.record.keys import Erased, KeyStore
from fingerpost.record.models import Entry


@dataclass(frozen=True, kw_only=True)
class KeptRun:
    """A run as it was recorded. `request` and `reply` are None when the subject's key was erased."""

    reference: str
    capability: str
    at: datetime
    leaf: dict[str, Any]
    request: dict[str, Any] | None
    reply: dict[str, Any] | None


def find_run(reference: str, *, body: str, keys: KeyStore) -> KeptRun | None:
    """The closed run of that reference in that body, or None."""
    entry = Entry.objects.filter(body=body, reference=reference, event=Entry.Event.CLOSED).first()
    if entry is None:
        return None
    request, reply = _open_sealed(entry, keys)
    return KeptRun(
        reference=entry.reference,
        capability=entry.capability,
        at=entry.at,
        leaf=json.loads(entry.leaf),
        request=request,
        reply=reply,
    )


def list_unclosed(*, body: str, before: datetime) -> list[str]:
    """References of runs opened before `before` that were never closed: the process died on the way."""
    closed = Entry.objects.filter(body=body, event=Entry.Event.CLOSED).values("reference")
    opened = Entry.objects.filter(body=body, event=Entry.Event.OPENED, at__lt=before).exclude(reference__in=closed)
    return list(opened.order_by("seq").values_list("reference", flat=True))


def _open_sealed(entry: Entry, keys: KeyStore) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    try:
        text = json.loads(keys.unseal(bytes(entry.sealed or b""), subject=entry.subject))
    except Erased:
        return None, None
    return json.loads(text["request"]), json.loads(text["reply"])
