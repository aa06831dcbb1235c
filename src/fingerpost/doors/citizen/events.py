"""Server-sent events, as a page that is open reads them: a name, and JSON on one line."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

EVENT_STREAM = "text/event-stream"
HEADERS = {
    "Content-Type": f"{EVENT_STREAM}; charset=utf-8",
    "Cache-Control": "private, no-store",  # a shared computer keeps no answer
    "X-Accel-Buffering": "no",  # a proxy passes each event on at once
}


def wants_events(request: HttpRequest) -> bool:
    """Does the page ask for events, on a server that can send them as they happen? Under WSGI none can."""
    return isinstance(request, ASGIRequest) and EVENT_STREAM in request.headers.get("Accept", "")


def event(name: str, **data: Any) -> bytes:
    """One event. JSON has no line break of its own, so the data stands on one line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def problem(
    request: HttpRequest, *, title: str, lead: Sequence[str], links: Sequence[tuple[str, str]], status: int
) -> bytes:
    """The event of a fault, in the sentences of the fault's page. `status` is that of the page."""
    told = render_to_string("citizen/problem.html", {"title": title, "lead": lead, "links": links}, request=request)
    return event("problem", status=status, html=told)


def problem_event(request: HttpRequest, *, status: int, **told: Any) -> HttpResponse:
    """A fault before anything was asked: its event, under the status of its page."""
    return HttpResponse(problem(request, status=status, **told), status=status, headers=HEADERS)


def invalid_event(request: HttpRequest, form: str, context: Mapping[str, Any]) -> HttpResponse:
    """A form that does not fit: the error summary, and the form again with what is wrong, from the template `form`."""
    summary = render_to_string("citizen/summary.html", dict(context), request=request)
    again = render_to_string(form, dict(context), request=request)
    return HttpResponse(event("problem", status=422, html=summary, form=again), status=422, headers=HEADERS)
