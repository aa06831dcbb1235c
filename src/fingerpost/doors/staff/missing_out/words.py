"""What the codes of a run mean, in the language of the page."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fingerpost.doors.rulebook import rules_in_force


def scheme_words(scheme: str) -> str:
    """Its name. A scheme that the rules no longer have is told by its code."""
    schemes = rules_in_force().schemes
    language = "cy" if (get_language() or "").startswith("cy") else "en"
    return schemes[scheme].title[language] if scheme in schemes else scheme


def confidence_words(confidence: str) -> str:
    return {"likely": _("Likely"), "may": _("Possible")}.get(confidence, confidence)


def published_words(shown: str) -> str:
    """A count as it may be published."""
    least, _space, number = shown.rpartition(" ")
    return _("fewer than %(count)s") % {"count": number} if least == "fewer than" else shown
