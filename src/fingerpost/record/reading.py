"""Reads the ledger: one run's reply, and the runs that set out and never came back."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.closing import is_closed
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import Erased, KeyStore
from fingerpost.record.leaves import Commitment, leaf_hash
from fingerpost.record.models import Entry

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class KeptRun:
    """A run as it was recorded. `request`, `reply` and `held` are None when the subject's key was erased.

    `held` is what a person must look at before the reader is given it; None where nothing was held back. `tape` is what
    each engine gave (see `pipeline.tape`). `removed` are the claims that the checks took out: no reader is given them.
    `texts` are these as the words that `leaf` commits to, and `salts` open
    those commitments. `is_closed` says that whoever asked has left and closed it: then `find_for_reader` gives none of
    these. `subject` names whose key seals it: all answers of one conversation have the same.
    """

    reference: str
    capability: str
    at: datetime
    leaf: dict[str, Any]
    request: dict[str, Any] | None
    reply: dict[str, Any] | None
    held: dict[str, Any] | None = None
    tape: dict[str, Any] | None = None
    removed: tuple[dict[str, Any], ...] = ()
    subject: str = ""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    salts: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_closed: bool = False


def find_for_reader(reference: str, *, body: str, keys: KeyStore) -> KeptRun | None:
    """As `find_run`, for a door that anybody may come in by: of a run that was closed, no word is given."""
    kept = find_run(reference, body=body, keys=keys)
    if kept is None or not is_closed(kept.reference, body=body):
        return kept
    kept = replace(kept, request=None, reply=None, held=None, tape=None, removed=(), texts={}, salts={})
    return replace(kept, is_closed=True)


def find_run(reference: str, *, body: str, keys: KeyStore) -> KeptRun | None:
    """The closed run of that reference in that body, or None.

    Raises StoreUnavailable when the database is out of reach, the key does not fit, or the row was altered since.
    """
    with store_faults(NOT_READ):
        entry = Entry.objects.filter(body=body, reference=reference, event=Entry.Event.CLOSED).first()
        if entry is None:
            return None
        leaf = _check_leaf(entry)
        texts, salts = _open_sealed(entry, keys)
    _check_commitments(leaf, texts, salts)
    said = {name: json.loads(text) for name, text in texts.items()}
    return KeptRun(
        reference=entry.reference,
        capability=entry.capability,
        at=entry.at,
        leaf=leaf,
        request=said.get("request"),
        reply=said.get("reply"),
        held=said.get("held"),
        tape=said.get("tape"),
        removed=tuple(said.get("removed", ())),
        subject=entry.subject,
        texts=texts,
        salts=salts,
    )


def list_unclosed(*, body: str, before: datetime) -> list[str]:
    """References of runs opened before `before` that were never closed: the process died on the way."""
    closed = Entry.objects.filter(body=OuterRef("body"), reference=OuterRef("reference"), event=Entry.Event.CLOSED)
    opened = Entry.objects.filter(~Exists(closed), body=body, event=Entry.Event.OPENED, at__lt=before)
    with store_faults(NOT_READ):
        return list(opened.order_by("seq").values_list("reference", flat=True))


def iterate_closed(*, body: str, since: datetime | None = None) -> Iterator[str]:
    """References of the runs that came to an end, oldest first, from `since` on. Raises StoreUnavailable."""
    closed = Entry.objects.filter(body=body, event=Entry.Event.CLOSED).order_by("seq")
    closed = closed.filter(at__gte=since) if since else closed
    last, found = 0, [(0, "")] * AT_ONCE
    while len(found) == AT_ONCE:
        with store_faults(NOT_READ):
            found = list(closed.filter(seq__gt=last).values_list("seq", "reference")[:AT_ONCE])
        yield from (reference for _seq, reference in found)
        last = found[-1][0] if found else last


def _open_sealed(entry: Entry, keys: KeyStore) -> tuple[dict[str, str], dict[str, str]]:
    """The texts and the salts by name; nothing when the key was erased."""
    try:
        opened = keys.unseal(_sealed(entry), subject=entry.subject, body=entry.body, bound_to=entry.reference)
    except Erased:
        return {}, {}
    kept = json.loads(opened)
    return kept["texts"], kept["salts"]


def _check_leaf(entry: Entry) -> dict[str, Any]:
    """The leaf, once it fits its own hash and the sealed text beside it. The triggers stop a slip, not an intruder."""
    leaf: dict[str, Any] = json.loads(entry.leaf) if leaf_hash(entry.leaf) == entry.leaf_hash else {}
    fits = leaf.get("reference") == entry.reference and leaf.get("body") == entry.body
    if not fits or leaf.get("sealed_sha256") != hashlib.sha256(_sealed(entry)).hexdigest():
        raise _altered("the leaf fits neither its hash nor its row")
    return leaf


def _check_commitments(leaf: Mapping[str, Any], texts: Mapping[str, str], salts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        if not Commitment(salt=salts[name], digest=leaf["commitments"][name]).opens_with(text):
            raise _altered(f"the commitment to the {name} does not open")


def _sealed(entry: Entry) -> bytes:
    return bytes(entry.sealed or b"")


def _altered(detail: str) -> StoreUnavailable:
    return StoreUnavailable(
        "This record was altered after it was made, so it is not shown. Tell whoever runs this service.", detail=detail
    )
