"""Naming another state that a question asks about, where its name is a common word: Ireland, and the US.

Ireland stands in "Northern Ireland", and "us" in every other question, so that neither can be told by its letters.
"""

import re
from collections.abc import Sequence

from fingerpost.capabilities.answer.missing.said import parts_said
from fingerpost.contract.passages import Passage

_STATES = (
    re.compile(r"\b(?<!northern )(?<!north of )(?:republic of |southern )?(?:ireland|irish)\b", re.IGNORECASE),
    re.compile(r"\b(?<=[Tt]he )US\b|\b(?<=\b[Aa] )US\b|\bUSA?\b(?= (?:visa|citizen|passport|green card))|\bUSA\b"),
)


def states_not_said(question: str, passages: Sequence[Passage]) -> list[str]:
    """The names of other states in the question, as typed, that no passage says."""
    texts = "\n".join(part for each in passages for part in parts_said(each))
    named = [(state, found) for state in _STATES if (found := state.search(question))]
    return [found.group().strip() for state, found in named if not state.search(texts)]
