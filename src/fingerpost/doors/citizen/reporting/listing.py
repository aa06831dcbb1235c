"""What others reported in public places: a list, a page of each, a feed and files. No words of anybody stand there."""

import csv
import hmac
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fingerpost.casework.faults import NotAllowed, UnknownCase
from fingerpost.casework.public import DONE, LIVE, PublicCase, PublicFilter, public_case, public_cases, support
from fingerpost.contract.places import metres_between
from fingerpost.contract.services import PlaceKind
from fingerpost.doors.citizen import atom
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.citizen.reporting import words
from fingerpost.doors.citizen.reporting.drafts import Draft
from fingerpost.doors.citizen.reporting.sorting import book
from fingerpost.doors.installation import installation, now
from fingerpost.doors.limits.throttle import count, seconds_to_wait
from fingerpost.doors.limits.visitors import network_of
from fingerpost.doors.maps import may_map, with_map
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.doors.spreadsheets import BYTE_ORDER_MARK, safe_cell
from fingerpost.doors.streets import all_streets, find_streets, street_at

SECTION = "reports"
NEAR_ENOUGH = 120.0  # metres: about the same thing, when somebody reports the same kind of problem
IN_STREET = 250.0  # metres around the middle of a street
MOST_NEAR = 5
DAY = 86_400  # seconds
MOST_OF_A_NETWORK = 10  # "me too" for one report in a day
MOST_IN_FEED = 50
MOST_IN_FILES = 5_000
SIZE = 25
FIELDS = (
    "reference",
    "service",
    "state",
    "received",
    "changed",
    "planned",
    "street",
    "latitude",
    "longitude",
    "others",
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a visitor looks for, as it stands in the address."""

    service: str
    state: str
    street: str
    filter: PublicFilter
    is_unknown_street: bool


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The list, newest first, and a map of this page of it where the body allows one."""
    wanted = _wanted(request)
    found = public_cases(wanted.filter, page=number_of(request.GET.get("page", "1")), size=SIZE, **_here())
    asked = _asked(wanted)
    if may_map() and found.rows:
        with_map(request)
    context = {
        "section": SECTION,
        "found": found,
        "rows": [] if wanted.is_unknown_street else found.rows,
        "wanted": wanted,
        "services": sorted(
            (words.service_name(each), each.slug) for each in book().services.values() if each.is_public
        ),
        "pages": None if wanted.is_unknown_street else pagination(found.number, found.pages, **asked),
        "query": f"?{urlencode(asked)}" if asked else "",
        "streets": sorted({each.title for each in all_streets()})[:400],
        "has_streets": bool(all_streets()),
        "map": may_map(),
        "words": words,
        "street_at": street_at,
    }
    return render(request, "citizen/report/list.html", context)


@require_safe
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One of them."""
    case = _find(reference)
    if may_map():
        with_map(request)
    said = {
        "1": _("Thank you. We count you in."),
        "0": _("We counted you in today already."),
        "over": _("This is done, so nobody can be counted in any more. If it is not done, report it again."),
    }.get(request.GET.get("counted", ""), "")
    context = {
        "section": SECTION,
        "case": case,
        "street": street_at(case.latitude, case.longitude),
        "is_live": case.state in _LIVE,
        "said": said,
        "map": may_map(),
        "words": words,
    }
    return render(request, "citizen/report/one.html", context)


@require_POST
def count_me_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Me too: once a visitor a day."""
    if wait := seconds_to_wait(request, "support"):
        return too_many(request, wait)
    case = _find(reference)
    try:
        counted = "1" if me_too(request, case.reference) else "0"
    except NotAllowed:
        counted = "over"
    address = f"{link_to('public_report', reference=case.reference)}?counted={counted}"
    return HttpResponseRedirect(address, status=303)


def me_too(request: HttpRequest, reference: str) -> bool:
    """Count this visitor in, once a day. Raises UnknownCase, NotAllowed.

    What is kept of them is a digest under a key of that day, of network and browser: a day later it tells nothing. A
    browser calls itself what it likes, so one network counts for a household or a library and no more.
    """
    if count([(f"me too {reference} {network_of(request)}", MOST_OF_A_NETWORK)], seconds=DAY):
        return False
    day = timezone.localdate(now()).isoformat()
    key = f"me too/{day}/{settings.SECRET_KEY}".encode()
    browser = request.headers.get("User-Agent", "")[:300]
    mark = hmac.digest(key, f"{network_of(request)}\n{browser}".encode(), "sha256").hex()
    return support(reference, mark, body=settings.CONFIGURATION.body, at=now()) is not None


def found_near(draft: Draft) -> tuple[PublicCase, ...]:
    """Live public reports about the same service near the place of a draft, nearest first."""
    service = book().services.get(draft.service)
    if draft.latitude is None or draft.longitude is None or service is None or service.place is not PlaceKind.STREET:
        return ()
    near = (draft.latitude, draft.longitude, NEAR_ENOUGH)
    found = public_cases(PublicFilter(service=draft.service, state=LIVE, near=near), size=SIZE, **_here()).rows
    away = {
        each.reference: metres_between(draft.latitude, draft.longitude, each.latitude, each.longitude) for each in found
    }
    return tuple(sorted(found, key=lambda each: away[each.reference])[:MOST_NEAR])


def not_too_often(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Files of thousands of reports are made anew each time: not as often as somebody likes."""

    @wraps(view)
    def made(request: HttpRequest) -> HttpResponse:
        wait = seconds_to_wait(request, "search")
        return too_many(request, wait) if wait else view(request)

    return made


@require_safe
@not_too_often
def feed(request: HttpRequest) -> HttpResponse:
    """The newest as Atom, with the filters of the list."""
    wanted = _wanted(request)
    rows = _rows(wanted, most=MOST_IN_FEED)
    profile = installation().read_profile()
    entries = [
        atom.FeedEntry(
            address=request.build_absolute_uri(link_to("public_report", reference=each.reference)),
            title=_title(each),
            at=each.changed_at,
            summary=words.public_state(each.state),
        )
        for each in rows
    ]
    page = request.build_absolute_uri(link_to("reports"))
    content = atom.write_feed(
        entries,
        feed=request.build_absolute_uri(),
        page=page,
        title=_("Reports to %(body)s") % {"body": profile.body_name},
        author=profile.body_name,
        updated=max((each.changed_at for each in rows), default=now()),
    )
    return HttpResponse(content, content_type=atom.TYPE)


@require_safe
@not_too_often
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table. Only names are guarded against being run: a longitude may begin with a minus."""
    file = io.StringIO()
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for each in _rows(_wanted(request), most=MOST_IN_FILES):
        writer.writerow([safe_cell(value) if isinstance(value, str) else value for value in _fields(each).values()])
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="reports.csv"'
    return response


@require_safe
@not_too_often
def as_geojson(request: HttpRequest) -> HttpResponse:
    """The same as GeoJSON (RFC 7946): longitude first."""
    features = []
    for each in _rows(_wanted(request), most=MOST_IN_FILES):
        properties = _fields(each)
        place = [properties.pop("longitude"), properties.pop("latitude")]
        geometry = {"type": "Point", "coordinates": place}
        features.append({"type": "Feature", "id": each.reference, "geometry": geometry, "properties": properties})
    made = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    response = HttpResponse(made, content_type="application/geo+json")
    response.headers["Content-Disposition"] = 'attachment; filename="reports.geojson"'
    return response


_LIVE = ("received", "open", "waiting", "planned")


def _fields(case: PublicCase) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "service": case.service,
        "state": "open" if case.state == "waiting" else case.state,
        "received": case.received_at.isoformat(timespec="seconds"),
        "changed": case.changed_at.isoformat(timespec="seconds"),
        "planned": case.planned_on.isoformat() if case.planned_on else "",
        "street": street_at(case.latitude, case.longitude),
        "latitude": case.latitude,
        "longitude": case.longitude,
        "others": case.supporters,
    }


def _rows(wanted: Wanted, *, most: int) -> list[PublicCase]:
    return [] if wanted.is_unknown_street else list(_pages(wanted.filter, most=most))


def _pages(wanted: PublicFilter, *, most: int) -> Iterator[PublicCase]:
    number, left = 1, most
    while left > 0:
        found = public_cases(wanted, page=number, size=min(500, most), **_here())
        yield from found.rows[:left]
        left -= len(found.rows)
        if number >= found.pages:
            return
        number += 1


def _wanted(request: HttpRequest) -> Wanted:
    """What the address asks for; what fits nothing is left out, but an unknown street finds nothing and says so."""
    services = book().services
    service, state = request.GET.get("service", ""), request.GET.get("state", "")
    service = service if service in services and services[service].is_public else ""
    state = state if state in {LIVE, DONE} else ""
    street = " ".join(request.GET.get("street", "").split())[:100]
    found = find_streets(street) if street else ()
    near = (found[0].latitude, found[0].longitude, IN_STREET) if found else None
    return Wanted(
        service=service,
        state=state,
        street=street,
        filter=PublicFilter(service=service, state=state, near=near),
        is_unknown_street=bool(street) and not found,
    )


def _asked(wanted: Wanted) -> dict[str, str]:
    asked = {"service": wanted.service, "state": wanted.state, "street": wanted.street}
    return {name: value for name, value in asked.items() if value}


def _find(reference: str) -> PublicCase:
    try:
        return public_case(reference, **_here())
    except UnknownCase as unknown:
        raise Http404 from unknown


def _title(case: PublicCase) -> str:
    street = street_at(case.latitude, case.longitude)
    return ", ".join(each for each in (words.service_words(case.service), street, case.reference) if each)


def _here() -> dict[str, Any]:
    return {"body": settings.CONFIGURATION.body, "keys": installation().build_keys()}
