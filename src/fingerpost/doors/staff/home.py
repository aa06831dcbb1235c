"""The first page behind the staff door: what this person may open."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show


@needs("")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return show(request, "staff/home.html", {"place": "staff:home"})
