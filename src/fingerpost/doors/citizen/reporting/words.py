"""What the pages of reports say of codes: states, times, sizes and what happened to a case."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.casework.public import PublicCase
from fingerpost.casework.states import State
from fingerpost.contract.services import Service, in_language
from fingerpost.doors.citizen.challenges.telling import size_words
from fingerpost.doors.citizen.reporting.sorting import book
from fingerpost.doors.languages import page_language
from fingerpost.doors.profile.hours import say_date
from fingerpost.doors.streets import street_at

__all__ = ["size_words"]


def state_words(state: str) -> str:
    """Where a case stands, in a few words."""
    return {
        State.RECEIVED: _("We have it"),
        State.OPEN: _("We are working on it"),
        State.WAITING: _("We are waiting for you"),
        State.PLANNED: _("Work is planned"),
        State.RESOLVED: _("Done"),
        State.CLOSED: _("Closed"),
        State.HANDED_ON: _("Passed to another organisation"),
        State.WITHDRAWN: _("You took it back"),
        State.MERGED: _("We have this already"),
        State.ERASED: _("Erased"),
    }[State(state)]


def state_explained(state: str) -> str:
    """The same in a sentence for whoever sent it."""
    return {
        State.RECEIVED: _("It is with the team. Nobody has looked at it yet."),
        State.OPEN: _("Somebody in the team is dealing with it."),
        State.WAITING: _("We asked you something. Tell us below, so that we can go on."),
        State.PLANNED: _("The team has set a day for the work."),
        State.RESOLVED: _("The team says that it is done. If it is not, tell us below."),
        State.CLOSED: _("The team will do nothing more about it. They said why below."),
        State.HANDED_ON: _("It is not ours to deal with, so we passed it on. We said to whom below."),
        State.WITHDRAWN: _("You told us that you do not need it any more."),
        State.MERGED: _("Somebody told us about the same thing before. We deal with both together."),
        State.ERASED: _("What you wrote has been erased. Nobody can read it any more."),
    }[State(state)]


def public_state(state: str) -> str:
    """The same for a page that everybody sees."""
    if state == State.WITHDRAWN:
        return _("Taken back")
    if state == State.WAITING:
        return _("We are working on it")
    return state_words(state)


def service_words(slug: str) -> str:
    """The name of a service in the language of the page."""
    found = book().services.get(slug)
    return in_language(found.name, page_language()) if found else _("Something else")


def service_name(service: Service) -> str:
    return in_language(service.name, page_language())


def service_described(service: Service) -> str:
    return " ".join(in_language(service.description, page_language()).split())


def team_words(slug: str) -> str:
    """The name of a team in the language of the page."""
    found = book().teams.get(slug)
    return in_language(found.name, page_language()) if found else _("Front desk")


def fact_words(slug: str, name: str) -> str:
    """The question of a detail."""
    service = book().services.get(slug)
    found = next((each for each in service.facts if each.name == name), None) if service else None
    return in_language(found.question, page_language()) if found else name


def answer_words(slug: str, name: str, answer: str) -> str:
    """What was answered to it."""
    service = book().services.get(slug)
    found = next((each for each in service.facts if each.name == name), None) if service else None
    if found is None:
        return answer
    if found.kind == "yes-no":
        return {"yes": _("Yes"), "no": _("No")}.get(answer, answer)
    return in_language(found.choices[answer], page_language()) if answer in found.choices else answer


def by_when(due: datetime | None) -> str:
    """By when it should be dealt with; "" where no clock runs."""
    return say_date(timezone.localdate(due)) if due else ""


def on_day(day: date | None) -> str:
    return say_date(day) if day else ""


def street_or_place(case: PublicCase) -> str:
    """The street of a public report, else that it is close by."""
    return street_at(case.latitude, case.longitude) or _("close by")


def supporters_words(count: int) -> str:
    """How many more said that they see it too."""
    if not count:
        return ""
    words = ngettext("%(n)s other person told us about this", "%(n)s other people told us about this", count)
    return words % {"n": count}


def line_words(line: Any) -> str:
    """One line of a case's history, for whoever sent it."""
    moves = {
        "start": _("The team began to work on it"),
        "ask": _("We asked you something"),
        "hear": _("You wrote to us"),
        "plan": _("The work has a day"),
        "resolve": _("The team says that it is done"),
        "reopen": _("It was opened again"),
        "close": _("It was closed"),
        "hand on": _("It was passed to another organisation"),
        "withdraw": _("You took it back"),
        "merge": _("It was put together with another report about the same thing"),
        "part": _("It was parted again from another report"),
        "erase": _("It was erased"),
    }
    kinds = {
        "opened": _("We got your report"),
        "routed": _("It went to the team for this"),
        "decided": _("A person checked which team it should go to"),
        "replied": _("We wrote to you"),
        "noted": _("The team wrote a note"),
        "heard": _("You wrote to us"),
        "merged": moves["merge"],
        "parted": moves["part"],
        "sent-on": _("The organisation that we passed it to told us something"),
        "published": _("The team says in public what it is about"),
    }
    action = str((line.facts or {}).get("action", ""))
    return moves.get(action) or kinds.get(str(line.kind).partition("/")[0]) or _("Something changed")
