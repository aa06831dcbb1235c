"""What the pages of cases call things, for officers. Each code has words; none is told by colour alone."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.utils import dateformat, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fingerpost.casework.states import State
from fingerpost.contract.services import ServiceBook, Urgency, in_language

Said = Callable[[], str]

STATES: Mapping[str, Said] = {
    State.RECEIVED: lambda: _("New"),
    State.OPEN: lambda: _("Being worked on"),
    State.WAITING: lambda: _("Waiting for the resident"),
    State.PLANNED: lambda: _("Planned"),
    State.RESOLVED: lambda: _("Done"),
    State.CLOSED: lambda: _("Closed"),
    State.HANDED_ON: lambda: _("Handed on"),
    State.WITHDRAWN: lambda: _("Taken back by the resident"),
    State.MERGED: lambda: _("Merged into another case"),
    State.ERASED: lambda: _("Erased"),
}
URGENCIES: Mapping[str, Said] = {
    Urgency.EMERGENCY: lambda: _("Emergency"),
    Urgency.URGENT: lambda: _("Urgent"),
    Urgency.SOON: lambda: _("Soon"),
    Urgency.ROUTINE: lambda: _("Routine"),
}
CHANNELS: Mapping[str, Said] = {
    "web": lambda: _("Web"),
    "e-mail": lambda: _("Email"),
    "api": lambda: _("Another program"),
    "open311": lambda: _("Open311"),
    "officer": lambda: _("Taken down by an officer"),
    "import": lambda: _("From a file"),
}


def state_words(code: str) -> str:
    return STATES[code]() if code in STATES else code


def urgency_words(code: str) -> str:
    return URGENCIES[code]() if code in URGENCIES else code


def channel_words(code: str) -> str:
    return CHANNELS[code]() if code in CHANNELS else code


def service_words(code: str, book: ServiceBook) -> str:
    """The name of a service. One that the body's file no longer has is told by its code."""
    if not code:
        return _("No service chosen")
    found = book.services.get(code)
    return in_language(found.name, page_code()) if found else code


def team_words(code: str, book: ServiceBook) -> str:
    """The name of a team, as with services."""
    if not code:
        return _("No team")
    found = book.teams.get(code)
    return in_language(found.name, page_code()) if found else code


def assigned_words(account: str, *, me: str = "") -> str:
    if not account:
        return _("Nobody yet")
    return _("You") if account == me else account


def due_words(due_at: datetime | None, *, state: str, at: datetime) -> str:
    """By when a case should be dealt with: "3 days late", "Due today at 4:00pm"; "" for one that is over."""
    if state == State.WAITING:
        return _("The clock stands still")
    if due_at is None or not is_live(state):
        return ""
    if due_at < at:
        return _late(at - due_at)
    local, today = timezone.localtime(due_at), timezone.localdate(at)
    if local.date() == today:
        return _("Due today by %(time)s") % {"time": f"{local:%H:%M}"}
    if local.date() == today + timedelta(days=1):
        return _("Due tomorrow")
    return _("Due %(day)s") % {"day": dateformat.format(local.date(), "j F Y")}


def is_live(state: str) -> bool:
    return state in {State.RECEIVED, State.OPEN, State.WAITING, State.PLANNED}


def age_words(received_at: datetime, *, at: datetime) -> str:
    """How long ago it came: "5 minutes ago", "3 hours ago", "12 days ago"."""
    minutes = max(0, int((at - received_at).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", minutes // 60) % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


def seconds_words(seconds: float) -> str:
    """A length of time: "40 seconds", "3 minutes", "2.5 hours"."""
    if seconds < 100:
        whole = round(seconds)
        return ngettext("%(n)s second", "%(n)s seconds", whole) % {"n": whole}
    minutes = round(seconds / 60)
    if minutes < 100:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("%(n)s hours") % {"n": f"{seconds / 3600:.1f}"}


def page_code() -> str:
    """The language of the page: "cy" or "en"."""
    return "cy" if (get_language() or "").startswith("cy") else "en"


def _late(by: timedelta) -> str:
    hours = int(by.total_seconds() // 3600)
    if hours < 1:
        return _("Late by less than an hour")
    if hours < 48:
        return ngettext("%(n)s hour late", "%(n)s hours late", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
