"""Services and cases in the words of the standard. Of a case: codes, its state, its times and its street."""

from collections.abc import Mapping
from typing import Any

from fingerpost.casework.public import PublicCase
from fingerpost.casework.states import IS_LIVE, State
from fingerpost.contract.services import Fact, PlaceKind, Service, ServiceBook, in_language
from fingerpost.doors.installation import installation
from fingerpost.doors.open311.written import Rows
from fingerpost.doors.streets import street_at

CHANGED = "2026-11-23T00:00:00Z"  # when what this door offers last changed
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
_LIST = "singlevaluelist"
_DATATYPES: Mapping[str, str] = {"text": "text", "number": "number", "yes-no": _LIST, "choice": _LIST}
_YES_NO = {"yes": {"en": "Yes", "cy": "Oes"}, "no": {"en": "No", "cy": "Nac oes"}}
_NOTES: Mapping[str, str] = {
    State.RECEIVED: "Nobody has looked at it yet.",
    State.OPEN: "A team works on it.",
    State.WAITING: "The team waits for more details.",
    State.PLANNED: "The work has a day.",
    State.RESOLVED: "It is done.",
    State.CLOSED: "It is closed.",
    State.HANDED_ON: "Another organisation works on it.",
}


def discovery(base: str) -> dict[str, Any]:
    """What there is, and where."""
    profile = installation().read_profile()
    contact = ", ".join(each for each in (profile.body_name, profile.contact_email, profile.contact_phone) if each)
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{base}/open311/v2",
        "changeset": CHANGED,
        "type": "production",
        "formats": Rows(name="formats", of="format", rows=("text/xml", "application/json")),
    }
    return {
        "changeset": CHANGED,
        "contact": contact,
        "key_service": f"Ask {profile.contact_email or profile.body_name} for an access token.",
        "endpoints": Rows(name="endpoints", of="endpoint", rows=(endpoint,)),
    }


def service(found: Service, language: str) -> dict[str, Any]:
    """One service of the list. `metadata` says that it asks for more."""
    return {
        "service_code": found.slug,
        "service_name": in_language(found.name, language),
        "description": in_language(found.description, language),
        "metadata": bool(_asked(found)),
        "type": "realtime",
        "keywords": "",
        "group": in_language(found.group, language),
    }


def definition(found: Service, language: str) -> dict[str, Any]:
    """What the service asks for."""
    rows = [_attribute(each, order, language) for order, each in enumerate(_asked(found), start=1)]
    attributes = Rows(name="attributes", of="attribute", rows=rows)
    return {"service_code": found.slug, "attributes": attributes}


def request(case: PublicCase, book: ServiceBook) -> dict[str, Any]:
    """One public case."""
    found = book.services.get(case.service)
    return {
        "service_request_id": case.reference,
        "status": "open" if case.state in {str(each) for each in IS_LIVE} else "closed",
        "status_notes": _NOTES.get(case.state, ""),
        "service_name": in_language(found.name, "en") if found else "",
        "service_code": case.service,
        "description": case.line,
        "agency_responsible": installation().read_profile().body_name,
        "service_notice": "This is a made-up request." if case.is_demo else "",
        "requested_datetime": case.received_at.isoformat(timespec="seconds"),
        "updated_datetime": case.changed_at.isoformat(timespec="seconds"),
        "expected_datetime": case.planned_on.isoformat() if case.planned_on else None,
        "address": street_at(case.latitude, case.longitude),  # by our list of streets: nobody's own words
        "address_id": None,
        "zipcode": None,
        "lat": case.latitude,
        "long": case.longitude,
        "media_url": None,
    }


def _asked(found: Service) -> list[Fact]:
    """What can be asked by this door: photos cannot be sent by it."""
    return [each for each in found.facts if each.kind in _DATATYPES]


def _attribute(fact: Fact, order: int, language: str) -> dict[str, Any]:
    choices = _YES_NO if fact.kind == "yes-no" else fact.choices
    values = [{"key": key, "name": in_language(words, language)} for key, words in choices.items()]
    return {
        "variable": True,
        "code": fact.name,
        "datatype": _DATATYPES[fact.kind],
        "required": fact.is_needed,
        "datatype_description": "",
        "order": order,
        "description": in_language(fact.question, language),
        "values": Rows(name="values", of="value", rows=values),
    }


def has_street(found: Service) -> bool:
    """Is it about a place in the street?"""
    return found.place is PlaceKind.STREET
