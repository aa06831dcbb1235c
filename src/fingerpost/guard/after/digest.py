"""Is the source still what was read?"""

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.guard.after.finding import Finding, no_source, stop

NAME = "digest"


def check_digest(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """The digest that the claim names is the digest of the passage as it stands now. An empty digest never is."""
    if passage is None:
        return no_source(NAME)
    if not passage.digest or claim.source.digest != passage.digest:
        return stop(NAME, "The guidance changed between reading it and answering.")
    return Finding(check=NAME)
