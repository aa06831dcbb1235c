"""Pages of plain words: how it works, privacy, accessibility, and how to reach a person."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.asking import capabilities


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What happens to a question, and the limits that each capability's card declares."""
    limits = [_(limit) for each in capabilities().values() for limit in each.card.limits]
    return render(request, "citizen/about.html", {"section": "about", "limits": limits})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/privacy.html", {})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/accessibility.html", {})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Every way to reach a person that the operator has set."""
    configuration = settings.CONFIGURATION
    offered = [
        (configuration.contact_phone, f"tel:{configuration.contact_phone.replace(' ', '')}"),
        (configuration.contact_email, f"mailto:{configuration.contact_email}"),
        (configuration.contact_url, configuration.contact_url),
    ]
    context = {
        "title": _("Contact a person"),
        "lead": [_("You can always ask a person at %(body)s instead.") % {"body": configuration.body_name}],
        "parts": [(_("Have this ready"), [_("If it is about an answer you got here, give its reference number.")])],
        "links": [(words, address) for words, address in offered if words],
    }
    return render(request, "citizen/words.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answers are nobody's to index; pages of guidance have their official page."""
    refused = ("/answers/", "/guidance", "/api/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in refused)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
