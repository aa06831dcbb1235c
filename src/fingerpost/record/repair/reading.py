"""What staff read of the answers that changed: one page of them at a time, and one of them whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from fingerpost.contract.passages import Passage
from fingerpost.knowledge.reading import read_kept
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore, Sealed
from fingerpost.record.models import Entry
from fingerpost.record.reading import find_run
from fingerpost.record.repair.findings import ACTIVE, SWEPT, bound_to
from fingerpost.record.repair.models import Finding

A_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class FindingFilter:
    """Which are meant: what is empty leaves everything in. From `since` up to, but without, `until`."""

    state: str = ""
    what: str = ""
    why: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FoundRow:
    """An answer that would come out otherwise, without any word of it. `number` is what it goes by among staff.

    `changes` are the passages, each with its title, heading, digests then and now, and what became of it.
    """

    number: int
    reference: str
    capability: str
    answered_at: datetime
    at: datetime
    kind_then: str
    kind_now: str
    what: tuple[str, ...]
    changes: tuple[Mapping[str, Any], ...]
    state: str
    by: str
    dealt_at: datetime | None
    over_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FoundPage:
    """One page of them, newest first. `page` counts from 1; one beyond the last is empty."""

    rows: tuple[FoundRow, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, kw_only=True)
class FoundWhole:
    """One of them with the guidance that was quoted then and would be now, each as claims in plain JSON values; None
    where the words were erased. `passages` are those that changed, by digest, as they were kept."""

    row: FoundRow
    then: Sequence[Mapping[str, Any]] | None
    now: Sequence[Mapping[str, Any]] | None
    passages: Mapping[str, Passage]


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """When all answers were last looked at, and what came of it."""

    at: datetime
    counts: Mapping[str, int]


def list_findings(wanted: FindingFilter, *, body: str, page: int = 1, size: int = A_PAGE) -> FoundPage:
    """One page of what was found. Raises StoreUnavailable."""
    start = (max(page, 1) - 1) * size
    with store_faults(NOT_READ):
        found = _matching(wanted, body=body)
        total = found.count()
        rows = tuple(_row(each) for each in found.order_by("-at", "-pk")[start : start + size])
    return FoundPage(rows=rows, page=max(page, 1), pages=-(-total // size), total=total)


def count_open(*, body: str) -> int:
    """How many wait for somebody. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return Finding.objects.filter(body=body, state=Finding.State.OPEN).count()


def count_stuck(*, body: str) -> int:
    """How many could not be asked again. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return Finding.objects.filter(body=body, state=Finding.State.STUCK).count()


def find_finding(number: int, *, body: str, keys: KeyStore) -> FoundWhole | None:
    """One of them. Nothing is given of what the resident wrote. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = Finding.objects.filter(pk=number, body=body).first()
        if found is None:
            return None
        kept = find_run(found.reference, body=body, keys=keys)
        now = _open(found, keys)
    digests = [each[name] for each in found.changes for name in ("then", "now") if each[name]]
    return FoundWhole(
        row=_row(found),
        then=kept.reply["claims"] if kept and kept.reply else None,
        now=now["claims"] if now else None,
        passages=read_kept(digests, body=body),
    )


def active_finding(reference: str, *, body: str, keys: KeyStore) -> tuple[FoundRow, Mapping[str, Any] | None] | None:
    """What holds of an answer today, and the answer as it would be given; None where nothing does, or no words are
    left. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = Finding.objects.filter(body=body, reference=reference, state__in=ACTIVE).first()
        return (_row(found), _open(found, keys)) if found else None


def findings_of(reference: str, *, body: str) -> list[FoundRow]:
    """All that was ever found of an answer, newest first; nothing of when it could not be asked. Raises
    StoreUnavailable."""
    found = Finding.objects.filter(body=body, reference=reference).exclude(kind_now="")
    with store_faults(NOT_READ):
        return [_row(each) for each in found.order_by("-pk")]


def open_answer(row: FoundRow, *, body: str, keys: KeyStore) -> Mapping[str, Any] | None:
    """The answer as it would have been given when that was found; None once it was erased. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = Finding.objects.filter(pk=row.number, body=body).first()
        return _open(found, keys) if found else None


def last_sweep(*, body: str) -> Sweep | None:
    """None where there never was one. Raises StoreUnavailable."""
    noted = Entry.objects.filter(body=body, event=Entry.Event.NOTED, leaf__contains=f'"type":"{SWEPT}"')
    with store_faults(NOT_READ):
        found = noted.order_by("-seq").values_list("at", "leaf").first()
    return Sweep(at=found[0], counts=json.loads(found[1])["facts"]) if found else None


def _matching(wanted: FindingFilter, *, body: str) -> QuerySet[Finding]:
    found = Finding.objects.filter(body=body)
    if wanted.state:
        found = found.filter(state=wanted.state)
    for name in ("what", "why"):
        if getattr(wanted, name):
            found = found.filter(**{f"{name}__contains": f",{getattr(wanted, name)},"})
    if wanted.since is not None:
        found = found.filter(at__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(at__lt=wanted.until)
    return found


def _open(found: Finding, keys: KeyStore) -> dict[str, Any] | None:
    sealed = Sealed(
        text=bytes(found.sealed or b""),
        subject=found.subject,
        bound_to=bound_to(found.reference, found.now_digest),
    )
    text = keys.unseal_many([sealed], body=found.body)[0] if found.sealed else None
    return json.loads(text) if text is not None else None


def _row(found: Finding) -> FoundRow:
    names = ("reference", "capability", "answered_at", "at", "kind_then", "kind_now", "state", "by")
    return FoundRow(
        number=found.pk,
        what=tuple(each for each in found.what.split(",") if each),
        changes=tuple(found.changes),
        dealt_at=found.dealt_at,
        over_at=found.over_at,
        **{name: getattr(found, name) for name in names},
    )
