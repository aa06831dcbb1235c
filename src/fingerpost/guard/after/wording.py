"""Is what is said the guidance's own words?"""

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.run import Verdict
from fingerpost.guard.after.finding import Finding, no_source, stop
from fingerpost.guard.after.whole_lines import find_whole_lines

NAME = "wording"


def check_wording(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """Whole lines of the passage pass. Reworded text is unsure: no check here can say that it means the same."""
    if passage is None:
        return no_source(NAME)
    if not claim.text.strip():
        return stop(NAME, "The claim says nothing.")
    if not find_whole_lines(claim.text, passage):
        reason = "The claim is reworded, and nothing here can tell whether it still means the same."
        return Finding(check=NAME, verdict=Verdict.UNSURE, reason=reason)
    return Finding(check=NAME)
