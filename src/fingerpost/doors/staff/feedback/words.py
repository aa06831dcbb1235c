"""What the codes of the record mean, in words for staff."""

from django.utils.translation import gettext as _

from fingerpost.contract.context import Nation
from fingerpost.doors import topics
from fingerpost.doors.languages import language_name
from fingerpost.doors.nations import nation_name
from fingerpost.doors.outcomes import outcome_words, reason_words
from fingerpost.record.feedback.keeping import NO_TOPIC, Problem, Useful

__all__ = ["outcome_words", "reason_words"]  # templates find every word of the feedback pages here


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


def topic_words(code: str) -> str:
    return _("No topic") if code == NO_TOPIC else topics.topic_words(code)


def nation_words(code: str) -> str:
    return nation_name(code) if code in set(Nation) else ""


def language_words(code: str) -> str:
    return language_name(code) or code
