"""Asking by GET, for gateways of text messages and voice: the same road, and a reply that they can pass on as it is."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation

from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import FingerpostError, InvalidRequest
from fingerpost.doors.api import faults
from fingerpost.doors.api.plain_text import LONGEST, SHORTEST, USUAL, as_speech, as_text
from fingerpost.doors.asking import ask, find_kept
from fingerpost.doors.forms import form_of
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.origins import is_ahead_of_time, is_from_here
from fingerpost.doors.turns import answer_given, turns_until

FORMATS = ("json", "text", "speech")
TEXT = "text/plain"
OURS = ("after", "format", "max_length")  # parameters of the address and not of the form


def can_be_asked_by_get(capability: Capability) -> bool:
    """Is all that it must be told plain text? Anything else does not fit into an address."""
    hints = get_type_hints(capability.request)
    return all(hints[each.name] is str for each in fields(capability.request) if each.default is MISSING)


def answer_by_get(request: HttpRequest, capability: Capability) -> HttpResponse:
    """The reply in the format that was asked for. Whatever goes wrong is told in that format too."""
    try:
        response = _answer(request, capability)
    except InvalidRequest as error:
        response = faults.invalid(error.problems)
    except FingerpostError as error:
        response = faults.foreseen(error)
    if format_of(request) != "json" and isinstance(response, JsonResponse):
        response = _as_words(response)
    response.headers["Cache-Control"] = "no-store"  # each asking is recorded: none is answered from a store
    response.headers["Vary"] = "Accept"
    return response


def _answer(request: HttpRequest, capability: Capability) -> HttpResponse:
    if not is_from_here(request) or is_ahead_of_time(request):
        return faults.not_by_itself()
    if wait := seconds_to_wait(request):
        return faults.too_many(wait)
    _check_parameters(request, capability)
    longest = _longest(request.GET.get("max_length", ""))
    values, subject = _values(request, capability)
    reply = ask(capability.card.command, values, door="api", subject=subject)
    match format_of(request):
        case "text":
            return _text(as_text(reply, address=_address(request, reply), longest=longest))
        case "speech":
            return _text(as_speech(reply, longest=longest))
        case _:
            return JsonResponse(reply)


def format_of(request: HttpRequest) -> str:
    """What `format` says, else what Accept says; JSON where neither says anything that we have."""
    asked = request.GET.get("format", "")
    if asked:
        return asked if asked in FORMATS else "json"
    return "text" if request.headers.get("Accept", "").strip().startswith(TEXT) else "json"


def _check_parameters(request: HttpRequest, capability: Capability) -> None:
    """A misspelt parameter is told, and not passed over."""
    known = [*_fields_of(capability), *OURS]
    problems = {
        name: f"{name} is not known here. There is: {', '.join(known)}" for name in request.GET if name not in known
    }
    if request.GET.get("format", "json") not in FORMATS:
        problems["format"] = f"format must be one of: {', '.join(FORMATS)}"
    if problems:
        raise InvalidRequest(problems)


def _longest(typed: str) -> int:
    if not typed:
        return USUAL
    if typed.isascii() and typed.isdigit() and len(typed) <= 6 and SHORTEST <= int(typed) <= LONGEST:
        return int(typed)
    raise InvalidRequest({"max_length": f"max_length must be a whole number from {SHORTEST} to {LONGEST}"})


def _values(request: HttpRequest, capability: Capability) -> tuple[dict[str, Any], str]:
    """What the address says, in the conversation that `after` names, and whose that is.

    Where that run asked for a detail and these words give it, its question is asked again with the detail. A reference
    that is unknown or erased is left out, as on the pages. Nation and language stay those of the conversation until
    others are given.
    """
    values: dict[str, Any] = {
        name: words for name in _fields_of(capability) if (words := request.GET.get(name, "").strip())
    }
    kept = find_kept(request.GET["after"]) if request.GET.get("after") else None
    if kept is None or not kept.request or not kept.reply or kept.capability != capability.name:
        return values, ""
    before = {name: kept.reply[name] for name in ("nation", "language") if kept.reply.get(name)}
    given = answer_given(kept, str(next(iter(values.values()), "")))
    if given is not None:
        return {**kept.request, **before, given[0]: given[1]}, kept.subject
    if "conversation" in form_of(capability).model_fields:
        values["conversation"] = turns_until(kept)
    return {**before, **values}, kept.subject


def _address(request: HttpRequest, reply: Mapping[str, Any]) -> str:
    """Where a person reads the whole answer."""
    with translation.override(str(reply["language"])):
        path = reverse("citizen:answer", kwargs={"reference": reply["reference"]})
    return (
        f"{settings.CONFIGURATION.base_url}{path}"
        if settings.CONFIGURATION.base_url
        else request.build_absolute_uri(path)
    )


def _text(words: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type=f"{TEXT}; charset=utf-8")


def _as_words(fault: JsonResponse) -> HttpResponse:
    """A fault as sentences, with its status and how long to wait."""
    told = json.loads(fault.content)["error"]
    response = _text(". ".join([*told["fields"].values()] or [told["message"]]), status=fault.status_code)
    if "Retry-After" in fault.headers:
        response.headers["Retry-After"] = fault.headers["Retry-After"]
    return response


def _fields_of(capability: Capability) -> dict[str, dict[str, Any]]:
    """The fields of the form that an address can carry, each with its JSON schema: the capability's own come first."""
    described = form_of(capability).model_json_schema()
    plain = {name: _plainly(each, described.get("$defs", {})) for name, each in described["properties"].items()}
    return {name: each for name, each in plain.items() if each.get("type") != "array"}


def _plainly(schema: dict[str, Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without references, and without "or nothing", which an address says by leaving the field out."""
    for each in schema.get("anyOf", ()):
        if each.get("type") != "null":
            return {
                **_plainly(each, named),
                **{name: schema[name] for name in ("title", "description") if name in schema},
            }
    if "$ref" in schema:
        return dict(named[schema["$ref"].rpartition("/")[2]])
    return schema


def parameters_of(capability: Capability) -> list[dict[str, Any]]:
    """What the address takes, as OpenAPI says it."""
    required = set(form_of(capability).model_json_schema().get("required", ()))
    taken = [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "schema": schema,
            "description": schema.get("description") or schema.get("title", ""),
        }
        for name, schema in _fields_of(capability).items()
    ]
    return [*taken, *_OURS]


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


_OURS = [
    _parameter(
        "after", {"type": "string"}, "The reference of the answer that this follows, or whose choices it answers."
    ),
    _parameter(
        "format",
        {"type": "string", "enum": list(FORMATS), "default": "json"},
        "json, text for a screen, or speech for a voice. Accept: text/plain also asks for text.",
    ),
    _parameter(
        "max_length",
        {"type": "integer", "minimum": SHORTEST, "maximum": LONGEST, "default": USUAL},
        "The most characters of text or speech. Help for somebody in danger is never cut.",
    ),
]
