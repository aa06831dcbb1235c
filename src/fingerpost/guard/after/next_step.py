"""Does the page itself offer this next step?"""

from fingerpost.contract.claims import NextStep
from fingerpost.contract.passages import Passage
from fingerpost.guard.after.figures import figures_in
from fingerpost.guard.after.finding import Finding, no_source, stop
from fingerpost.guard.fixed_links import FIXED_LINKS

NAME = "next step"


def check_next_step(step: NextStep, passage: Passage | None) -> Finding:
    """A link is one that the page offers, or the page itself; a phone number stands in its words.

    Fixed words have no source: their link and phone number must stand in `FIXED_LINKS`.
    """
    if not step.source_id:
        return _check_fixed(step)
    if passage is None:
        return no_source(NAME)
    offered = {link.url for link in passage.next_steps} | {passage.url}
    if step.url and step.url not in offered:
        return stop(NAME, "The page does not offer this link.", url=step.url)
    if not figures_in(step.phone) <= figures_in(passage.text):
        return stop(NAME, "The phone number does not stand in the guidance.", phone=step.phone)
    return Finding(check=NAME)


def _check_fixed(step: NextStep) -> Finding:
    unknown = [each for each in (step.url, step.phone) if each and each not in FIXED_LINKS]
    if unknown:
        return stop(NAME, "This link or phone number is not among the fixed ones.", unknown=unknown)
    return Finding(check=NAME)
