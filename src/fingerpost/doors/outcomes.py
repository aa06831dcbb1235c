"""What the codes of the record mean, in words for those who work here: outcomes, their reasons, routes and verdicts."""

import re

from django.utils.translation import gettext as _

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.run import Route, Verdict

_FAULT = re.compile(r"[A-Z]\w+\Z")  # the class of an error, which the road gives as its reason


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
        "calculation": _("Led on to be worked out by rules"),
        "no facts": _("No answers to work from"),
        "facts that do not fit": _("Answers that do not fit"),
        "nothing to look for": _("No scheme to look for"),
        "nothing missed": _("Nothing is missed"),
        "no reform": _("No reform to try"),
        "reform that does not fit": _("A reform that does not fit the rules"),
        "outside the dates": _("No figures for that day"),
        "too few or too many": _("Too few or too many households"),
        "changes something": _("The reform changes something"),
        "changes nothing": _("The reform changes nothing"),
        "not for guidance": _("No question for guidance"),
        "own account": _("About the person’s own account"),
        "advice": _("Asked for advice"),
        "opinion": _("Asked for an opinion"),
        "prediction": _("Asked what will be decided"),
        "wrong nation": _("Guidance for another nation only"),
        "nation": _("The nation was not known"),
        "waits for a person": _("Waits for a person"),
        "danger": _("Somebody may be in danger"),
        "language": _("A language that is not served"),
        "empty": _("No words in it"),
        "too long": _("Too long"),
        "conversation too long": _("A conversation that is too long"),
        "greeting": _("A greeting"),
        "thanks": _("Thanks"),
        "goodbye": _("A goodbye"),
        "about": _("Asked what this service is"),
        "complaint": _("A complaint"),
        "nothing borne out": _("No quote passed the checks"),
        "no words": _("There were no words to sort"),
        "not known": _("No service fitted well enough"),
        "switched off": _("The service was switched off"),
        "undeclared": _("A reason that its card does not declare"),
    }
    return told.get(code) or (_FAULT.match(code) and _("Fault: %(name)s") % {"name": code}) or code.capitalize()


def use_words(code: str) -> str:
    """What a question was that is none for guidance: a kind of `guard/before/other_uses.toml`."""
    told = {
        "orders to the machine": _("An order to the machine"),
        "parts to play": _("A part to play"),
        "texts to write": _("A text to write"),
        "other people": _("Something about other people"),
        "people as a kind": _("Something about a kind of people"),
        "harm": _("How to do harm"),
        "medical advice": _("Medical advice"),
    }
    return told.get(code) or code.capitalize()


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
