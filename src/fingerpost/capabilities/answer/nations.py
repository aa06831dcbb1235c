"""Asking for the nation when the answer differs by nation, instead of guessing."""

import re
from collections.abc import Sequence

from fingerpost.contract.claims import Ask
from fingerpost.contract.context import Context, Nation
from fingerpost.contract.ports import Hit

LOOKED_AT = 10  # hits: sibling pages this far down count
NAMES = {
    "cy": {
        Nation.ENGLAND: "Lloegr",
        Nation.SCOTLAND: "Yr Alban",
        Nation.WALES: "Cymru",
        Nation.NORTHERN_IRELAND: "Gogledd Iwerddon",
    },
}

_NAMES = {
    Nation.ENGLAND: re.compile(r"\b(england|english|lloegr)\b", re.IGNORECASE),
    Nation.SCOTLAND: re.compile(r"\b(scotland|scott?ish|alban)\b", re.IGNORECASE),
    Nation.WALES: re.compile(r"\b(wales|welsh|cymru|gymru|nghymru)\b", re.IGNORECASE),
    Nation.NORTHERN_IRELAND: re.compile(r"\b(northern ireland|n\.? ?i\.?|gogledd iwerddon)\b", re.IGNORECASE),
}


def nations_compared(question: str, *, context: Context) -> tuple[Nation, ...]:
    """The nations that it names, where it names several: then the answer is the page of each, side by side, and not a
    question back. None where the run is for one nation, whose guidance alone may be shown."""
    named = tuple(nation for nation, name in _NAMES.items() if name.search(question))
    return named if len(named) > 1 and context.nation is None else ()


def leave_out_others(text: str, nation: Nation) -> str:
    """The text without the names of the other nations, so that what its pages say of them does not come first."""
    for other, name in _NAMES.items():
        if other is not nation:
            text = name.sub(" ", text)
    return " ".join(text.split())


def nations_that_differ(hits: Sequence[Hit], *, context: Context) -> list[Nation]:
    """The nations whose pages answer the question differently, when the person has not said where they live.

    Sibling pages carry the same subject; the question is only asked when the best hit is one of them. Empty when
    there is nothing to ask.
    """
    if context.nation is not None or not hits or not hits[0].passage.subject:
        return []
    best = hits[0].passage
    siblings = [hit.passage for hit in hits[:LOOKED_AT] if hit.passage.subject == best.subject]
    if all(each.nations == best.nations for each in siblings):
        return []
    covered = frozenset().union(*(each.nations for each in siblings))
    return [nation for nation in Nation if nation in covered]


def ask_for_nation(nations: Sequence[Nation], *, question: str, language: str) -> Ask:
    """The question back, with one choice a nation, by its name in that language."""
    names = NAMES.get(language, {})
    choices = tuple((each.value, names.get(each, each.title)) for each in nations)
    return Ask(field="nation", question=question, choices=choices)
