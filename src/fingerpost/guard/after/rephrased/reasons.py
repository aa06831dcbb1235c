"""Why a text could not be read off its quotes, in words for an auditor.

What the text says may hold a person's own words, so a finding names only words that bind, and counts the rest.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from fingerpost.guard.after.finding import Finding, stop
from fingerpost.guard.after.rephrased.facts import Fact
from fingerpost.guard.after.rephrased.lists import JOINERS
from fingerpost.guard.after.rephrased.vocabulary import FREE, OPERATORS

_UNSAID = OPERATORS - {"and", "or", "from", "by", "so"}


def explain(name: str, text: Sequence[str], facts: Sequence[Fact]) -> Finding:
    """A finding with the first reason that holds, and what was missing on either side."""
    quoted = [word for fact in facts for word in fact.words if word not in JOINERS]
    put_in, left_out = Counter(text) - Counter(quoted), Counter(quoted) - Counter(text)
    strange = [word for word in put_in if word not in FREE and word not in quoted]
    figures = [word for word in strange if any(char.isdigit() for char in word)]
    binding = {"put in": _binding(put_in), "left out": _binding(left_out)}
    if figures:
        reason = "A figure of the claim does not stand in the lines that it quotes."
    elif binding["put in"] or binding["left out"]:
        reason = "A condition, bound, duty or denial is not the same in the claim as in the lines that it quotes."
    elif strange:
        reason = "The claim holds words that do not stand in the lines that it quotes."
    else:
        reason = "The words of the claim are ordered or joined in a way that could mean something else."
    counted = {"figures": len(figures), "words": len(strange)}
    return stop(name, reason, **{key: value for key, value in (*binding.items(), *counted.items()) if value})


def _binding(words: Iterable[str]) -> list[str]:
    return sorted(set(words) & _UNSAID)
