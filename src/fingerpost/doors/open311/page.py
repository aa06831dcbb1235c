"""The views of GeoReport v2. Each reads the request, makes one call, and writes the answer in the format asked for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from fingerpost.casework.faults import UnknownCase
from fingerpost.casework.public import DONE, LIVE, PublicCase, PublicFilter, public_case, public_cases
from fingerpost.contract.errors import FingerpostError, InvalidRequest
from fingerpost.contract.references import tidy_reference
from fingerpost.contract.services import Service, ServiceBook
from fingerpost.doors.days import EARLIEST, LATEST
from fingerpost.doors.installation import installation, now
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.open311 import shown
from fingerpost.doors.open311.receiving import receive
from fingerpost.doors.open311.written import Refused, Rows, as_fault, as_one, as_rows

MOST = 1_000  # requests in one answer: the standard's own bound
USUAL_DAYS = timedelta(days=90)  # what is looked at when no day is named, and the longest span
View = Callable[..., HttpResponse]


def _open(*methods: str) -> Callable[[View], View]:
    """A view of this door: read by any page, faults in the shape of the standard, an unknown jurisdiction refused."""

    def guard(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def told(request: HttpRequest, *args: Any, form: str, **kwargs: Any) -> HttpResponse:
            if request.method not in {*methods, "HEAD"}:
                response = as_fault(405, f"Use {' or '.join(methods)} here.", form)
                response.headers["Allow"] = ", ".join(methods)
                return response
            try:
                _check_jurisdiction(request)
                return view(request, *args, form=form, **kwargs)
            except Refused as refused:
                return as_fault(refused.status, refused.public, form)
            except UnknownCase:
                return as_fault(404, "There is no public request with this service_request_id.", form)
            except InvalidRequest as invalid:
                return as_fault(400, invalid.public, form)
            except FingerpostError as fault:
                return as_fault(503, fault.public, form)

        return told

    return guard


@_open("GET")
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    """What this door offers, for programs that look for it."""
    base = settings.CONFIGURATION.base_url or f"{request.scheme}://{request.get_host()}"
    return as_one("discovery", shown.discovery(base), form)


@_open("GET")
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    """Every service that can be reported."""
    language = request.GET.get("locale", "en")
    rows = [shown.service(each, language) for each in _book().services.values()]
    return as_rows(Rows(name="services", of="service", rows=rows), form)


@_open("GET")
def service(request: HttpRequest, code: str, *, form: str) -> HttpResponse:
    """What a service asks for."""
    found = _service(code)
    return as_one("service_definition", shown.definition(found, request.GET.get("locale", "en")), form)


@_open("GET", "POST")
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    """Send a report, or read the public ones."""
    if request.method == "POST":
        made = receive(request, book=_book())
        return as_rows(Rows(name="service_requests", of="request", rows=(made,)), form, status=201)
    if wait := seconds_to_wait(request, "search"):
        return as_fault(429, f"Too many requests from your address. Try again in {wait} seconds.", form, wait=wait)
    page = max(1, _number(request, "page", 1))
    size = min(MOST, max(1, _number(request, "page_size", MOST)))
    found = public_cases(
        _wanted(request), body=settings.CONFIGURATION.body, keys=installation().build_keys(), page=page, size=size
    )
    return _as_requests(found.rows if page == found.number else (), form)


@_open("GET")
def request_of(request: HttpRequest, reference: str, *, form: str) -> HttpResponse:
    """One public request."""
    return _as_requests((_public(reference),), form)


@_open("GET")
def token_of(request: HttpRequest, token: str, *, form: str) -> HttpResponse:
    """The number of a token. Numbers are given at once here, so a token is the number itself."""
    case = _public(token)
    row = {"service_request_id": case.reference, "token": case.reference}
    return as_rows(Rows(name="service_requests", of="request", rows=(row,)), form)


def _as_requests(rows: tuple[PublicCase, ...], form: str) -> HttpResponse:
    book = _book()
    plain = [shown.request(each, book) for each in rows]
    return as_rows(Rows(name="service_requests", of="request", rows=plain), form)


def _wanted(request: HttpRequest) -> PublicFilter:
    """What was asked for. Numbers of requests count alone, as the standard says."""
    if references := _several(request, "service_request_id"):
        return PublicFilter(references=tuple(map(tidy_reference, references[:MOST])))
    codes = _several(request, "service_code")
    book = _book()
    if unknown := [each for each in codes if each not in book.services]:
        raise Refused(404, f"There is no service_code '{unknown[0][:60]}'. See services.")
    states = {each.lower() for each in _several(request, "status")}
    if states - {"open", "closed"}:
        raise Refused(400, "status must be open, closed, or both with a comma between.")
    since, until = _span(request)
    state = "" if len(states) != 1 else (LIVE if "open" in states else DONE)
    return PublicFilter(services=tuple(codes), state=state, since=since, until=until)


def _span(request: HttpRequest) -> tuple[datetime, datetime]:
    since, until = _moment(request, "start_date"), _moment(request, "end_date")
    until = until or (min(now(), since + USUAL_DAYS) if since else now())
    since = since or until - USUAL_DAYS
    if until - since > USUAL_DAYS + timedelta(days=1):
        raise Refused(400, "start_date and end_date may not be more than 90 days apart.")
    return since, until


def _moment(request: HttpRequest, name: str) -> datetime | None:
    given = request.GET.get(name, "").strip()
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given.replace(" ", "+"))  # a plus sign that nobody escaped
        if not EARLIEST <= found.year <= LATEST:
            raise ValueError(given)
    except ValueError as error:
        raise Refused(400, f"{name} must be a time such as 2026-11-23T00:00:00Z.") from error
    return found if found.tzinfo else found.replace(tzinfo=now().tzinfo)


def _number(request: HttpRequest, name: str, usual: int) -> int:
    given = request.GET.get(name, "")
    if not given:
        return usual
    if not (given.isascii() and given.isdigit() and len(given) < 7):
        raise Refused(400, f"{name} must be a whole number.")
    return int(given)


def _several(request: HttpRequest, name: str) -> list[str]:
    return [plain for each in request.GET.get(name, "").split(",") if (plain := each.strip())]


def _check_jurisdiction(request: HttpRequest) -> None:
    given = request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id") or ""
    if given not in {"", settings.CONFIGURATION.body}:
        raise Refused(404, f"The jurisdiction_id here is '{settings.CONFIGURATION.body}', or none.")


def _public(reference: str) -> PublicCase:
    return public_case(reference, body=settings.CONFIGURATION.body, keys=installation().build_keys())


def _service(code: str) -> Service:
    found = _book().services.get(code)
    if found is None:
        raise Refused(404, "There is no such service_code. See services.")
    return found


def _book() -> ServiceBook:
    return installation().build_services().book
