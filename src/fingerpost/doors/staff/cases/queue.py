"""The queue: the cases of somebody's teams, most pressing first, with what it is narrowed by."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fingerpost.casework.post.watching import count_unsent
from fingerpost.casework.queues import Order, list_cases, list_views, workload
from fingerpost.casework.queues.counting import TeamLoad
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.services import ServiceBook
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation, now
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.doors.staff.cases import words
from fingerpost.doors.staff.cases.bulk_acts import ACTS
from fingerpost.doors.staff.cases.filters import LATE, ME, NOBODY, SOON, Chosen, chips_of, choices_of, read_chosen
from fingerpost.doors.staff.cases.pages import book, show, viewer_with_officers
from fingerpost.doors.staff.cases.rows import MOST_AT_ONCE
from fingerpost.doors.staff.cases.tabs import MINE, POST, QUEUE, WORK
from fingerpost.doors.staff.cases.telling_done import untold

SIZE = 25  # cases on a page
_MORE = ("service", "urgency", "attention", "due", "channel", "since", "until")  # fields that are folded away

_COUNTED = {  # what a team's load counts of what the queue can be narrowed by
    ("due", LATE): "late",
    ("due", SOON): "soon",
    ("attention", "yes"): "attention",
    ("assigned", NOBODY): "unassigned",
}


@needs(WORK)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The cases of all teams that somebody works in."""
    return _show(request, read_chosen(request.GET), tab=QUEUE)


@needs(WORK)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Those that are assigned to whoever looks."""
    return _show(request, replace(read_chosen(request.GET), assigned=ME), tab=MINE)


def _show(request: HttpRequest, chosen: Chosen, *, tab: str) -> HttpResponse:
    (who, officers), here, at = viewer_with_officers(request), book(), now()
    fixed = frozenset({"assigned"} if tab == MINE else ())
    problems = chosen.problems()
    if request.GET.get("problem") == "case":
        problems["cases"] = _("Choose at least one case")
    loads = [] if tab == MINE or chosen.q else [each for each in workload(who, at=at) if each.team in {*who.teams, ""}]
    context: dict[str, Any] = {
        "title": _("My cases") if tab == MINE else _("Queue"),
        "teams": sorted(who.teams),
        "may_lead": who.may_lead,
        "me": who.name,
        "problems": problems,
        "told": untold(request),
        "book": here,
        "at": at,
        "counts": _counts(loads, unsent=0 if chosen.is_narrowed or not loads else count_unsent(who)),
        **_narrowing(chosen, who, here=here, officers=officers, fixed=fixed, tab=tab),
        **_listed(request, chosen, who, at=at, fixed=fixed, total=_total(chosen, loads)),
    }
    return show(request, "staff/cases/queue.html", context, tab=tab, status=422 if problems else 200)


def _narrowing(
    chosen: Chosen, who: Viewer, *, here: ServiceBook, officers: list[str], fixed: frozenset[str], tab: str
) -> dict[str, Any]:
    """What the list is narrowed by, and what else it can be."""
    others = [each for each in officers if each != who.name]
    return {
        "chosen": chosen,
        "fixed": fixed,
        "query": replace(chosen, **dict.fromkeys(fixed, "")).query(),
        "choices": choices_of(chosen, book=here, teams=who.teams, officers=others),
        "chips": chips_of(chosen, book=here, fixed=fixed),
        "more_open": any(getattr(chosen, name) for name in _MORE),
        "views": _views(who, chosen, here=here, tab=tab),
        "views_at": reverse("staff:cases-views"),
    }


def _total(chosen: Chosen, loads: list[TeamLoad]) -> int | None:
    """How many there are, where they were counted team by team already. None where that is not known."""
    asked = [each for each in chosen.asked().items() if each[0] != "order"]
    if not loads or len(asked) > 1:
        return None
    counted = _COUNTED.get(asked[0]) if asked else "live"
    return sum(getattr(each, counted) for each in loads) if counted else None


def _listed(
    request: HttpRequest, chosen: Chosen, who: Viewer, *, at: datetime, fixed: frozenset[str], total: int | None
) -> dict[str, Any]:
    """One page of the list, the other pages, and what can be done with several of it."""
    page = list_cases(
        chosen.as_filter(me=who.name),
        viewer=who,
        page=number_of(request.GET.get("page", "1")),
        size=SIZE,
        order=chosen.order or Order.QUEUE,
        keys=installation().build_keys(),
        at=at,
        total=total,
    )
    asked = {name: value for name, value in chosen.asked().items() if name not in fixed}
    return {
        "page": page,
        "size": SIZE,
        "most": MOST_AT_ONCE,
        "pagination": pagination(page.number, page.pages, **asked),
        "acts": _acts(request.GET.get("act", "")),
        "ticked": (),
        "url_of": lambda reference: reverse("staff:case", kwargs={"reference": reference}),
        "bulk_at": reverse("staff:cases-bulk"),
        "undo_at": reverse("staff:cases-undo"),
        "file_at": reverse("staff:cases-file"),
    }


def _counts(loads: list[TeamLoad], *, unsent: int) -> list[dict[str, Any]]:
    """What waits in the viewer's teams, each a link to it: numbers that say where to begin."""
    if not loads:
        return []
    live, attention = sum(each.live for each in loads), sum(each.attention for each in loads)
    late, soon = sum(each.late for each in loads), sum(each.soon for each in loads)
    unassigned = sum(each.unassigned for each in loads)
    here, post = reverse(QUEUE), reverse(POST)
    told = [
        (live, ngettext("waits for work", "wait for work", live), here, False),
        (attention, _("for attention"), f"{here}?attention=yes", True),
        (late, ngettext("is late", "are late", late), f"{here}?due={LATE}", True),
        (soon, ngettext("is due soon", "are due soon", soon), f"{here}?due={SOON}", False),
        (unassigned, _("nobody has yet"), f"{here}?assigned={NOBODY}", False),
    ]
    if unsent:
        told.append((unsent, ngettext("message not sent", "messages not sent", unsent), post, True))
    return [{"count": count, "text": text, "href": href, "acts": acts and count} for count, text, href, acts in told]


def _views(who: Viewer, chosen: Chosen, *, here: ServiceBook, tab: str) -> list[dict[str, Any]]:
    """The saved views, one's own and those of one's teams."""
    if tab != QUEUE:
        return []
    return [
        {
            "name": each.name,
            "team": each.team,
            "team_name": words.team_words(each.team, here),
            "href": f"{reverse(QUEUE)}?{each.query}",
            "is_here": read_chosen(QueryDict(each.query)) == chosen,
        }
        for each in list_views(who)
    ]


def _acts(chosen: str) -> list[dict[str, Any]]:
    first = {"value": "", "text": _("Choose what to do")}
    return [first, *({"value": name, "text": act.words(), "selected": name == chosen} for name, act in ACTS.items())]
