"""The public record of one system, and the way from it to a challenge of what it did."""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.asking import find_kept
from fingerpost.doors.citizen.contact import reference_in
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.citizen.register.shown import page_of
from fingerpost.doors.register import reading as register
from fingerpost.doors.register import words
from fingerpost.record.register.public import PublicRecord


@require_safe
def record(request: HttpRequest, system: str) -> HttpResponse:
    """The record of that name as it is now. A retired one stays. Raises Http404 for a name that no system has."""
    return _show(request, register.record_or_404(system))


@require_safe
def challenge(request: HttpRequest, system: str) -> HttpResponse:
    """`?reference=` is that of an answer: on to the page on which it is challenged, where there is such an answer."""
    found = register.record_or_404(system)
    if "reference" not in request.GET:
        return HttpResponseRedirect(f"{link_to('record', system=found.name)}#challenge", status=303)
    typed = request.GET["reference"]
    reference = reference_in(typed)
    if reference and find_kept(reference) is not None:
        return HttpResponseRedirect(link_to("challenge_begin", reference=reference), status=303)
    told = _("No answer has this reference. Check it, letter by letter.") if typed else _("Enter the reference")
    return _show(request, found, typed=typed[:40], problems={"reference": told}, status=422)


def _show(
    request: HttpRequest,
    found: PublicRecord,
    *,
    typed: str = "",
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "section": "register",
        **page_of(found),
        "checkpoint": register.latest_checkpoint(),
        "words": words,
        "typed": typed,
        "problems": problems or {},
        "logs_url": settings.CONFIGURATION.evaluation_logs_url if found.evidence else "",
    }
    return render(request, "citizen/register/record.html", context, status=status)
