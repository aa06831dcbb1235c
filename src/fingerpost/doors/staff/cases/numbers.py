"""How much waits for somebody, in one sentence."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.casework.queues import workload
from fingerpost.doors.installation import now
from fingerpost.doors.staff.cases.pages import viewer


def waiting_words(request: HttpRequest) -> str:
    """Of the viewer's own teams: what waits, what of it is late, and what needs attention. Raises StoreUnavailable."""
    who = viewer(request)
    if not who.teams:
        return _("You are not in a team yet.")
    loads = [each for each in workload(who, at=now()) if each.team in who.teams]
    live, late = sum(each.live for each in loads), sum(each.late for each in loads)
    attention = sum(each.attention for each in loads)
    told = [ngettext("%(n)s waits for work", "%(n)s wait for work", live) % {"n": f"{live:,}"}]
    if late:
        told.append(ngettext("%(n)s is late", "%(n)s are late", late) % {"n": f"{late:,}"})
    if attention:
        told.append(ngettext("%(n)s needs attention", "%(n)s need attention", attention) % {"n": f"{attention:,}"})
    return ", ".join(told) + "."
