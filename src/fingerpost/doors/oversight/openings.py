"""Who opened a resident's words, when and why. Whoever oversees may see that; the words themselves stand elsewhere."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation
from fingerpost.doors.oversight import words
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.record.overseeing.openings import A_PAGE, list_openings
from fingerpost.record.overseeing.runs import numbers_of


@needs(SEE)
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    page = number_of(request.GET.get("page", "1"))
    keys = installation().build_keys()
    rows, total = list_openings(body=settings.CONFIGURATION.body, keys=keys, page=page)
    context = {
        "rows": rows,
        "total": total,
        "pagination": pagination(page, -(-total // A_PAGE)),
        "numbers": numbers_of((row.reference for row in rows), body=settings.CONFIGURATION.body),
        "url_of": lambda number: reverse("oversight:run", kwargs={"number": number}),
        "words": words,
    }
    return show(request, "oversight/openings.html", context, tab="oversight:openings")
