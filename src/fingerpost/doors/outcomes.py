"""What the codes of the record mean, in words for those who work here: outcomes, their reasons, routes and verdicts."""

from django.utils.translation import gettext as _

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.run import Route, Verdict


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
        "language": _("A language that is not served"),
        "size": _("Empty, or too long"),
        "nothing borne out": _("No quote passed the checks"),
        "switch": _("The service was switched off"),
        "switched off": _("The service was switched off"),
    }
    return told.get(code) or code.replace("_", " ").capitalize()


def route_words(code: str) -> str:
    """Where a run went."""
    told = {Route.DELIVER: _("To the reader"), Route.REVIEW: _("To a person"), Route.STOP: _("Stopped")}
    return told.get(Route(code), code) if code in set(Route) else code


def verdict_words(code: str) -> str:
    """What a step found."""
    told = {
        Verdict.PASS: _("Passed"),
        Verdict.STOP: _("Stopped"),
        Verdict.REVIEW: _("A person must look"),
        Verdict.UNSURE: _("Could not tell"),
    }
    return told.get(Verdict(code), code) if code in set(Verdict) else code


def door_words(code: str) -> str:
    """Where somebody came in."""
    told = {
        "citizen": _("Website"),
        "api": _("Program (API)"),
        "cli": _("Command line"),
        "embed": _("Another website"),
        "evaluate": _("Evaluation"),
        "bench": _("Timing"),
    }
    return told.get(code, code)
