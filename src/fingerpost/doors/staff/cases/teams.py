"""How much each team has to do, and who works in it."""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.casework.members import add_member, list_all_members, list_members, remove_member
from fingerpost.casework.queues import workload
from fingerpost.casework.queues.counting import TeamLoad
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import now
from fingerpost.doors.staff.cases import words
from fingerpost.doors.staff.cases.pages import book, show, viewer
from fingerpost.doors.staff.cases.tabs import LEAD, QUEUE, WORK

TAB = "staff:cases-teams"


@needs(WORK)
@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """One's own teams; every team for whoever leads. Numbers alone: words are for those who work in a team."""
    who, here, at = viewer(request), book(), now()
    loads = {each.team: each for each in workload(who, at=at)}
    shown = {*here.teams, *loads} if who.may_lead else {*who.teams}
    rows = [loads.get(each) or TeamLoad(team=each, live=0, late=0, attention=0, unassigned=0) for each in shown]
    rows.sort(key=lambda each: (-each.live, words.team_words(each.team, here)))
    members = list_all_members(who.body)
    longest = max((each.live for each in rows), default=0)
    context: dict[str, Any] = {
        "rows": [_row(each, who=who, here=here, members=members, longest=longest) for each in rows],
        "officers": _officers(rows),
        "live": sum(each.live for each in rows),
        "late": sum(each.late for each in rows),
        "attention": sum(each.attention for each in rows),
        "unassigned": sum(each.unassigned for each in rows),
        "may_lead": who.may_lead,
        "queue_of": lambda **asked: f"{reverse(QUEUE)}?{urlencode(asked)}",
    }
    return show(request, "staff/cases/teams.html", context, tab=TAB)


@needs(LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, team: str) -> HttpResponse:
    """Who works in a team: add somebody, let them lead, or take them out."""
    here, who = book(), viewer(request)
    if team not in here.teams and not list_members(team, viewer=who):
        raise Http404
    if request.method != "POST":
        return _show_members(request, team)
    account, is_lead = request.POST.get("account", ""), request.POST.get("lead") == "yes"
    if request.POST.get("do") == "remove":
        remove_member(team, account, viewer=who, at=now())
    elif team not in here.teams:
        return _show_members(request, team, {"account": _("Your services no longer name this team")})
    elif account not in _officers_there_are():
        return _show_members(request, team, {"account": _("Choose a person who works on cases")})
    else:
        add_member(team, account, is_lead=is_lead, services=here, viewer=who, at=now())
    return HttpResponseRedirect(reverse("staff:cases-team", kwargs={"team": team}), status=303)


def _show_members(request: HttpRequest, team: str, problems: dict[str, str] | None = None) -> HttpResponse:
    here = book()
    inside = list_members(team, viewer=viewer(request))
    names = {each.account for each in inside}
    context = {
        "team": team,
        "name": words.team_words(team, here),
        "members": inside,
        "others": [{"value": each, "text": each} for each in _officers_there_are() if each not in names],
        "problems": problems or {},
        "teams_at": reverse(TAB),
    }
    return show(request, "staff/cases/members.html", context, tab=TAB, status=422 if problems else 200)


def _officers_there_are() -> list[str]:
    """The accounts whose role lets them work on cases, by name."""
    app, _dot, code = WORK.partition(".")
    allowed = Permission.objects.filter(content_type__app_label=app, codename=code)
    found = User.objects.filter(groups__permissions__in=allowed, is_active=True)
    return list(found.distinct().order_by("username").values_list("username", flat=True))


def _row(load: TeamLoad, *, who: Any, here: Any, members: Any, longest: int) -> dict[str, Any]:
    """One team with the parts of its bar, as shares of the longest. Whoever does not work in it gets no link."""
    other = load.live - load.late
    share = 100 / longest if longest else 0
    return {
        "load": load,
        "name": words.team_words(load.team, here),
        "is_mine": load.team in who.teams or (not load.team and who.may_lead),
        "members": sum(each.team == load.team for each in members),
        "members_at": reverse("staff:cases-team", kwargs={"team": load.team}) if load.team and who.may_lead else "",
        "parts": [
            {"name": "late", "start": 0, "share": load.late * share},
            {"name": "other", "start": load.late * share, "share": other * share},
        ],
    }


def _officers(rows: list[TeamLoad]) -> list[tuple[str, int]]:
    """How many live cases each officer has, in the teams that are shown; most first."""
    counted: dict[str, int] = {}
    for row in rows:
        for name, count in row.officers.items():
            counted[name] = counted.get(name, 0) + count
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
