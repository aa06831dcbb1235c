"""Does every quoted word stand in the source?"""

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.quoting import fold_whitespace, is_quoted
from fingerpost.guard.after.finding import Finding, no_source, stop

NAME = "quote"


def check_quote(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """The quote, each marked line and each shown line stand in the passage letter for letter, whitespace folded.

    Shown lines keep the kind and the block they had on the page: a heading cell must not turn into a sentence.
    """
    if passage is None:
        return no_source(NAME)
    if not is_quoted(claim.quote, passage.text):
        return stop(NAME, "The quote does not stand in the guidance.")
    if not all(is_quoted(line, passage.text) for line in claim.marked):
        return stop(NAME, "A marked line does not stand in the guidance.")
    if not _are_lines_of(claim, passage):
        return stop(NAME, "A line that is shown does not stand in the guidance.")
    return Finding(check=NAME)


def _are_lines_of(claim: Claim, passage: Passage) -> bool:
    own = [(str(line.kind), line.block, fold_whitespace(line.text)) for line in passage.lines]
    return all(
        any(str(kind) == k and block == b and is_quoted(text, t) for k, b, t in own)
        for kind, block, text in claim.lines
    )
