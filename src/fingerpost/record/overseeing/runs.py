"""The list of runs, and one run as overseers see it: what the ledger discloses and how long it took, no words.

A run goes by the number of its closing entry here. Its reference would open its words at their public address, and
nobody would note that.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from fingerpost.contract.references import tidy_reference
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.models import Entry
from fingerpost.record.overseeing.models import RunFigures

A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class RunFilter:
    """Which runs are meant: what is empty leaves everything in. Days are both included.

    `step` and `verdict` find runs in which that step, by name, came to that verdict.
    """

    reference: str = ""
    capability: str = ""
    outcome: str = ""
    reason: str = ""
    route: str = ""
    step: str = ""
    verdict: str = ""
    check: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class RunPage:
    """One page of runs, newest first. `page` counts from 1; one beyond the last is empty."""

    rows: tuple[RunFigures, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, kw_only=True)
class InspectedRun:
    """One closed run without its words. `leaf` is what the ledger discloses of it for ever.

    `seq` is the number of its closing entry; `figures` is None only where somebody took the row away.
    """

    reference: str
    leaf: Mapping[str, Any]
    leaf_hash: str
    seq: int
    subject: str
    at: datetime
    figures: RunFigures | None


def list_runs(wanted: RunFilter, *, body: str, page: int = 1, size: int = A_PAGE) -> RunPage:
    """One page of the runs of a body. Raises StoreUnavailable."""
    start = (max(page, 1) - 1) * size
    with store_faults(NOT_READ):
        found = _matching(wanted, body=body)
        total = found.count()
        rows = tuple(found.order_by("-pk")[start : start + size])
    return RunPage(rows=rows, page=max(page, 1), pages=-(-total // size), total=total)


def inspect_run(number: int, *, body: str) -> InspectedRun | None:
    """The run whose closing entry has that number. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        entry = Entry.objects.filter(body=body, seq=number, event=Entry.Event.CLOSED).defer("sealed").first()
        if entry is None:
            return None
        figures = RunFigures.objects.filter(body=body, reference=entry.reference).first()
    return InspectedRun(
        reference=entry.reference,
        leaf=json.loads(entry.leaf),
        leaf_hash=entry.leaf_hash,
        seq=entry.seq,
        subject=entry.subject,
        at=entry.at,
        figures=figures,
    )


def numbers_of(references: Iterable[str], *, body: str) -> dict[str, int]:
    """The number of each closed run by its reference; what is no closed run is left out. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        closed = Entry.objects.filter(body=body, reference__in=set(references), event=Entry.Event.CLOSED)
        return dict(closed.values_list("reference", "seq"))


def choices_of_list(*, body: str) -> dict[str, list[str]]:
    """What there is to choose from in a filter. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = RunFigures.objects.filter(body=body).order_by()
        return {
            name: sorted(each for each in found.values_list(name, flat=True).distinct() if each)
            for name in ("capability", "outcome", "reason", "route", "failed_check")
        }


def _matching(wanted: RunFilter, *, body: str) -> QuerySet[RunFigures]:
    found = RunFigures.objects.filter(body=body)
    if wanted.reference:
        found = found.filter(reference=tidy_reference(wanted.reference))
    for name in ("capability", "outcome", "reason", "route"):
        if getattr(wanted, name):
            found = found.filter(**{name: getattr(wanted, name)})
    if wanted.check:
        found = found.filter(failed_check=wanted.check)
    if wanted.since:
        found = found.filter(day__gte=wanted.since)
    if wanted.until:
        found = found.filter(day__lte=wanted.until)
    return _with_verdict(found, wanted)


def _with_verdict(found: QuerySet[RunFigures], wanted: RunFilter) -> QuerySet[RunFigures]:
    """Each verdict but "pass" stands in `unpassed`, so a step that passed is one that does not."""
    name, verdict = wanted.step.replace(" ", "-"), wanted.verdict
    if not name and not verdict:
        return found
    if verdict == "pass":
        return found.exclude(unpassed__contains=f" {name}=") if name else found.filter(unpassed="")
    sought = f" {name}={verdict}" if name else f"={verdict} "
    return found.filter(unpassed__contains=sought)
