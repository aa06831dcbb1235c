"""One simulation with every figure and its bounds, two side by side, and the file of one for a spreadsheet."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from fingerpost.capabilities.simulate import kept
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.staff.simulations import words
from fingerpost.doors.staff.simulations.page import PLACE, RUN


@needs(RUN)
@require_safe
def simulation(request: HttpRequest, name: str) -> HttpResponse:
    context = {
        "place": PLACE,
        "found": _read(name),
        "words": words,
        "back": reverse(PLACE),
        "file_at": reverse("staff:simulation-file", kwargs={"name": name}),
    }
    return show(request, "staff/simulations/figures.html", context)


@needs(RUN)
@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(
        "\ufeff" + kept.export_simulation(_read(name)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@needs(RUN)
@require_safe
def compared(request: HttpRequest) -> HttpResponse:
    """Two that were chosen. Without two there is nothing to compare: back to the list."""
    first, second = request.GET.get("first", ""), request.GET.get("second", "")
    if not first or not second:
        return HttpResponseRedirect(reverse(PLACE), status=303)
    context = {
        "place": PLACE,
        "both": [_read(first), _read(second)],
        "found": kept.compare(_read(first), _read(second)),
        "words": words,
        "back": reverse(PLACE),
    }
    return show(request, "staff/simulations/compared.html", context)


def _read(name: str) -> dict[str, Any]:
    try:
        return kept.read_simulation(settings.HOME, name)
    except InvalidRequest as error:
        raise Http404 from error
