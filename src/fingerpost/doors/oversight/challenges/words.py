"""What the pages of challenges call things, for officers."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.casework.working_days import working_days_between
from fingerpost.doors.asking import installed
from fingerpost.doors.languages import language_name
from fingerpost.doors.outcomes import outcome_words, reason_words
from fingerpost.record.challenges.files import MEGABYTE
from fingerpost.record.challenges.matters import Decision, Kind, Way
from fingerpost.record.challenges.reading import OVERDUE, WAITING, Filed

__all__ = ["outcome_words", "reason_words"]  # for the templates, with those that stand here

Said = Callable[[], str]

KINDS: Mapping[Kind, Said] = {Kind.PERSON: lambda: _("Asks for a person"), Kind.WRONG: lambda: _("Says it is wrong")}
STATES: Mapping[str, Said] = {
    "waiting": lambda: _("Waits for an answer"),
    OVERDUE: lambda: _("Overdue"),
    "answered": lambda: _("Answered"),
    "erased": lambda: _("Erased"),
}
DECISIONS: Mapping[Decision, Said] = {
    Decision.UPHELD: lambda: _("Upheld: it was wrong"),
    Decision.PARTLY_UPHELD: lambda: _("Partly upheld: some of it was wrong"),
    Decision.NOT_UPHELD: lambda: _("Not upheld: it was right"),
    Decision.PERSON_ANSWERED: lambda: _("A person has answered: nothing to decide"),
}
WAYS: Mapping[Way, Said] = {
    Way.NONE: lambda: _("They come back to the page of their challenge"),
    Way.EMAIL: lambda: _("Email"),
    Way.PHONE: lambda: _("Phone"),
    Way.POST: lambda: _("Post"),
}


def kind_words(kind: Kind) -> str:
    return KINDS[kind]()


def state_words(state: str) -> str:
    return STATES[state]()


def decision_words(decision: Decision) -> str:
    return DECISIONS[decision]()


def way_words(way: Way) -> str:
    return WAYS[way]()


def capability_words(name: str) -> str:
    """The title on its card; the name itself where it is no longer installed."""
    found = next((each for each in installed().values() if each.name == name), None)
    return _(found.card.title) if found else name


def language_words(code: str) -> str:
    return language_name(code) or code


def clock_words(case: Filed, today: date) -> str:
    """How many working days are left of one that waits; "" for any other."""
    if case.state != WAITING:
        return ""
    left = working_days_between(today, case.due_on, nation=case.nation)
    if case.due_on < today:
        late = max(1, -left)
        return ngettext("%(n)s working day late", "%(n)s working days late", late) % {"n": late}
    if left == 0:
        return _("Due today")
    return ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}


def is_late(case: Filed, today: date) -> bool:
    return case.state == WAITING and case.due_on < today


def time_words(seconds: float) -> str:
    """How long an officer had it: "35 minutes", "2.5 hours"."""
    minutes = max(1, round(seconds / 60))
    if minutes < 100:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("%(n)s hours") % {"n": f"{minutes / 60:.1f}"}


def size_words(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, round(size / 1024))} KB"
