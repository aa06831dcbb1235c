"""How each page of one answer begins and ends: with the run as the record holds it, and headers to keep it private."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from fingerpost.doors.asking import find_kept
from fingerpost.doors.citizen.faults import gone
from fingerpost.record.reading import KeptRun


def of_kept_answer(
    view: Callable[[HttpRequest, KeptRun], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view of one answer: it is handed the run in the place of the reference, however that was typed.

    404 where there is none of that reference; of one that was erased or closed, the page that says so.
    """

    @wraps(view)
    def opened(request: HttpRequest, reference: str) -> HttpResponse:
        kept = find_kept(reference)
        if kept is None:
            raise Http404
        return view(request, kept) if kept.reply else gone(request, kept)

    return opened


def kept_private(response: HttpResponse) -> HttpResponse:
    """No shared computer keeps an answer, and no search engine lists it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
