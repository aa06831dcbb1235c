"""How likely it is that what was found answers the question: a number from 0 to 1, fitted on cases beforehand.

The plain cosine of the best passage was the best single sign of all that were tried; word overlap helps a little.
"""

from collections.abc import Sequence
from math import exp

from fingerpost.capabilities.answer.missing import share_of_words_found
from fingerpost.contract.ports import Hit

# Fitted by scripts/fit_answer_confidence.py on the tune half of the cases.
INTERCEPT = -4.6
PER_COSINE = 9.0
PER_LINE_COSINE = 2.0
PER_WORDS_FOUND = 2.2


def features_of(hits: Sequence[Hit], *, question: str) -> tuple[float, float, float]:
    """Best cosine, best line cosine of the first hit, and the share of the question's words that the first two hits
    contain."""
    best = max(hit.dense for hit in hits[:5])
    line = max(hits[0].lines, default=best)
    found = share_of_words_found(question, [hit.passage for hit in hits[:2]])
    return best, line, found


def confidence_in(hits: Sequence[Hit], *, question: str) -> float:
    """The chance, from 0 to 1, that the hits answer the question; 0 when there are none."""
    if not hits:
        return 0.0
    best, line, found = features_of(hits, question=question)
    score = INTERCEPT + PER_COSINE * best + PER_LINE_COSINE * line + PER_WORDS_FOUND * found
    return 1 / (1 + exp(-score))
