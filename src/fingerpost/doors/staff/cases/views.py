"""Saved views: what the queue is narrowed by, kept under a name for oneself or for a team."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.casework.faults import NotAllowed
from fingerpost.casework.queues import list_views, remove_view, save_view
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import now
from fingerpost.doors.refusals import refusal_words
from fingerpost.doors.staff.cases import words
from fingerpost.doors.staff.cases.filters import ORDERS, Chosen, chips_of, read_chosen
from fingerpost.doors.staff.cases.pages import book, show, viewer
from fingerpost.doors.staff.cases.tabs import QUEUE, WORK

LONGEST = 60  # letters of a name


@needs(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """What is saved, and saving what stands in the address."""
    if request.method != "POST":
        return _show(request)
    who, do = viewer(request), request.POST.get("do", "")
    if do.startswith("delete-") and do[7:].isascii() and do[7:].isdigit() and len(do) < 20:
        remove_view(int(do[7:]), viewer=who)
        return HttpResponseRedirect(reverse("staff:cases-views"), status=303)
    chosen = _without_words(read_chosen(QueryDict(request.POST.get("query", ""))))
    if not chosen.asked():
        return _show(request, {"views": _("Narrow the queue by something else than words first")})
    name, team = " ".join(request.POST.get("name", "").split()), request.POST.get("team", "")
    if not name or len(name) > LONGEST:
        return _show(request, {"name": _("Give it a name of 1 to 60 letters")})
    try:
        save_view(name=name, query=chosen.query(), team=team, viewer=who, at=now())
    except NotAllowed as refusal:
        return _show(request, {"name": refusal_words(refusal)})
    return HttpResponseRedirect(f"{reverse(QUEUE)}?{chosen.query()}", status=303)


def _show(request: HttpRequest, problems: dict[str, str] | None = None) -> HttpResponse:
    who, here = viewer(request), book()
    given = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    asked = read_chosen(given)
    chosen = _without_words(asked)
    context: dict[str, Any] = {
        "chosen": chosen,
        "back": f"{reverse(QUEUE)}?{asked.query()}",
        "had_words": bool(asked.q),
        "told": _told(chosen, here),
        "typed": {"name": request.POST.get("name", ""), "team": request.POST.get("team", "")},
        "teams": [
            {"value": "", "text": _("Me alone")},
            *({"value": each, "text": words.team_words(each, here)} for each in sorted(who.teams)),
        ],
        "views": [
            {
                "number": each.number,
                "name": each.name,
                "team": words.team_words(each.team, here) if each.team else _("Me alone"),
                "by": each.by,
                "href": f"{reverse(QUEUE)}?{each.query}",
                "told": _told(read_chosen(QueryDict(each.query)), here),
                "may_delete": each.by == who.name or each.team in who.leads,
            }
            for each in list_views(who)
        ],
        "queue_at": reverse(QUEUE),
        "problems": problems or {},
    }
    return show(request, "staff/cases/views.html", context, tab=QUEUE, status=422 if problems else 200)


def _without_words(chosen: Chosen) -> Chosen:
    """Words may name somebody, and a view stays when a case is erased."""
    return replace(chosen, q="")


def _told(chosen: Any, here: Any) -> list[str]:
    """What a view shows, in words."""
    told = [each["text"] for each in chips_of(chosen, book=here)]
    return [*told, ORDERS[chosen.order]()]
