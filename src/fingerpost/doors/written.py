"""Who wrote an answer, in plain words: quoted word for word, or by a language model and checked, and why it is so."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.contract.quoting import fold_whitespace

WELSH = "cy"

_WHY = {
    WhyNoModel.NOT_CHOSEN: lambda: _("No language model is in use here."),
    WhyNoModel.SWITCHED_OFF: lambda: _("The language model is switched off."),
    WhyNoModel.OVER_BUDGET: lambda: _("The budget of the language model for today is used up."),
    WhyNoModel.RESTING: lambda: _("The language model had faults, so it is being left alone for a while."),
    WhyNoModel.UNREACHABLE: lambda: _("The language model could not be reached."),
    WhyNoModel.BUSY: lambda: _("The language model was too busy."),
    WhyNoModel.FAILED: lambda: _("The language model failed."),
    WhyNoModel.SLOW: lambda: _("The language model took too long."),
    WhyNoModel.REFUSED: lambda: _("The supplier of the language model refused to answer."),
    WhyNoModel.WRONG_MODEL: lambda: _("Another language model answered than the one we chose."),
    WhyNoModel.TOO_LARGE: lambda: _("The text was too long for the language model, or what it sent was too long."),
    WhyNoModel.UNREADABLE: lambda: _("What the language model sent could not be read."),
    WhyNoModel.NOTHING_BORNE_OUT: lambda: _("The guidance bore out nothing that the language model wrote."),
}


def who_wrote(reply: Mapping[str, Any]) -> list[str]:
    """One sentence that says which kind of answer it is, and one that says why, where a model did not write all of it.

    In the language that is active. None for a reply without a claim.
    """
    if all(is_reckoned(claim) for claim in reply["claims"]) and reply["claims"]:
        return [_("Worked out by written rules from the answers given. No language model had a part in it.")]
    written = reply.get("written") or {}  # a run recorded before there were any models has none
    by, why = written.get("by", ""), written.get("why_quoted", "")
    if not reply["claims"]:
        return []
    if by and why:
        kind = _(
            "A computer wrote part of this, from the guidance shown with each sentence. The rest is quoted word for "
            "word. The language model was “%(name)s”."
        ) % {"name": by}
    elif by:
        kind = _(
            "A computer wrote this from the guidance shown with each sentence, and each was checked against it. The "
            "language model was “%(name)s”."
        ) % {"name": by}
    elif reply["language"] == WELSH:
        kind = _("Quoted word for word from the guidance. No computer writes answers in Welsh here.")
    else:
        kind = _("Quoted word for word from the guidance.")
    return [kind, *([_WHY[WhyNoModel(why)]()] if why in set(WhyNoModel) else [])]


def is_rephrased(claim: Mapping[str, Any]) -> bool:
    """Does the claim say in other words what its quotes say?"""
    if is_reckoned(claim):
        return False
    said = str(claim.get("text") or claim["quote"])
    return bool(claim.get("beside")) or fold_whitespace(said) != fold_whitespace(str(claim["quote"]))


def is_reckoned(claim: Mapping[str, Any]) -> bool:
    """Does the claim rest on rules, in the words of their file?"""
    return bool(claim.get("reckoned"))


def quotes_of(claim: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The quotes that a claim rests on, each with its source: usually one."""
    return [claim, *claim.get("beside", ())]
