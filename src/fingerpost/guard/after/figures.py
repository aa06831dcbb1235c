"""Does every figure of a claim stand in its source? Numbers, money, dates, times, phones, e-mails and links."""

import re

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.guard.after.finding import Finding, no_source, stop

NAME = "figures"
_FIGURE = re.compile(r"\S*\d\S*|\S+@\S+|https?://\S+|www\.\S+")


def check_figures(claim: Claim, passage: Passage | None, context: Context) -> Finding:
    """Each figure of the claim stands in the passage as a whole: 15 is not in 150, and 1.5 is not 15."""
    if passage is None:
        return no_source(NAME)
    missing = sorted(figures_in(claim.text) - figures_in(passage.text))
    if missing:
        return stop(NAME, "A figure of the claim does not stand in the guidance.", missing=missing)
    return Finding(check=NAME)


def figures_in(text: str) -> set[str]:
    """The figures of a text."""
    return {word.strip(".,;:!?()[]").replace(",", "") for word in _FIGURE.findall(text)}
