"""Pages of plain words: how it works, privacy and accessibility."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.asking import capabilities
from fingerpost.doors.retention import shown_schedule
from fingerpost.doors.writers import find_writers

STATEMENT_OF = date(2026, 11, 22)  # when the accessibility statement was last gone through


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What happens to a question, and the limits that each capability's card declares."""
    limits = [_(limit) for each in capabilities().values() for limit in each.card.limits]
    return render(request, "citizen/about.html", {"section": "about", "limits": limits, "writers": find_writers()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, how long, by the schedule that is swept by, and who else reads what is asked."""
    return render(request, "citizen/privacy.html", {"schedule": shown_schedule(), "writers": find_writers()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/accessibility.html", {"written_on": STATEMENT_OF})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answers are nobody's to index; pages of guidance have their official page."""
    refused = ("/answers/", "/guidance", "/api/", "/staff/", "/report/", "/follow/")
    paths = (f"{language}{path}" for path in refused for language in ("", "/cy"))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
