"""Reporting by a program on behalf of somebody, and reading where that stands by its private link."""

from dataclasses import fields
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from fingerpost.casework.faults import UnknownCase
from fingerpost.casework.following import Followed, follow
from fingerpost.casework.reports import MOST_CHARACTERS, Report
from fingerpost.contract.services import PlaceKind
from fingerpost.doors.api import faults
from fingerpost.doors.api.shapes import FaultReply, Signpost
from fingerpost.doors.installation import installation, now
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.reporting import report
from fingerpost.doors.tokens import AccessToken
from fingerpost.doors.tools import REPORTING
from fingerpost.pipeline.reply import signpost_of
from fingerpost.record.repair.addresses import tidy_address

REPORTS = "reports"  # the last word of its address
FAULTS = dict.fromkeys((400, 403, 404, 413, 422, 429, 503), FaultReply)
UNKNOWN = "There is no report for this reference and secret. Check both, letter by letter."

router = Router()


class NewReport(Schema):
    """What somebody wants to tell. Only `text` is needed: what else is missing, a person asks."""

    text: str = Field(min_length=1, max_length=MOST_CHARACTERS, description="In their own words.")
    language: str = Field("en", max_length=5, description="en or cy.")
    service: str = Field("", max_length=60, description="A code of services, where they chose one.")
    name: str = Field("", max_length=100)
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=40)
    address: str = Field("", max_length=300, description="Where it is, in words.")
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    facts: dict[str, str] = Field(default_factory=dict, max_length=20, description="Details of the service, by name.")
    outside_id: str = Field(
        "", max_length=60, description="Your own number, which makes one case however often it comes. Needs a token."
    )


class ReportReply(Schema):
    """What was kept. `secret` is given once, and opens the private page with `reference`."""

    reference: str
    secret: str = Field(description='"" where the same outside_id came before.')
    link: str = Field(description="The address of the private page.")
    due_at: str | None = Field(description="By when it should be dealt with, ISO 8601.")
    service: str = Field(description="What it was taken for; a person can change it.")
    signposts: list[Signpost] = Field(description="Help for somebody who may be in danger. Show it first.")


class ReportLine(Schema):
    kind: str
    at: str
    words: str | None = Field(description="null once it was erased.")
    is_own: bool = Field(description="Did the resident write it?")


class ReportState(Schema):
    """Where it stands, as its resident sees it."""

    reference: str
    state: str
    service: str
    team: str
    received_at: str
    due_at: str | None
    planned_on: str | None
    is_late: bool
    lines: list[ReportLine]


class Told(Schema):
    """One service of the list."""

    code: str
    name: dict[str, str]
    description: dict[str, str]
    place: str
    facts: list[dict[str, Any]]


@router.post("", response={201: ReportReply, **FAULTS}, summary="Report something", operation_id=REPORTS)
def take(request: HttpRequest, form: NewReport) -> HttpResponse:
    """Open a case, whatever is missing. It is sorted as every report is: a machine suggests, a person decides.

    With an access token in `Authorization: Bearer` a program may give numbers of its own.
    """
    if wait := seconds_to_wait(request, "report"):
        return faults.too_many(wait)
    token = _token(request)
    if problems := _problems(form, has_token=token is not None):
        return faults.invalid(problems)
    given = {name: value for name, value in form.dict().items() if name in {each.name for each in fields(Report)}}
    given |= {"email": tidy_address(form.email), "outside_id": _outside_id(form, token)}
    made = report(Report(channel="api", **given), door="api", chosen=form.service)
    base = settings.CONFIGURATION.base_url or f"{request.scheme}://{request.get_host()}"
    body = {
        "reference": made.reference,
        "secret": made.link.rpartition("/")[2],
        "link": f"{base}{made.link}" if made.link else "",
        "due_at": made.due_at.isoformat(timespec="seconds") if made.due_at else None,
        "service": made.service,
        "signposts": [signpost_of(each) for each in made.signposts],
    }
    return _private(JsonResponse(body, status=201))


@router.get("/services", response={200: list[Told]}, summary="What can be reported", operation_id="report_services")
def list_services(request: HttpRequest) -> HttpResponse:
    """Every service, with what it asks for."""
    book = installation().build_services().book
    rows = [
        {
            "code": each.slug,
            "name": dict(each.name),
            "description": dict(each.description),
            "place": each.place.value,
            "facts": [
                {
                    "name": fact.name,
                    "question": dict(fact.question),
                    "kind": fact.kind,
                    "choices": {code: dict(words) for code, words in fact.choices.items()},
                    "is_needed": fact.is_needed,
                }
                for fact in each.facts
            ],
        }
        for each in book.services.values()
    ]
    return JsonResponse(rows, safe=False)


@router.get("/{reference}", response={200: ReportState, **FAULTS}, summary="Where a report stands")
def read(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the secret of the private link in the header `Authorization: Bearer`. A wrong one and an unknown reference
    are answered alike."""
    if wait := seconds_to_wait(request, "follow"):
        return faults.too_many(wait)
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    body, keys = settings.CONFIGURATION.body, installation().build_keys()
    try:
        found = follow(reference, secret.strip() if kind.lower() == "bearer" else "", body=body, at=now(), keys=keys)
    except UnknownCase:
        return _private(faults.not_found(UNKNOWN))
    return _private(JsonResponse(_state(found)))


def _token(request: HttpRequest) -> AccessToken | None:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    kept = installation().build_tokens().find(given.strip(), at=now()) if kind.lower() == "bearer" else None
    return kept if kept is not None and kept.rights.may_call(REPORTING) else None


def _outside_id(form: NewReport, token: AccessToken | None) -> str:
    """Numbers are of their token: nobody can take another's, to keep a report of theirs from being made."""
    return f"api:{token.number}:{form.outside_id}" if token and form.outside_id else ""


def _problems(form: NewReport, *, has_token: bool) -> dict[str, str]:
    """A sentence for each field that does not fit."""
    problems = {}
    book = installation().build_services().book
    if not form.text.strip():
        problems["text"] = "Tell us what it is about"
    if form.service and form.service not in book.services:
        problems["service"] = "There is no such service. See /api/reports/services"
    if form.email and not tidy_address(form.email):
        problems["email"] = "Enter an email address in the right format, such as name@example.com"
    if (form.latitude is None) != (form.longitude is None):
        problems["latitude"] = "Give latitude and longitude together, or neither"
    if any(len(name) > 60 or len(value) > 300 for name, value in form.facts.items()):
        problems["facts"] = "A detail may have 300 characters"
    if form.outside_id and not has_token:
        problems["outside_id"] = "Only a program with an access token that may report can give numbers of its own"
    if not form.outside_id.isprintable():
        problems["outside_id"] = "A number of your own may hold only signs that can be seen"
    if form.language not in {"en", "cy"}:
        problems["language"] = "Choose en or cy"
    service = book.services.get(form.service)
    if service and service.place is PlaceKind.STREET and form.latitude is None and not form.address:
        problems["address"] = "Say where it is: an address, or latitude and longitude"
    return problems


def _state(found: Followed) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in ("reference", "state", "service", "team", "is_late")},
        "received_at": found.received_at.isoformat(timespec="seconds"),
        "due_at": found.due_at.isoformat(timespec="seconds") if found.due_at else None,
        "planned_on": found.planned_on.isoformat() if found.planned_on else None,
        "lines": [
            {"kind": each.kind, "at": each.at.isoformat(timespec="seconds"), "words": each.words, "is_own": each.is_own}
            for each in found.lines
        ],
    }


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response
