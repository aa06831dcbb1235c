"""What everybody may see of cases about a street: codes, where, how far, and how many support it. Never its words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_noop

from fingerpost.casework.changing import change, keeping
from fingerpost.casework.faults import NotAllowed, UnknownCase
from fingerpost.casework.history import Told
from fingerpost.casework.models import Case, HistoryLine, Support
from fingerpost.casework.queues.filters import around
from fingerpost.casework.sealing import unseal_all
from fingerpost.casework.states import IS_LIVE, State
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.paging import place_page
from fingerpost.contract.references import tidy_reference
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore

LIVE, DONE = "live", "done"
PUBLISHED = "published"
_SHOWN = (*IS_LIVE, State.RESOLVED, State.CLOSED, State.HANDED_ON)
_DONE = (State.RESOLVED, State.CLOSED, State.HANDED_ON)
LONGEST = 200
MARKS_KEPT = timedelta(days=1)  # after that a visitor may support it again


@dataclass(frozen=True, kw_only=True)
class PublicFilter:
    """What a visitor looks for. `near` is a latitude, a longitude and how many metres around; `since` and `until` are
    when it came. `services` and `references` are several at once; no references are every one."""

    service: str = ""
    state: str = ""
    near: tuple[float, float, float] | None = None
    services: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PublicCase:
    """`line` is what an officer published about it, else ""."""

    reference: str
    service: str
    state: str
    received_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    planned_on: date | None
    latitude: float
    longitude: float
    supporters: int
    line: str
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class PublicPage:
    rows: tuple[PublicCase, ...]
    number: int
    total: int
    pages: int


def public_cases(wanted: PublicFilter, *, body: str, keys: KeyStore, page: int = 1, size: int = 25) -> PublicPage:
    """One page, newest first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = _matching(wanted, body=body)
        total = found.count()
        place = place_page(total, wanted=page, size=size)
        cases = list(found.order_by("-received_at", "-pk")[place.rows])
        lines = _published(cases, keys=keys)
    rows = tuple(_row(case, lines.get(case.pk, "")) for case in cases)
    return PublicPage(rows=rows, number=place.number, total=total, pages=place.pages)


def public_case(reference: str, *, body: str, keys: KeyStore) -> PublicCase:
    """One that everybody may see. Raises UnknownCase for any other, StoreUnavailable."""
    with store_faults(NOT_READ):
        case = _all(body).filter(reference=tidy_reference(reference)).first()
        if case is None:
            raise UnknownCase
        return _row(case, _published([case], keys=keys).get(case.pk, ""))


def support(reference: str, visitor_mark: str, *, body: str, at: datetime) -> int | None:
    """Count one "me too"; gives how many there are, or None where this visitor was counted already.

    Raises UnknownCase, NotAllowed where the case is over, StoreUnavailable.
    """
    with keeping():
        case = _all(body).filter(reference=tidy_reference(reference)).first()
        if case is None:
            raise UnknownCase
        if not case.is_live:
            raise NotAllowed(
                gettext_noop("This is done, so nobody can support it any more. If it is not, report it again.")
            )
        try:
            with transaction.atomic():
                Support.objects.create(body=body, case=case, visitor=visitor_mark[:64], at=at)
        except IntegrityError:
            return None
        Case.objects.filter(pk=case.pk).update(supporters=F("supporters") + 1)
        return case.supporters + 1


def forget_visitors(*, body: str, at: datetime) -> int:
    """Take the marks away of who supported what before yesterday: they have done what they are for. How many supported
    a case stays. Gives how many marks there were."""
    deleted, _ = Support.objects.filter(body=body, at__lt=at - MARKS_KEPT).delete()
    return deleted


def publish_line(
    reference: str, *, line: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore
) -> Case:
    """Say in one line to everybody what it is about; "" takes it back. Raises what `acting` raises."""
    line = " ".join(line.split())
    if len(line) > LONGEST:
        raise NotAllowed(gettext_noop("Write %(most)s letters at most."), most=LONGEST)

    def do(case: Case) -> Told:
        if not case.is_public:
            raise NotAllowed(gettext_noop("This case is not shown to the public."))
        return Told(kind=PUBLISHED, text=line, is_shown=bool(line))

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys)


def _all(body: str) -> "QuerySet[Case]":
    shown = [str(each) for each in _SHOWN]
    return Case.objects.filter(body=body, is_public=True, latitude__isnull=False, state__in=shown)


def _matching(wanted: PublicFilter, *, body: str) -> "QuerySet[Case]":
    found = _all(body)
    if wanted.service:
        found = found.filter(service=wanted.service)
    if wanted.services:
        found = found.filter(service__in=wanted.services)
    if wanted.references:
        found = found.filter(reference__in=[tidy_reference(each) for each in wanted.references])
    if wanted.since:
        found = found.filter(received_at__gte=wanted.since)
    if wanted.until:
        found = found.filter(received_at__lte=wanted.until)
    if wanted.state == LIVE:
        found = found.filter(is_live=True)
    if wanted.state == DONE:
        found = found.filter(state__in=[str(each) for each in _DONE])
    return found.filter(around(*wanted.near)) if wanted.near else found


def _published(cases: list[Case], *, keys: KeyStore) -> dict[int, str]:
    """The published lines of a page, by the number of the case: the last one counts."""
    by_id = {case.pk: case for case in cases}
    rows = HistoryLine.objects.filter(case__in=by_id, kind=PUBLISHED).order_by("number")
    last = {row.case_id: row for row in rows}
    lines = {}
    for number, row in last.items():
        what = f"history/{row.number}"
        lines[number] = (unseal_all(by_id[number], {what: row.sealed}, keys=keys)[what] or b"").decode()
    return lines


def _row(case: Case, line: str) -> PublicCase:
    plain = (
        *("reference", "service", "state", "received_at", "changed_at", "closed_at", "planned_on"),
        *("supporters", "is_demo"),
    )
    return PublicCase(
        latitude=case.latitude or 0.0,
        longitude=case.longitude or 0.0,
        line=line,
        **{name: getattr(case, name) for name in plain},
    )
