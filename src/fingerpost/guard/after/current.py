"""Is the source in force on the day of the run?"""

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.guard.after.finding import Finding, no_source, stop

NAME = "current"


def check_current(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """The day of the run lies between the first and the last day of the guidance, both included."""
    if passage is None:
        return no_source(NAME)
    if not passage.is_current(context):
        return stop(NAME, "The guidance is not in force today.", on=context.on.isoformat())
    return Finding(check=NAME)
