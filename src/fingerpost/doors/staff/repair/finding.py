"""One answer that would come out otherwise now: what changed on the pages, and the guidance quoted then and now.

What the resident wrote stands elsewhere, for those who may open it, and is noted when they do.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fingerpost.doors.changes import mark_lines
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.installation import installation, now
from fingerpost.doors.repairs import show_change
from fingerpost.doors.staff.repair import words
from fingerpost.doors.staff.repair.page import SEE
from fingerpost.record.overseeing.runs import numbers_of
from fingerpost.record.repair.comparing import quotes_in
from fingerpost.record.repair.findings import deal_with, reopen
from fingerpost.record.repair.reading import FoundWhole, find_finding

SETTLE = "repair.settle_finding"


@needs(SEE)
@require_safe
def finding(request: HttpRequest, number: int) -> HttpResponse:
    """Then and now side by side."""
    found = find_finding(number, body=settings.CONFIGURATION.body, keys=installation().build_keys())
    if found is None:
        told = [_("No changed answer has this number. Its words may have been erased meanwhile.")]
        return show(request, "entry/words.html", {"title": _("No such answer"), "paragraphs": told}, status=404)
    other = found.now if found.row.kind_now else found.then  # of one that could not be asked nothing is marked
    quoted_then, quoted_now = _quotes(found.then, other), _quotes(found.now, found.then)
    context = {
        "place": "staff:repair",
        "row": found.row,
        "changes": [show_change(each, found.passages) for each in found.row.changes],
        "then": quoted_then,
        "now": quoted_now,
        "is_erased": found.then is None,
        "may_settle": request.user.has_perm(SETTLE),
        "settle": reverse("staff:settle", kwargs={"number": number}),
        "open_at": _opened_at(request, found),
        "back": reverse("staff:repair"),
        "words": words,
    }
    return show(request, "staff/repair/finding.html", context)


@needs(SETTLE)
@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Mark it as dealt with, or take that back. What is so already stays so."""
    body = settings.CONFIGURATION.body
    if request.POST.get("do") == "reopen":
        reopen(number, body=body)
    else:
        deal_with(number, body=body, by=request.user.get_username(), at=now())
    return HttpResponseRedirect(reverse("staff:finding", kwargs={"number": number}), status=303)


def _quotes(
    claims: Sequence[Mapping[str, Any]] | None, other: Sequence[Mapping[str, Any]] | None
) -> list[dict[str, Any]]:
    """Each quote with its source; the lines that the other answer does not quote are marked."""
    elsewhere = [line for each in quotes_in({"claims": other or []}) for line in each["quote"].split("\n")]
    return [
        {"source": each["source"], "lines": mark_lines(each["quote"].split("\n"), elsewhere)}
        for each in quotes_in({"claims": claims or []})
    ]


def _opened_at(request: HttpRequest, found: FoundWhole) -> str:
    """The page on which the resident's words are opened, for whoever may; "" for others."""
    may = request.user.has_perm("record.open_text") and request.user.has_perm("record.view_oversight")
    if not may or found.then is None:
        return ""
    number = numbers_of([found.row.reference], body=settings.CONFIGURATION.body).get(found.row.reference)
    return reverse("oversight:run", kwargs={"number": number}) if number else ""
