"""Fits what tells signs of danger and risk from texts that only sound like one, and chooses the threshold.

    PYTHONPATH=. python scripts/fit_signs.py [--write]

Learned from: training/data/triage, the sentences of signs/examples.txt, the cases whose split is "tune", and the texts
by service in which nothing is amiss. A support vector machine over the vectors of each text and of its sentences: of a
text that holds a sign the part that speaks for it most, found in two rounds; of a harmless one, every part. The
threshold lets MOST_ALARMS of the ordinary cases whose split is "check" through, those that the patterns see among them:
neither the machine nor the encoder learned from these. What is held out is never read.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize
from sklearn.svm import SVC
from training.reports import NONE, read_calm, read_texts

from fingerpost.capabilities.triage.signs.examples import FILE, OF_WORDING, read_parts
from fingerpost.capabilities.triage.signs.patterns import find_signs
from fingerpost.capabilities.triage.signs.wording import Features, Wording, pieces_of, split, words_of
from fingerpost.capabilities.triage.urgency import needs_attention
from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, MiniLM

MOST_ALARMS = 0.02
ROUNDS = 2
PENALTY, SHARPNESS = 3.0, 1.0
WORDING_PENALTY = 10.0
Matrix = NDArray[np.float32]


class Reader:
    """The parts of a text as vectors, each text read once."""

    def __init__(self) -> None:
        self.model = MiniLM(threads=2, pinned=REPORT_WEIGHTS)
        self._held: dict[str, Matrix] = {}

    def read(self, text: str) -> Matrix:
        if text not in self._held:
            self._held[text] = np.stack([part.vector for part in read_parts(text, embedder=self.model)])
        return self._held[text]


def fit(signs: Sequence[Matrix], harmless: Sequence[Matrix]) -> tuple[SVC, Matrix, list[int]]:
    """The machine, what it was fitted on, and which part of each sign that was."""
    chosen, none = [0] * len(signs), np.vstack(harmless)
    for _ in range(ROUNDS):
        seen = np.vstack([np.stack([each[at] for each, at in zip(signs, chosen, strict=True)]), none])
        is_sign = np.r_[np.ones(len(signs)), np.zeros(len(none))]
        model = SVC(C=PENALTY, gamma=SHARPNESS, class_weight="balanced", cache_size=1000).fit(seen, is_sign)
        last, chosen = chosen, [int(model.decision_function(each).argmax()) for each in signs]
    return model, seen, last


def fit_wording(texts: Sequence[str], is_sign: Sequence[bool]) -> Wording:
    """A logistic regression over words, pairs and pieces that stand in more than one or two of the texts."""
    cut = [split(text) for text in texts]
    blocks = [_weigh([words_of(each) for each in cut], least=2), _weigh([pieces_of(each) for each in cut], least=3)]
    model = LogisticRegression(C=WORDING_PENALTY, max_iter=300, class_weight="balanced")
    model.fit(sparse.hstack([table for table, _, _ in blocks]).tocsr(), is_sign)
    first = len(blocks[0][1])
    parts = (model.coef_[0][:first], model.coef_[0][first:])
    words, pieces = (
        Features(ids=ids, rarity=rarity, weights=weights.astype(np.float32))
        for (_, ids, rarity), weights in zip(blocks, parts, strict=True)
    )
    return Wording(words=words, pieces=pieces, bias=float(model.intercept_[0]))


def _weigh(
    counted: "Sequence[Counter[int]]", *, least: int
) -> tuple["sparse.csr_matrix", NDArray[np.uint32], NDArray[np.float32]]:
    """Each text as a row of length 1, the features that stand in so many texts, and how rare they are."""
    seen = Counter(key for each in counted for key in each)
    ids = np.array(sorted(key for key, count in seen.items() if count >= least), dtype=np.uint32)
    place = {int(key): at for at, key in enumerate(ids)}
    rarity = np.array([np.log((1 + len(counted)) / (1 + seen[int(key)])) + 1 for key in ids], dtype=np.float32)
    rows = [
        (at, place[key], 1 + np.log(n)) for at, each in enumerate(counted) for key, n in each.items() if key in place
    ]
    texts, columns, shares = (np.array(each) for each in zip(*rows, strict=True))
    table = sparse.csr_matrix((shares * rarity[columns], (texts, columns)), shape=(len(counted), len(ids)))
    return normalize(table), ids, rarity


def choose(score: Callable[[str], float], calm: Sequence[str]) -> float:
    """The threshold that lets through MOST_ALARMS of these texts, in which nothing is amiss."""
    room = int(MOST_ALARMS * len(calm)) - sum(needs_attention(find_signs(text)) for text in calm)
    scores = sorted((score(text) for text in calm if not needs_attention(find_signs(text))), reverse=True)
    print(f"of {len(calm)} ordinary cases the patterns leave room for {room} alarms more")
    return scores[max(room, 0)] + 1e-3


def _arrays(name: str, features: Features) -> dict[str, Any]:
    return {
        f"{name}_ids": features.ids,
        f"{name}_rarity": features.rarity.astype(np.float16),
        f"{name}_weights": features.weights.astype(np.float16),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    reader, texts = Reader(), [each for each in read_texts() if each.sign]
    signs, harmless = [each for each in texts if each.sign != NONE], [each for each in texts if each.sign == NONE]
    print(f"{len(signs)} signs, {len(harmless)} harmless")
    model, seen, _ = fit([reader.read(each.text) for each in signs], [reader.read(each.text) for each in harmless])
    wording = fit_wording(
        [each.text for each in (*signs, *harmless)], [each.sign != NONE for each in (*signs, *harmless)]
    )

    def score(text: str) -> float:
        return float(model.decision_function(reader.read(text)).max()) + OF_WORDING * wording.score(text)

    threshold = choose(score, read_calm())
    codes = [each.sign for each in signs] + [""] * (len(seen) - len(signs))
    print(f"{len(model.support_)} of {len(seen)} texts and sentences are kept, threshold {threshold:.3f}")
    if asked.write:
        np.savez_compressed(
            FILE,
            model=np.array(reader.model.digest),
            support=seen[model.support_].astype(np.float16),
            weights=model.dual_coef_[0].astype(np.float32),
            codes=np.array([codes[at] for at in model.support_]),
            sharpness=np.array(SHARPNESS),
            bias=np.array(float(model.intercept_[0])),
            threshold=np.array(threshold),
            wording_bias=np.array(wording.bias),
            **_arrays("words", wording.words),
            **_arrays("pieces", wording.pieces),
        )


if __name__ == "__main__":
    main()
