"""Your nation and language. The nation is kept in the session, and only when it is chosen here."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.contract.context import Nation
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.limits.throttle import seconds_to_wait

KEPT = "nation"  # the name under which the session holds it


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Show what is chosen, or keep what was chosen. An empty choice forgets it, and the cookie with it."""
    if request.method != "POST":
        return _page(request, nation=chosen_nation(request), is_kept="kept" in request.GET, problems={}, status=200)
    nation = request.POST.get("nation", "")
    if nation and nation not in set(Nation):
        problems = {"nation": _("Choose a nation from the list.")}
        return _page(request, nation=chosen_nation(request), is_kept=False, problems=problems, status=422)
    if nation:
        if not request.session.keys() and (wait := seconds_to_wait(request, "session")):
            return too_many(request, wait)
        request.session[KEPT] = nation
    elif request.session.pop(KEPT, None) is not None and not request.session.keys():
        request.session.flush()
    return HttpResponseRedirect(f"{link_to('choices')}?kept=", status=303)


def chosen_nation(request: HttpRequest) -> str:
    """The nation chosen on this computer, as its code; "" for none. Sets no cookie."""
    nation = request.session.get(KEPT, "")
    return nation if nation in set(Nation) else ""


def _page(request: HttpRequest, *, nation: str, is_kept: bool, problems: dict[str, str], status: int) -> HttpResponse:
    context = {"nation": nation, "is_kept": is_kept, "problems": problems}
    return render(request, "citizen/choices.html", context, status=status)
