"""May this person see the source?"""

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.guard.after.finding import Finding, no_source, stop

NAME = "permitted"


def check_permitted(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """Body, access level, audience and collection all let this person see it. Missing data means no."""
    if passage is None:
        return no_source(NAME)
    if not passage.is_permitted(context):
        return stop(NAME, "The person may not see this guidance.")
    return Finding(check=NAME)
