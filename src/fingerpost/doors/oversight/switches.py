"""What is on, what is off and why; and for an owner, the switch itself, with a reason and a second look."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import now
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.doors.switchable import Switchable, list_switchable
from fingerpost.record.switches.reading import history
from fingerpost.record.switches.turning import LONGEST_REASON, CannotTurn, start, stop

TURN = "switches.add_switch"
TAB = "oversight:switches"


@needs(SEE)
@require_safe
def switches(request: HttpRequest) -> HttpResponse:
    """Every switch, with who turned what before."""
    context = {
        "switches": list_switchable(),
        "history": history(body=settings.CONFIGURATION.body),
        "may_turn": request.user.has_perm(TURN),
        "turned": request.GET.get("turned", ""),
        "address_of": _address_of,
    }
    return show(request, "oversight/switches.html", context, tab=TAB)


@needs(TURN, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One switch: what turning it does, why it is turned, and a box that says that one means it."""
    found = next((each for each in list_switchable() if (each.kind, each.name) == (kind, name)), None)
    if found is None:
        told = [_("There is nothing of that name to switch off.")]
        return show(request, "entry/words.html", {"title": _("No such switch"), "paragraphs": told}, status=404)
    return _take(request, found) if request.method == "POST" else _form(request, found, problems={})


def _take(request: HttpRequest, found: Switchable) -> HttpResponse:
    """The form names the way it turns: one that somebody else has turned meanwhile is not turned back by it."""
    reason, to_stopped = " ".join(request.POST.get("reason", "").split()), request.POST.get("do") == "stop"
    problems = {}
    if not reason or len(reason) > LONGEST_REASON:
        problems["reason"] = _("Say why, in 1 to %(most)s characters") % {"most": LONGEST_REASON}
    if request.POST.get("sure") != "yes":
        problems["sure"] = _("Tick the box to say that you mean it")
    if problems:
        return _form(request, found, problems=problems, status=422)
    turn = stop if to_stopped else start
    by = request.user.get_username()
    try:
        turn(kind=found.kind, name=found.name, body=settings.CONFIGURATION.body, by=by, reason=reason, at=now())
    except CannotTurn:
        told = _("Somebody else has turned this switch while you were here. Look at it as it is now.")
        return _form(request, found, problems={"reason": told}, status=409)
    return HttpResponseRedirect(f"{reverse(TAB)}?turned={found.name}", status=303)


def _form(request: HttpRequest, found: Switchable, *, problems: dict[str, str], status: int = 200) -> HttpResponse:
    context = {
        "switch": found,
        "reason": request.POST.get("reason", ""),
        "problems": problems,
        "longest": LONGEST_REASON,
        "address": _address_of(found),
        "back": reverse(TAB),
    }
    return show(request, "oversight/switch.html", context, tab=TAB, status=status)


def _address_of(switch: Switchable) -> str:
    return reverse("oversight:switch", kwargs={"kind": switch.kind, "name": switch.name})
