"""Takes a report that another program sends for somebody, along the same road as every other."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict

from fingerpost.casework.reports import MOST_CHARACTERS, Report
from fingerpost.contract.services import PlaceKind, Service, ServiceBook
from fingerpost.doors.installation import installation, now
from fingerpost.doors.limits.throttle import MINUTE, count
from fingerpost.doors.open311.written import Refused
from fingerpost.doors.reporting import Reported, report
from fingerpost.doors.streets import find_streets
from fingerpost.doors.tokens import AccessToken
from fingerpost.doors.tools import REPORTING
from fingerpost.record.repair.addresses import tidy_address

CHANNEL = "open311"
LONGEST = 300  # characters of a name, an address or a value
_ATTRIBUTE = re.compile(r"attribute\[([A-Za-z0-9_-]{1,60})\](?:\[\])?")
NO_PICTURE = "We do not fetch pictures from other addresses. Send it by our own page."


def receive(request: HttpRequest, *, book: ServiceBook) -> dict[str, Any]:
    """Take it, and give its number. Raises Refused with a sentence, and StoreUnavailable."""
    token = _holder(request)
    form = request.POST
    service = book.services.get(form.get("service_code", ""))
    if service is None:
        raise Refused(404 if form.get("service_code") else 400, "Send a service_code that stands in services.")
    facts = _facts(form, service)
    made = report(
        Report(
            text=_description(form, service),
            channel=CHANNEL,
            name=_short(f"{form.get('first_name', '')} {form.get('last_name', '')}"),
            email=tidy_address(form.get("email", "")),
            phone=_short(form.get("phone", "")),
            **_place(form, service),
            facts=facts,
            outside_id=_outside_id(request, token),
        ),
        door=CHANNEL,
        chosen=service.slug,
    )
    base = settings.CONFIGURATION.base_url or f"{request.scheme}://{request.get_host()}"
    return _answer(made, base=base, has_picture=bool(form.get("media_url")))


def _answer(made: Reported, *, base: str, has_picture: bool) -> dict[str, Any]:
    """The words for somebody in danger come first; then the private link, which only whoever sent it is given."""
    notices = [f"{each.heading}. {each.words}" for each in made.signposts]
    if made.link:
        notices.append(f"Follow it by this private link: {base}{made.link}")
    if has_picture:
        notices.append(NO_PICTURE)
    return {"service_request_id": made.reference, "service_notice": " ".join(notices), "account_id": None}


def _holder(request: HttpRequest) -> AccessToken:
    """Whose key it is. Raises Refused."""
    given = request.POST.get("api_key") or request.GET.get("api_key") or ""
    kept = installation().build_tokens().find(given, at=now()) if given else None
    if kept is None:
        raise Refused(403, "Send a valid api_key. Ask whoever runs this service for an access token.")
    if not kept.rights.may_call(REPORTING):
        raise Refused(403, f"This api_key may not send reports: its token does not name the tool '{REPORTING}'.")
    if wait := count([(f"open311 token {kept.number}", settings.CONFIGURATION.questions_a_minute)], seconds=MINUTE):
        raise Refused(429, f"Too many reports with this api_key in this minute. Try again in {wait} seconds.")
    return kept


def _description(form: QueryDict, service: Service) -> str:
    """What was written. An address of a picture is passed on as words: nothing is ever fetched from it."""
    written = form.get("description", "").strip()
    if len(written) > MOST_CHARACTERS:
        raise Refused(400, f"The description may have {MOST_CHARACTERS:,} characters.")
    if not written:
        raise Refused(400, f"Send a description of what is wrong with: {service.name.get('en', service.slug)}.")
    media = _short(form.get("media_url", ""))
    return f"{written}\n\n[media_url, not fetched: {media}]" if media else written


def _place(form: QueryDict, service: Service) -> dict[str, Any]:
    """Where it is. A street that is named, and no other of that name, is placed as on our own page."""
    latitude, longitude = _degrees(form, "lat", 90), _degrees(form, "long", 180)
    if (latitude is None) != (longitude is None):
        raise Refused(400, "Send lat and long together, or neither.")
    address = _short(form.get("address_string", ""))
    if latitude is None and not address and service.place is not PlaceKind.NONE:
        raise Refused(400, "Send lat and long, or an address_string.")
    if latitude is None and service.place is PlaceKind.STREET and len(found := find_streets(address)) == 1:
        latitude, longitude = found[0].latitude, found[0].longitude
    return {"latitude": latitude, "longitude": longitude, "address": address}


def _degrees(form: QueryDict, name: str, most: int) -> float | None:
    given = form.get(name, "").strip()
    if not given:
        return None
    if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,20})?", given, re.ASCII) or abs(float(given)) > most:
        raise Refused(400, f"{name} must be degrees in WGS 84, such as 54.6.")
    return float(given)


def _facts(form: QueryDict, service: Service) -> Mapping[str, str]:
    """The attributes, held to what the service asks for. Raises Refused for one that is missing or wrong."""
    given: dict[str, str] = {}
    for name in form:
        if found := _ATTRIBUTE.fullmatch(name):
            given[found[1]] = ", ".join(_short(each) for each in form.getlist(name) if each.strip())
    known = {each.name: each for each in service.facts}
    if unknown := sorted(set(given) - set(known)):
        raise Refused(400, f"This service has no attribute '{unknown[0]}'. See services/{service.slug}.")
    for fact in service.facts:
        value = given.get(fact.name, "")
        if not value and fact.is_needed and fact.kind != "photo":
            raise Refused(400, f"attribute[{fact.name}] is needed. See services/{service.slug}.")
        allowed = {"yes", "no"} if fact.kind == "yes-no" else set(fact.choices)
        if value and allowed and value not in allowed:
            raise Refused(400, f"attribute[{fact.name}] must be one of: {', '.join(sorted(allowed))}.")
    return {name: value for name, value in given.items() if value}


def _outside_id(request: HttpRequest, token: AccessToken) -> str:
    """What makes one of two calls: an Idempotency-Key, which a program may send, of its own token."""
    key = request.headers.get("Idempotency-Key", "").strip()
    return f"open311:{token.number}:{hashlib.sha256(key.encode()).hexdigest()[:40]}" if key else ""


def _short(text: str) -> str:
    return " ".join(text.split())[:LONGEST]
