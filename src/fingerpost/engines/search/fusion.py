"""One score from two: the z-score of the dense score plus a share of the z-score of the lexical one.

Both methods score every candidate of the pool, which is the best of each, so that nothing is lost for being found by
one of them only. Reciprocal rank fusion lost to this in every trial. How it was tuned, on what, and what was not
tuned stands in engines/README.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

SAME = 1e-6
"""Scores that spread less than this say nothing."""


@dataclass(frozen=True, kw_only=True)
class Fusion:
    """`pool` is how many candidates each method puts forward.

    Beside a dense 1, BM25 weighs `lexical_share` divided by the number of different words in the question, but never
    less than `least` nor more than `most`: in a short question each word is meant, in a long account of someone's
    situation most are not. `own_language` is added, in standard deviations, for a passage in the reader's own language
    where that is not English, as the dense model knows English only.

    Where questions that people ask of a passage are known, the closest of them counts `asked_share` beside the passage
    itself, if it is closer, and BM25 weighs up to `most_asked`, as it reads those questions too. To each candidate goes
    `page_share` of the mean of the two best of its page: a page that is right mostly shows it in more than one place.
    """

    pool: int = 100
    lexical_share: float = 10.0
    least: float = 0.2
    most: float = 0.7
    most_asked: float = 1.0
    own_language: float = 0.5
    asked_share: float = 0.7
    page_share: float = 1.0

    def lexical_weight(self, words: int, *, asked: bool = False) -> float:
        """BM25's weight for a question of so many different words; `asked` where questions of people are known."""
        most = self.most_asked if asked else self.most
        return min(most, max(self.least, self.lexical_share / max(words, 1)))


DEFAULT = Fusion()


def fuse(
    *,
    dense: Scores | None,
    lexical: Scores,
    words: int,
    asked: Scores | None = None,
    pages: Places | None = None,
    own_language: Flags | None = None,
    by: Fusion = DEFAULT,
) -> Scores:
    """The fused score of each candidate. `dense` None means that there is no model: the lexical score decides.

    `words` counts the different words of the question. `asked` is the cosine with the closest question that people are
    known to ask of each candidate, below -1 where none is known; `pages` gives candidates of one page the same number.
    `own_language` says which candidates are in the reader's language; None where every reader reads them alike.
    """
    fused = standardise(lexical)
    if dense is not None:
        weight = by.lexical_weight(words, asked=asked is not None and bool((asked >= -1).any()))
        fused = standardise(lift_by_asked(dense, asked, share=by.asked_share)) + np.float32(weight) * fused
    if own_language is not None:
        fused = fused + np.float32(by.own_language) * own_language.astype(np.float32)
    return fused if pages is None else lift_by_page(fused, pages, share=by.page_share)


def lift_by_asked(dense: Scores, asked: Scores | None, *, share: float) -> Scores:
    """Each cosine, or where it is higher the mean of it and that of the closest known question, weighted by `share`."""
    if asked is None:
        return dense
    return np.maximum(dense, (1 - np.float32(share)) * dense + np.float32(share) * asked)


def lift_by_page(fused: Scores, pages: Places, *, share: float) -> Scores:
    """Each score with `share` of the mean of the two best of its page added."""
    order = np.lexsort((-fused, pages))
    _, starts, counts = np.unique(pages[order], return_index=True, return_counts=True)
    best = fused[order[starts]]
    second = np.where(counts > 1, fused[order[np.minimum(starts + 1, len(order) - 1)]], best)
    numbers = np.searchsorted(np.unique(pages), pages)
    return (fused + np.float32(share) * ((best + second) / 2)[numbers]).astype(np.float32)


def standardise(scores: Scores) -> Scores:
    """How many standard deviations each score lies above the mean; zeros where all are the same."""
    if not scores.size:
        return scores
    spread = float(scores.std())
    if spread < SAME:
        return np.zeros_like(scores)
    lifted: Scores = ((scores - scores.mean()) / spread).astype(np.float32)
    return lifted


def best_of(scores: Scores, *, limit: int) -> Places:
    """The places of the `limit` highest scores, best first; equal scores in the order they stand."""
    if limit < scores.size:
        worst = np.partition(scores, scores.size - limit)[scores.size - limit]
        chosen = np.flatnonzero(scores >= worst)
    else:
        chosen = np.arange(scores.size)
    order: Places = chosen[np.argsort(-scores[chosen], kind="stable")][:limit]
    return order


def merge_pools(*pools: Places) -> Places:
    """All candidates of all pools, each once, in the order of the collection."""
    return np.unique(np.concatenate(pools)) if pools else np.zeros(0, dtype=np.intp)
