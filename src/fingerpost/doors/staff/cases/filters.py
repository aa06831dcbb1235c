"""What the queue is narrowed by: read from the address, told as words that can be taken away one by one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fingerpost.casework.queues import Filter
from fingerpost.casework.queues.filters import NOBODY as NO_ACCOUNT
from fingerpost.casework.states import State
from fingerpost.contract.references import ALPHABET, tidy_reference
from fingerpost.contract.services import ServiceBook
from fingerpost.doors.days import midnight, read_day
from fingerpost.doors.staff.cases import words

ME, NOBODY = "me", "nobody"  # in the place of an account: neither is long enough to be the name of one
ALL, OVER = "all", "over"
LIVE_STATES = (State.RECEIVED, State.OPEN, State.WAITING, State.PLANNED)
OVER_STATES = (State.RESOLVED, State.CLOSED, State.HANDED_ON, State.WITHDRAWN, State.MERGED)
LATE, SOON, IN_TIME = "late", "soon", "in-time"
_REFERENCE = re.compile(r"(?:(?P<mark>FP)[-\s]*[0-9A-Z]{5}[-\s]*[0-9A-Z]{5}|[0-9A-Z]{5}-?[0-9A-Z]{5})\Z")
LONGEST = 200  # characters of what is searched for


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the form holds, as it was typed. `state` is "" for all that somebody must work on."""

    q: str = ""
    team: str = ""
    state: str = ""
    service: str = ""
    urgency: str = ""
    assigned: str = ""
    due: str = ""
    attention: str = ""
    channel: str = ""
    since: str = ""
    until: str = ""
    order: str = ""

    def problems(self) -> dict[str, str]:
        """A sentence for each day that is none."""
        wrong = [name for name in ("since", "until") if getattr(self, name) and read_day(getattr(self, name)) is None]
        return {name: _("Enter a date such as 2026-11-22") for name in wrong}

    def asked(self) -> dict[str, str]:
        """What is not as usual, for addresses."""
        return {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name)}

    def query(self) -> str:
        return urlencode(self.asked())

    def without(self, name: str) -> str:
        """The address without one of them."""
        return "?" + replace(self, **{name: ""}).query()

    @property
    def is_narrowed(self) -> bool:
        return bool(set(self.asked()) - {"order"})

    def as_filter(self, *, me: str) -> Filter:
        """For the query. Days that are none narrow nothing: the page has said so."""
        since, until = read_day(self.since), read_day(self.until)
        reference = reference_in(self.q)
        return Filter(
            teams=_one(self.team),
            states=states_of(self.state),
            services=_one(self.service),
            urgency=_one(self.urgency),
            assigned={ME: me, NOBODY: NO_ACCOUNT}.get(self.assigned, self.assigned),
            late={LATE: True, IN_TIME: False}.get(self.due),
            soon=self.due == SOON,
            attention=True if self.attention == "yes" else None,
            words="" if reference else self.q,
            reference=reference,
            channel=self.channel,
            since=midnight(since) if since else None,
            until=midnight(until + timedelta(days=1)) if until else None,
        )


def read_chosen(given: QueryDict | Mapping[str, str]) -> Chosen:
    """What an address asks for. What it does not know it leaves out."""
    typed = {each.name: str(given.get(each.name, "")).replace("\0", "").strip()[:LONGEST] for each in fields(Chosen)}
    known = {"state": {*STATES}, "due": {*DUES}, "attention": {"yes"}, "order": {*ORDERS}}
    for name, values in known.items():
        if typed[name] not in values:
            typed[name] = ""
    return Chosen(**typed)


def reference_in(typed: str) -> str:
    """The reference that was typed; "" where it is words. Without FP it has a digit, and no blank within it."""
    found = _REFERENCE.match(typed.strip().upper())
    if found is None or not (found["mark"] or any(char.isdigit() for char in typed)):
        return ""
    tidied = tidy_reference(typed)
    return tidied if set(tidied[3:]) - {"-"} <= set(ALPHABET) else ""


def states_of(chosen: str) -> tuple[str, ...]:
    """The states to look for; none means those that wait for work."""
    groups = {"": (), OVER: OVER_STATES, ALL: (*LIVE_STATES, *OVER_STATES, State.ERASED)}
    return tuple(each.value for each in groups[chosen]) if chosen in groups else (chosen,)


STATES: Mapping[str, words.Said] = {
    "": lambda: _("All that wait for work"),
    **{each.value: words.STATES[each] for each in LIVE_STATES},
    OVER: lambda: _("All that are over"),
    **{each.value: words.STATES[each] for each in OVER_STATES},
    ALL: lambda: _("All"),
}
DUES: Mapping[str, words.Said] = {
    LATE: lambda: _("Late"),
    SOON: lambda: _("Due soon: a working day or less is left"),
    IN_TIME: lambda: _("Not late"),
}
ORDERS: Mapping[str, words.Said] = {
    "": lambda: _("Most pressing first"),
    "due": lambda: _("Due first"),
    "newest": lambda: _("Newest first"),
    "oldest": lambda: _("Oldest first"),
}


def choices_of(chosen: Chosen, *, book: ServiceBook, teams: frozenset[str], officers: list[str]) -> dict[str, Any]:
    """The items of each list to choose from. Teams are those that the viewer works in."""
    services = {each.slug for each in book.services.values() if each.team in teams or not teams}
    named = {
        "team": {each: words.team_words(each, book) for each in sorted(teams)},
        "service": dict(
            sorted(((each, words.service_words(each, book)) for each in services), key=lambda pair: pair[1])
        ),
        "urgency": {code: say() for code, say in words.URGENCIES.items()},
        "assigned": {ME: _("Me"), NOBODY: _("Nobody yet"), **{each: each for each in officers}},
        "due": {code: say() for code, say in DUES.items()},
        "attention": {"yes": _("Needs attention first")},
        "channel": {code: say() for code, say in words.CHANNELS.items()},
    }
    found = {name: [{"value": "", "text": _("All")}, *_items(each, chosen, name)] for name, each in named.items()}
    found["state"] = _items({code: say() for code, say in STATES.items()}, chosen, "state")
    found["order"] = _items({code: say() for code, say in ORDERS.items()}, chosen, "order")
    return found


def chips_of(chosen: Chosen, *, book: ServiceBook, fixed: frozenset[str] = frozenset()) -> list[dict[str, str]]:
    """Each choice in words, with the address without it. `fixed` are those that the page itself makes."""
    said: dict[str, Callable[[str], str]] = {
        "q": lambda value: _("Words: %(words)s") % {"words": value},
        "team": lambda value: words.team_words(value, book),
        "state": lambda value: STATES[value](),
        "service": lambda value: words.service_words(value, book),
        "urgency": words.urgency_words,
        "assigned": lambda value: (
            _("Assigned to: %(name)s") % {"name": {ME: _("me"), NOBODY: _("nobody")}.get(value, value)}
        ),
        "due": lambda value: DUES[value](),
        "attention": lambda value: _("Needs attention first"),
        "channel": words.channel_words,
        "since": lambda value: _("From %(day)s") % {"day": value},
        "until": lambda value: _("To %(day)s") % {"day": value},
    }
    asked = chosen.asked()
    return [
        {"text": say(asked[name]), "href": chosen.without(name)}
        for name, say in said.items()
        if name in asked and name not in fixed
    ]


def _items(named: Mapping[str, str], chosen: Chosen, name: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": text, "selected": value == getattr(chosen, name)} for value, text in named.items()]


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
