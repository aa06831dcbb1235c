"""Does the page itself offer this next step?"""

from collections.abc import Collection

from fingerpost.contract.claims import NextStep
from fingerpost.contract.passages import Passage
from fingerpost.guard.after.figures import figures_of
from fingerpost.guard.after.finding import Finding, no_source, stop
from fingerpost.guard.figures import figures_in
from fingerpost.guard.fixed_links import FIXED_LINKS

NAME = "next step"


def check_next_step(step: NextStep, passage: Passage | None, *, also_fixed: Collection[str] = ()) -> Finding:
    """A link is one that the page offers, or the page itself; a phone number and figures of the label stand in it.

    Fixed words have no source: their link and phone number stand in `FIXED_LINKS`, or in `also_fixed`, where the
    caller puts what the capability's card names. A step that leads nowhere is stopped.
    """
    if not (step.url or step.phone):
        return stop(NAME, "The next step leads nowhere.")
    if not step.source_id:
        return _check_fixed(step, also_fixed)
    if passage is None or passage.id != step.source_id:
        return no_source(NAME)
    return _check_offered(step, passage)


def _check_offered(step: NextStep, passage: Passage) -> Finding:
    known = figures_of(passage)
    if step.url and step.url not in {passage.url, *(link.url for link in passage.next_steps)}:
        return stop(NAME, "The page does not offer this link.", url=step.url)
    if step.phone and not (figures_in(step.phone) and figures_in(step.phone) <= known):
        return stop(NAME, "The phone number does not stand in the guidance.", phone=step.phone)
    if not figures_in(step.label) <= known:
        return stop(NAME, "A figure of the label does not stand in the guidance.")
    return Finding(check=NAME)


def _check_fixed(step: NextStep, also_fixed: Collection[str]) -> Finding:
    unknown = [each for each in (step.url, step.phone) if each and each not in FIXED_LINKS and each not in also_fixed]
    if unknown:
        return stop(NAME, "This link or phone number is not among the fixed ones.", unknown=unknown)
    return Finding(check=NAME)
