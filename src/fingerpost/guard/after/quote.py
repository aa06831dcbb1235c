"""Does every quoted word stand in the source, and is no line of it cut?"""

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Line, Passage
from fingerpost.contract.quoting import fold_whitespace, is_quoted
from fingerpost.guard.after.finding import Finding, no_source, stop
from fingerpost.guard.after.whole_lines import find_whole_lines

NAME = "quote"


def check_quote(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """The quote is one or more whole lines of the passage, letter for letter once whitespace is folded.

    Each marked line is one of them, and each shown line too, with the kind and the block it has on the page: the head
    of a table must not turn into a sentence.
    """
    if passage is None:
        return no_source(NAME)
    if not is_quoted(claim.quote, passage.text):
        return stop(NAME, "The quote does not stand in the guidance.")
    quoted = find_whole_lines(claim.quote, passage)
    if not quoted:
        return stop(NAME, "The quote is cut out of a line, which can turn its meaning.")
    if not {fold_whitespace(line) for line in claim.marked} <= {fold_whitespace(line.text) for line in quoted}:
        return stop(NAME, "A marked line is not one of the lines that are quoted.")
    if not _shown_in(claim) <= {_as_shown(line) for line in quoted}:
        return stop(NAME, "A line that is shown does not stand so in the guidance.")
    return Finding(check=NAME)


def _shown_in(claim: Claim) -> set[tuple[str, int, str]]:
    return {(str(kind), block, fold_whitespace(text)) for kind, block, text in claim.lines}


def _as_shown(line: Line) -> tuple[str, int, str]:
    return str(line.kind), line.block, fold_whitespace(line.text)
