"""How a staff page is shown, and the pages that say no."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.doors.entry.places import places_for


def show(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page with the staff door's navigation. `place` in the context is the name of the address that is current."""
    known = {
        "places": places_for(request),
        "home": reverse("staff:home"),
        "sign_in": reverse("staff:sign-in"),
        "sign_out": reverse("staff:sign-out"),
        "password": reverse("staff:password"),
        "second_factor": reverse("staff:second-factor"),
        "place": "",
        **context,
    }
    return render(request, template, known, status=status)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """Signed in, but not for this."""
    words = [
        _("Your account is not allowed to open this page."),
        _("If you need it for your work, ask whoever gave you your account."),
    ]
    return show(request, "entry/words.html", {"title": _("This page is not for you"), "paragraphs": words}, status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's token did not fit: the form is from before signing in or out, or the browser keeps no cookie."""
    words = [
        _("Nothing was changed. The form was too old: you signed in or out since you opened it."),
        _("Go back, open the page again and try once more. Your browser must accept our one cookie."),
    ]
    title = _("We did not take this form")
    response = show(request, "entry/words.html", {"title": title, "paragraphs": words}, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response
