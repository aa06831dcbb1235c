"""Does the citation that is shown say what the source itself says?"""

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.guard.after.finding import Finding, no_source, stop

NAME = "citation"
SHOWN = ("title", "heading", "url", "link", "anchor", "checked_on")


def check_citation(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """Title, heading, address, link, anchor and date of the citation are the passage's own, letter for letter."""
    if passage is None:
        return no_source(NAME)
    wrong = [name for name in SHOWN if getattr(claim.source, name) != getattr(passage, name)]
    if wrong:
        return stop(NAME, f"The citation differs from its source in: {', '.join(wrong)}.", fields=wrong)
    return Finding(check=NAME)
