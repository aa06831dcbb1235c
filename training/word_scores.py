"""BM25 of training questions and sections, in the units of the cosine that it is added to."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from fingerpost.engines.search.bm25 import K1, B
from fingerpost.engines.search.fusion import DEFAULT
from fingerpost.engines.search.words import question_words, split_words, write_out_numbers
from training.examples import Key, Section

SPREAD_OF_COSINES = 0.11
"""The standard deviation of the untrained model's cosines over a pool of candidates: what one z-score is worth."""


class WordScores:
    """BM25 over all sections of the training set, as `engines.search.fusion` weighs it beside the cosine."""

    def __init__(self, sections: Mapping[Key, Section]) -> None:
        self._place = {key: at for at, key in enumerate(sections)}
        counts = [
            Counter(split_words(write_out_numbers(" ".join([each.head, each.head, *each.lines]))))
            for each in sections.values()
        ]
        lengths = np.array([sum(each.values()) for each in counts], dtype=np.float32)
        self._norms = K1 * (1 - B + B * lengths / lengths.mean())
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for at, each in enumerate(counts):
            for word, count in each.items():
                self._postings.setdefault(word, []).append((at, count))

    def share(self, texts: Sequence[str], keys: Sequence[Key]) -> Tensor:
        """What words add to each cosine, shape (texts, keys); nought at the mean of the best ones."""
        places = [self._place[key] for key in keys]
        return torch.from_numpy(np.stack([self._share(text)[places] for text in texts]).astype(np.float32))

    def _share(self, text: str) -> np.ndarray:
        words = question_words(text)
        scores = np.zeros(len(self._norms), dtype=np.float32)
        for word in words:
            held = self._postings.get(word)
            if held:
                places, found = np.array(held).T
                rare = math.log(1 + (len(scores) - len(held) + 0.5) / (len(held) + 0.5))
                scores[places] += rare * found * (K1 + 1) / (found + self._norms[places])
        pool = np.sort(scores)[-2 * DEFAULT.pool :]
        return (
            DEFAULT.lexical_weight(len(words))
            * (scores - pool.mean())
            / max(float(pool.std()), 1e-6)
            * SPREAD_OF_COSINES
        )
