"""What may be done with several cases at once: its words, the fields it asks for, and from which states it may be done.

Each case is done by itself: one that is refused keeps nobody from the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fingerpost.casework.queues import Row
from fingerpost.casework.states import Action, State, may
from fingerpost.doors.days import read_day
from fingerpost.doors.staff.cases import words

Typed = Mapping[str, str]
LONGEST = 2000  # characters of a reason, or of what the resident is told
KEEP = ""  # what stays as it is


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing to do. `action` is its move of the state, None where the state stays. `can_undo` is whether what it
    did can be taken back from the page that tells of it."""

    words: Callable[[], str]
    done: Callable[[], str]
    fields: tuple[str, ...] = ()
    action: Action | None = None
    can_undo: bool = False


ACTS: Mapping[str, Act] = {
    "assign": Act(words=lambda: _("Assign them"), done=lambda: _("Assigned"), fields=("to",), can_undo=True),
    "route": Act(
        words=lambda: _("Move them to another service or team"),
        done=lambda: _("Moved"),
        fields=("service", "team", "urgency", "reason"),
        can_undo=True,
    ),
    "start": Act(words=lambda: _("Start work on them"), done=lambda: _("Started"), action=Action.START),
    "plan": Act(words=lambda: _("Plan them for a day"), done=lambda: _("Planned"), fields=("on",), action=Action.PLAN),
    "resolve": Act(
        words=lambda: _("Say that they are done"),
        done=lambda: _("Done"),
        fields=("told",),
        action=Action.RESOLVE,
        can_undo=True,
    ),
    "close": Act(
        words=lambda: _("Close them"),
        done=lambda: _("Closed"),
        fields=("reason",),
        action=Action.CLOSE,
        can_undo=True,
    ),
}


def refusal_of(act: Act, row: Row) -> str:
    """Why this cannot be done to a case where it stands now; "" where it can."""
    state = State(row.state)
    allowed = may(act.action, state) if act.action is not None else words.is_live(state)
    return (
        ""
        if allowed
        else _("This cannot be done to it. It stands at: %(state)s.") % {"state": words.state_words(state)}
    )


def problems_of(act: Act, typed: Typed) -> dict[str, str]:
    """A sentence for each field that does not fit."""
    problems = {}
    if "on" in act.fields and read_day(typed["on"]) is None:
        problems["on"] = _("Enter a date such as 2026-11-22")
    if "service" in act.fields and not (typed["service"] or typed["team"] or typed["urgency"]):
        problems["service"] = _("Choose a service, a team or an urgency")
    if "reason" in act.fields and not typed["reason"]:
        problems["reason"] = _("Give the reason. It stands in the history of each case")
    if "told" in act.fields and not typed["told"]:
        problems["told"] = _("Say what was done. Each resident reads it")
    for name in ("reason", "told"):
        if len(typed.get(name, "")) > LONGEST:
            problems[name] = _("Use 2,000 characters or fewer")
    return problems
