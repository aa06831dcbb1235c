"""What the codes of a finding mean, in words for staff."""

from django.utils.translation import gettext as _

from fingerpost.doors.outcomes import outcome_words
from fingerpost.record.repair.affected import Why
from fingerpost.record.repair.comparing import What
from fingerpost.record.repair.findings import Hindrance
from fingerpost.record.repair.models import Finding

__all__ = ["outcome_words"]  # templates find every word of these pages here


def what_words(code: str) -> str:
    """In which way an answer differs, or why nobody knows."""
    told: dict[str, str] = {
        What.KIND: _("It ends otherwise"),
        What.WORDS: _("It quotes other words"),
        What.SOURCES: _("It quotes other pages"),
        Hindrance.OFF: _("Not known: the service was switched off"),
        Hindrance.FAILED: _("Not known: asking again failed"),
        Hindrance.NO_MODEL: _("Not known: the language model did not write"),
    }
    return told.get(code, code)


def why_words(code: str) -> str:
    """What became of a page that was quoted."""
    told = {
        Why.CHANGED: _("The words changed"),
        Why.GONE: _("It was taken away"),
        Why.OUT_OF_FORCE: _("It is not in force now"),
    }
    return told.get(Why(code), code)


def state_words(code: str) -> str:
    told = {
        Finding.State.OPEN: _("To look at"),
        Finding.State.DEALT: _("Dealt with"),
        Finding.State.OVER: _("No longer so"),
        Finding.State.STUCK: _("Could not be asked again"),
    }
    return told.get(Finding.State(code), code)
