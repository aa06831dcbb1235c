"""The first page behind the staff door: what this person may open, and what waits there."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.staff.cases.numbers import waiting_words
from fingerpost.doors.staff.cases.tabs import QUEUE, WORK


@needs("")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return show(request, "staff/home.html", {"place": "staff:home", "waits": _waits(request)})


def _waits(request: HttpRequest) -> dict[str, str]:
    """What waits at a place, in words, by the name of its address."""
    if not request.user.has_perm(WORK):
        return {}
    try:
        return {QUEUE: waiting_words(request)}
    except StoreUnavailable as fault:  # the way to every other page must stay open
        return {QUEUE: fault.public}
