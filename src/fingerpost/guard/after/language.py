"""Is the source in a language that is served?"""

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.guard.after.finding import Finding, no_source, stop
from fingerpost.guard.languages import SERVED

NAME = "language"


def check_language_known(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """The passage names a language that is served, and the claim names the same, so that a page can mark it."""
    if passage is None:
        return no_source(NAME)
    if passage.language not in SERVED:
        return stop(NAME, "The language of the guidance is not known.", language=passage.language)
    if claim.source.language != passage.language:
        return stop(NAME, "The claim names another language than the guidance is in.")
    return Finding(check=NAME)
