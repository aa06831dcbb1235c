"""Does every figure and name of a claim stand in its source?

Numbers, money, dates, times, percentages, phone numbers, e-mails, links, and names of nations, places and bodies.
"""

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.quoting import fold_whitespace
from fingerpost.guard.after.finding import Finding, no_source, stop
from fingerpost.guard.after.whole_lines import find_whole_lines
from fingerpost.guard.figures import figures_in, missing_names
from fingerpost.guard.places import nations_named

NAME = "figures"


def check_figures(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """Each figure stands in the passage as a whole, with its unit: 15 is not in 150, and 1.5 is not 15.

    The passage's title, headings and next steps count as part of it. Names must stand letter for letter.
    """
    if passage is None:
        return no_source(NAME)
    if find_whole_lines(claim.text, passage):
        return Finding(check=NAME)
    sources = sources_of(passage)
    missing = sorted(figures_in(fold_whitespace(claim.text)) - figures_of(passage))
    missing += missing_names(claim.text, "\n".join(sources))
    known = set(nations_named("\n".join(sources))) | passage.nations
    missing += [nation.title for nation in nations_named(claim.text) if nation not in known]
    if missing:
        return stop(NAME, "A figure or name of the claim does not stand in the guidance.", missing=missing)
    return Finding(check=NAME)


def sources_of(passage: Passage) -> tuple[str, ...]:
    """Every text of a passage that a figure may come from."""
    steps = (text for step in passage.next_steps for text in (step.label, step.url))
    nations = (nation.title for nation in passage.nations)
    lines = (line.text for line in passage.lines)
    return (passage.title, *passage.heading_path, *lines, fold_whitespace(passage.text), passage.url, *steps, *nations)


def figures_of(passage: Passage) -> frozenset[str]:
    """The figures of a passage, line by line and as they read in one."""
    return frozenset().union(*(figures_in(text) for text in sources_of(passage)))
