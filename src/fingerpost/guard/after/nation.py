"""Is the source for the person's nation, and does the claim name the nations of the source?"""

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.guard.after.finding import Finding, no_source, stop

NAME = "nation"


def check_nation(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """Guidance without a nation is for nobody: a missing value never counts as "everywhere"."""
    if passage is None:
        return no_source(NAME)
    if not passage.nations:
        return stop(NAME, "The guidance does not say which nation it is for.")
    if claim.source.nations != passage.nations:
        return stop(NAME, "The claim names other nations than the guidance does.")
    if not passage.is_for_nation(context):
        return stop(NAME, "The guidance is for another nation.", nation=str(context.nation))
    return Finding(check=NAME)
