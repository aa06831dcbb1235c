"""Every system with what is wrong and what to do, worst first; and the measures of their impact assessments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import now
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.doors.register import words
from fingerpost.doors.register.health import HEALTHS, count_healths, health_of
from fingerpost.doors.systems import list_public_records
from fingerpost.record.register.assurance.live import is_assessed, is_late
from fingerpost.record.register.phases import ALLOWED, RETIRED
from fingerpost.record.register.public import Assessment, Fault, Measure, PublicRecord

MANAGE = "register.manage_register"
TAB = "oversight:register"


@dataclass(frozen=True, kw_only=True)
class Due:
    """One measure, with where it comes from. `is_late` is one whose day has gone and that is not in place."""

    record: PublicRecord
    assessment: Assessment
    measure: Measure
    is_late: bool


@needs(SEE)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Whoever may manage the register finds the links to do so here; others read."""
    records = sorted(list_public_records(), key=lambda each: (HEALTHS.index(health_of(each)), each.title.casefold()))
    context = {
        "systems": [
            {
                "record": each,
                "health": health_of(each),
                "may_move": bool(ALLOWED.get(each.phase)),
                "to_do": to_do(each),
            }
            for each in records
        ],
        "healths": count_healths(records),
        "late": sum(each.is_late for each in measures_of(records, on=timezone.localdate(now()))),
        "may_manage": request.user.has_perm(MANAGE),
        "done": request.GET.get("done", ""),
        "url_of": url_of,
        "words": words,
    }
    return show(request, "oversight/register/list.html", context, tab=TAB)


@needs(SEE)
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Late ones first, then by day; those in place last."""
    records = list_public_records()
    context = {
        "measures": measures_of(records, on=timezone.localdate(now())),
        "without": [each for each in records if each.phase != RETIRED and not is_assessed(each)],
        "url_of": url_of,
        "words": words,
    }
    return show(request, "oversight/register/measures.html", context, tab=TAB)


def to_do(record: PublicRecord) -> list[tuple[str, list[Fault]]]:
    """The faults under what is done about them, so that nobody reads the same advice ten times."""
    found: dict[str, list[Fault]] = {}
    for fault in record.faults:
        found.setdefault(words.what_to_do(fault, record), []).append(fault)
    return list(found.items())


def url_of(name: str, **parts: str) -> str:
    """The address of a page of this door."""
    return reverse(name, kwargs=parts or None)


def measures_of(records: Iterable[PublicRecord], *, on: date) -> list[Due]:
    """Every measure of every assessment of what is in use."""
    found = [
        Due(record=record, assessment=one, measure=each, is_late=is_late(each, on=on))
        for record in records
        if record.phase != RETIRED
        for one in record.assessments
        for each in one.measures
    ]
    return sorted(found, key=lambda due: (not due.is_late, due.measure.status == "in place", due.measure.due or on))
