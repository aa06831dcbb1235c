"""What is refused before any door is reached, and what becomes of a fault no door foresaw."""

import logging
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.api import faults as api_faults
from fingerpost.doors.citizen import faults as citizen_faults
from fingerpost.doors.citizen.speech import dictation
from fingerpost.doors.origins import is_from_here
from fingerpost.site.bodies import DICTATED_AT, most_bytes

logger = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]
UTF_8 = frozenset({"utf-8", "utf8", "us-ascii"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def is_for_programs(request: HttpRequest) -> bool:
    """Is the reply read by a program? Then it is JSON, also when something is wrong."""
    return request.path.startswith(("/api/", "/open311/"))


class RefuseLargeBodies:
    """A body beyond the bound is refused by what it says of its length, before a byte of it is read."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) <= most_bytes(request.path):
            return self.respond(request)
        if request.path in DICTATED_AT:
            return dictation.too_large()
        return api_faults.too_large() if is_for_programs(request) else citizen_faults.too_large(request)


class RefuseOddText:
    """Text comes as UTF-8 and without the character of no value: no page of ours sends another, and no store keeps it.

    Django takes the charset that a form names for the name of any codec, also of one that is none for text.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if "\0" in request.path:
            raise Http404
        if charset.lower() in UTF_8 and "%00" not in request.META.get("QUERY_STRING", ""):
            return self.respond(request)
        request.encoding = "utf-8"
        return api_faults.unreadable() if is_for_programs(request) else citizen_faults.bad_request(request)


class SameOriginOnly:
    """A form may be sent from our own pages only. No cookie is needed for that: browsers say where a form came from.

    Programs send neither header and pass; they hold no session that could be misused.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS or is_from_here(request):
            return self.respond(request)
        return api_faults.forbidden() if is_for_programs(request) else citizen_faults.forbidden(request)


class ExplainFaults:
    """A foreseen fault that reaches this far becomes its public sentence; its detail goes to the log."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, FingerpostError):
            return None
        logger.error("%s: %s", type(fault).__name__, fault.detail or fault.public)
        return api_faults.foreseen(fault) if is_for_programs(request) else citizen_faults.foreseen(request, fault)
