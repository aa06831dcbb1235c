"""Words of the oversight pages: outcomes in four groups that a chart can show, steps, checks and purposes."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from fingerpost.contract.claims import OutcomeKind
from fingerpost.doors.outcomes import door_words, outcome_words, reason_words, route_words, use_words, verdict_words
from fingerpost.record.overseeing.openings import Purpose

__all__ = ["door_words", "outcome_words", "reason_words", "route_words", "use_words", "verdict_words"]

GROUPS: Mapping[str, tuple[OutcomeKind, ...]] = {
    "answered": (OutcomeKind.ANSWERED, OutcomeKind.PARTLY_ANSWERED),
    "asked": (OutcomeKind.NEEDS_DETAIL, OutcomeKind.HANDED_OVER),
    "declined": (OutcomeKind.CANNOT_ANSWER, OutcomeKind.STOPPED),
    "failed": (OutcomeKind.FAILED,),
}
"""Four are as many as colours can tell apart. The tables beside the charts have all seven."""

STEPS = ("switch", "size", "hidden characters", "personal data", "crisis", "language", "other uses", "nation")


_REFERENCE = re.compile(
    r"\bFP[\s-]*[0-9A-Z]{5}[\s-]*[0-9A-Z]{5}\b|\b(?=[A-Z-]*\d)[0-9A-Z]{5}-[0-9A-Z]{5}\b", re.IGNORECASE
)


def without_references(text: str) -> str:
    """What a colleague wrote, without the references in it: each opens a resident's words to whoever has it."""
    return _REFERENCE.sub(_("[a reference]"), text)


def group_words(group: str) -> str:
    return {
        "answered": _("Answered, in full or in part"),
        "asked": _("Asked back, or passed to a person"),
        "declined": _("Not answered"),
        "failed": _("Failed"),
    }[group]


def grouped(outcomes: Mapping[str, int]) -> dict[str, int]:
    """Counts by outcome as counts by group."""
    return {group: sum(outcomes.get(kind.value, 0) for kind in kinds) for group, kinds in GROUPS.items()}


def stage_words(stage: str) -> str:
    return {
        "guard": _("Looking at the question"),
        "capability": _("Finding the answer"),
        "check": _("Checking the answer"),
        "explain": _("Writing down the reasons"),
        "whole": _("All of them"),
    }[stage]


def step_words(name: str) -> str:
    """What a step of the road is called here."""
    told = {
        "switch": _("Switch"),
        "size": _("Length"),
        "hidden characters": _("Hidden characters"),
        "personal data": _("Personal details"),
        "crisis": _("Danger"),
        "language": _("Language"),
        "other uses": _("A question for guidance"),
        "nation": _("Nation"),
        "capability": _("Capability"),
        "check": _("Check"),
        "explain": _("Reasons"),
        "route": _("Route"),
    }
    return told.get(name) or name.replace("_", " ").capitalize()


def check_words(name: str) -> str:
    """What a claim was taken out for."""
    told = {
        "quote": _("The quote is not on the page"),
        "current": _("The page is not current"),
        "permitted": _("The page is not for this reader"),
        "nation": _("The page is for another nation"),
        "figures": _("A figure is not on the page"),
        "citation": _("The link is not the page’s own"),
        "language": _("The language of the page is not known"),
        "source": _("The page is gone"),
        "digest": _("The page has changed"),
        "rephrased": _("Its quotes do not bear it out"),
        "whole lines": _("It leaves out part of a line"),
        "wording": _("It is not in the words of the page"),
        "rules": _("The rules do not say it"),
    }
    return told.get(name) or name.replace("_", " ").capitalize()


def purpose_words(code: str) -> str:
    told = {
        Purpose.CHALLENGE: _("To answer a challenge"),
        Purpose.COMPLAINT: _("To look into a complaint"),
        Purpose.AUDIT: _("For an audit"),
        Purpose.FAULT: _("To find a fault"),
        Purpose.DATA_REQUEST: _("For a person’s request about their data"),
        Purpose.SAFETY: _("Because someone may be in danger"),
        Purpose.FEEDBACK: _("To read feedback and mend the guidance"),
    }
    return told.get(Purpose(code), code) if code in set(Purpose) else code.replace("-", " ").capitalize()
