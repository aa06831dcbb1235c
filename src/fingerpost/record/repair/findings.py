"""What was found when an answer was gone through again: kept once, and ended when it is so no longer."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, Max

from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import store_faults
from fingerpost.record.keys import KeyStore
from fingerpost.record.models import Entry
from fingerpost.record.reading import KeptRun
from fingerpost.record.repair.affected import Quotation
from fingerpost.record.repair.models import Finding, Quoted

FOUND, STUCK, SWEPT = "repair/found", "repair/stuck", "repair/swept"
NOT_KEPT = "We could not keep what was found. What was kept stays kept. Run it again: fingerpost repair"
ACTIVE = (Finding.State.OPEN, Finding.State.DEALT)
MOST_TRIES = 7  # a week of daily sweeps: what was switched off for longer needs somebody to look


class Hindrance(StrEnum):
    """Why an answer could not be asked again."""

    OFF = "off"
    FAILED = "failed"
    NO_MODEL = "no-model"


@dataclass(frozen=True, kw_only=True)
class Found:
    """That an answer would come out otherwise: how (`what`, codes), and as what (`said`, plain JSON values).

    `now_digest` stands for all that is compared. `changes` are the passages that were quoted and changed.
    """

    what: tuple[str, ...]
    kind_then: str
    kind_now: str
    now_digest: str
    said: Mapping[str, Any]
    changes: Sequence[Mapping[str, Any]]


def note_otherwise(
    kept: KeptRun, found: Found, quotations: Sequence[Quotation], *, body: str, at: datetime, keys: KeyStore
) -> bool:
    """Keep what was found, with an event in the ledger, and that these quotations were seen; False where that is known.

    The answer of today is sealed under the key of the run. Raises Erased where that is gone, and StoreUnavailable.
    """
    with store_faults(NOT_KEPT), committing():
        if not _mark_seen(quotations):
            return False
        Finding.objects.filter(body=body, reference=kept.reference, state=Finding.State.STUCK).update(
            state=Finding.State.OVER, over_at=at
        )
        active = Finding.objects.filter(body=body, reference=kept.reference, state__in=ACTIVE)
        if active.filter(now_digest=found.now_digest).exists():
            return False
        active.update(state=Finding.State.OVER, over_at=at)
        row = _row_of(kept, found, body=body, at=at)
        row.sealed = _seal(row, found.said, keys)
        facts = {"of": row.reference, "what": list(found.what), "why": _joined_why(found).strip(",").split(",")}
        row.event = note_event(FOUND, body=body, at=at, capability=row.capability, facts=facts)
        row.save(force_insert=True)
    return True


def note_put_off(
    kept: KeptRun,
    why: Hindrance,
    quotations: Sequence[Quotation],
    *,
    changes: Sequence[Mapping[str, Any]],
    body: str,
    at: datetime,
) -> bool:
    """That it could not be asked again today. True after MOST_TRIES: then it is listed, with an event in the ledger,
    and left alone until its guidance changes once more. Raises StoreUnavailable."""
    with store_faults(NOT_KEPT), committing():
        news = Quoted.objects.filter(pk__in=[each.pk for each in quotations if each.is_news])
        news.update(tries=F("tries") + 1)
        if (news.aggregate(most=Max("tries"))["most"] or 0) < MOST_TRIES or not _mark_seen(quotations):
            return False
        rows = Finding.objects.filter(body=body, reference=kept.reference)
        rows.filter(state=Finding.State.STUCK).update(state=Finding.State.OVER, over_at=at)
        then = kept.reply["outcome"] if kept.reply else ""
        found = Found(what=(why,), kind_then=then, kind_now="", now_digest="", said={}, changes=changes)
        row = _row_of(kept, found, body=body, at=at)
        row.state = Finding.State.STUCK
        facts = {"of": row.reference, "what": [str(why)]}
        row.event = note_event(STUCK, body=body, at=at, capability=row.capability, facts=facts)
        row.save(force_insert=True)
    return True


def note_the_same(reference: str, quotations: Sequence[Quotation], *, body: str, at: datetime) -> None:
    """That the answer would come out as it did, or cannot be gone through: what was found before is over.

    Raises StoreUnavailable.
    """
    with store_faults(NOT_KEPT), committing():
        _mark_seen(quotations)
        of_now = (*ACTIVE, Finding.State.STUCK)
        active = Finding.objects.filter(body=body, reference=reference, state__in=of_now)
        active.update(state=Finding.State.OVER, over_at=at)


def note_sweep(counts: Mapping[str, int], *, body: str, at: datetime) -> None:
    """That all answers were looked at, and how many of each kind there were. Raises StoreUnavailable."""
    with store_faults(NOT_KEPT), committing():
        note_event(SWEPT, body=body, at=at, facts=dict(counts))


def deal_with(number: int, *, body: str, by: str, at: datetime) -> bool:
    """An editor has dealt with it; False where there is no such finding, or it is not open. Raises StoreUnavailable."""
    with store_faults(NOT_KEPT):
        found = Finding.objects.filter(pk=number, body=body, state=Finding.State.OPEN)
        return bool(found.update(state=Finding.State.DEALT, by=by, dealt_at=at))


def reopen(number: int, *, body: str) -> bool:
    """It is to be dealt with after all. Raises StoreUnavailable."""
    with store_faults(NOT_KEPT):
        found = Finding.objects.filter(pk=number, body=body, state=Finding.State.DEALT)
        return bool(found.update(state=Finding.State.OPEN, by="", dealt_at=None))


def bound_to(reference: str, now_digest: str) -> str:
    """What the answer of today is bound to, so that it opens as nothing else."""
    return f"{reference}/repair/{now_digest}"


def in_commas(codes: Iterable[str]) -> str:
    """ ",one,two,", so that one of them can be asked for."""
    return f",{','.join(dict.fromkeys(codes))},"


def _mark_seen(quotations: Sequence[Quotation]) -> bool:
    """False where another process was first: then all of this is its work."""
    news = [each for each in quotations if each.is_news]
    seen = 0
    for each in news:
        was = Quoted.objects.filter(pk=each.pk)
        was = was.filter(seen=each.known) | was.filter(seen=None, digest=each.known)
        seen += was.update(seen=each.mark, tries=0)
    return seen > 0


def _row_of(kept: KeptRun, found: Found, *, body: str, at: datetime) -> Finding:
    return Finding(
        body=body,
        reference=kept.reference,
        subject=kept.subject,
        capability=kept.capability,
        answered_at=kept.at,
        at=at,
        kind_then=found.kind_then,
        kind_now=found.kind_now,
        what=in_commas(found.what),
        why=_joined_why(found),
        changes=[dict(each) for each in found.changes],
        now_digest=found.now_digest,
    )


def _joined_why(found: Found) -> str:
    return in_commas(each["why"] for each in found.changes)


def _seal(row: Finding, said: Mapping[str, Any], keys: KeyStore) -> bytes:
    entry = Entry.objects.get(body=row.body, reference=row.reference, event=Entry.Event.CLOSED)
    return keys.seal_beside(
        json.dumps(said, ensure_ascii=False).encode(),
        beside=bytes(entry.sealed or b""),
        subject=row.subject,
        body=row.body,
        bound_to=bound_to(row.reference, row.now_digest),
    )
