"""Does the source exist?"""

from fingerpost.contract.claims import Claim, SourceKind
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.guard.after.finding import Finding, no_source, stop

NAME = "source"


def check_source(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """A claim cites a passage that stands in the database, by its own id. Other kinds of source are not known here."""
    if passage is None:
        return no_source(NAME)
    if claim.source.kind is not SourceKind.PASSAGE:
        return stop(NAME, "The claim does not cite a passage.", kind=str(claim.source.kind))
    if claim.source.id != passage.id:
        return stop(NAME, "The claim cites another passage than the one it was checked against.")
    return Finding(check=NAME)
