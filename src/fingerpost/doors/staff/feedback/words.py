"""What the codes of the record mean, in words for staff."""

from django.utils.translation import gettext as _

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.context import Nation
from fingerpost.doors import topics
from fingerpost.doors.languages import language_name
from fingerpost.doors.nations import nation_name
from fingerpost.record.feedback import NO_TOPIC, Problem, Useful


def useful_words(code: str) -> str:
    return {Useful.YES: _("Yes"), Useful.PARTLY: _("Partly"), Useful.NO: _("No")}.get(Useful(code), code)


def problem_words(code: str) -> str:
    """What went wrong; "" where nobody said."""
    told = {
        Problem.WRONG: _("Wrong"),
        Problem.NOT_MY_QUESTION: _("Not about the question"),
        Problem.HARD_TO_UNDERSTAND: _("Hard to understand"),
        Problem.OUT_OF_DATE: _("Out of date"),
        Problem.SOMETHING_MISSING: _("Something missing"),
    }
    return told.get(Problem(code), code) if code else ""


def outcome_words(code: str) -> str:
    told = {
        OutcomeKind.ANSWERED: _("Answered"),
        OutcomeKind.PARTLY_ANSWERED: _("Partly answered"),
        OutcomeKind.NEEDS_DETAIL: _("Asked for one more detail"),
        OutcomeKind.CANNOT_ANSWER: _("No answer"),
        OutcomeKind.HANDED_OVER: _("Handed over to a person"),
        OutcomeKind.STOPPED: _("Not taken"),
        OutcomeKind.FAILED: _("Failed"),
    }
    return told.get(OutcomeKind(code), code) if code in set(OutcomeKind) else code


def reason_words(code: str) -> str:
    """Why an outcome is what it is. The code itself where a capability of the body's own has given it."""
    told = {
        "": _("No reason given"),
        "off topic": _("No guidance about it"),
        "own account": _("About the person’s own account"),
        "advice": _("Asked for advice"),
        "opinion": _("Asked for an opinion"),
        "prediction": _("Asked what will be decided"),
        "wrong nation": _("Guidance for another nation only"),
        "nation": _("The nation was not known"),
        "waits for a person": _("Waits for a person"),
        "crisis": _("Somebody may be in danger"),
        "switch": _("The service was switched off"),
        "switched off": _("The service was switched off"),
    }
    return told.get(code) or code.replace("_", " ").capitalize()


def topic_words(code: str) -> str:
    return _("No topic") if code == NO_TOPIC else topics.topic_words(code)


def nation_words(code: str) -> str:
    return nation_name(code) if code in set(Nation) else ""


def language_words(code: str) -> str:
    return language_name(code) or code
