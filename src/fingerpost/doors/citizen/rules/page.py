"""The page of one scheme, made from its rule file: nothing on it is written twice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.doors.citizen.rules.shown import page_of
from fingerpost.doors.rulebook import public_scheme_or_404


@require_safe
def scheme(request: HttpRequest, scheme: str) -> HttpResponse:
    """What it is, what it asks, how it is worked out, its figures and examples, and what is left out.

    Raises Http404 for a scheme that is not here, or that other schemes only share.
    """
    found = public_scheme_or_404(scheme)
    return render(request, "citizen/rules/scheme.html", {"section": "rules", **page_of(found)})
