"""Why something was refused, in the language of the page: the sentences are written below the doors, in English."""

from django.utils.translation import gettext as _

from fingerpost.casework.faults import NotAllowed
from fingerpost.contract.errors import FingerpostError


def refusal_words(fault: FingerpostError) -> str:
    """The sentence of a fault, with its figures. Where the catalogue does not know it, it stays in English."""
    if isinstance(fault, NotAllowed) and fault.values:
        return _(fault.words) % fault.values
    return _(fault.public)
