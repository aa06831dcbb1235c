"""BM25 as tantivy has it (k1 = 1.2, b = 0.75), for the indexes that have no tantivy of their own.

Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

K1 = 1.2
B = 0.75


@dataclass(frozen=True, kw_only=True)
class CollectionFigures:
    """`passages` in all, their `mean_length` in words, and in how many each word stands."""

    passages: int
    mean_length: float
    passages_with: Mapping[str, int]


def score_words(
    weights: Mapping[str, float], *, counts: Mapping[str, int], length: int, figures: CollectionFigures
) -> float:
    """The BM25 score of one passage of `length` words, with `counts` of each; 0 where no word matches.

    `weights` gives the words looked for and what each counts, 1 for a word as typed.
    """
    norm = K1 * (1 - B + B * length / max(figures.mean_length, 1e-9))
    return sum(
        weight * rarity(word, figures=figures) * counts[word] * (K1 + 1) / (counts[word] + norm)
        for word, weight in weights.items()
        if counts.get(word)
    )


def rarity(word: str, *, figures: CollectionFigures) -> float:
    """The inverse document frequency of a word: higher the fewer passages have it."""
    found = figures.passages_with.get(word, 0)
    return math.log(1 + (figures.passages - found + 0.5) / (found + 0.5))
