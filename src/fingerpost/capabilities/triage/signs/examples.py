"""How strongly a report, or a sentence of it, speaks for a sign: by how near it comes to texts that hold one, and to
texts that only sound like it.

The numbers stand in `head.npz`, made by scripts/fit_signs.py with one encoder. With another encoder, or with none, this
says nothing: the patterns go on alone.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.capabilities.triage.signs.patterns import load_patterns
from fingerpost.capabilities.triage.signs.wording import Features, Wording
from fingerpost.contract.ports import Embedder
from fingerpost.contract.proposals import Sign

FILE = Path(__file__).with_name("head.npz")
LONGEST_SHOWN = 200  # characters
OF_WORDING = 0.3  # beside one whole part of likeness
CLOSE = 8  # how much more the nearest count for which sign it is: of 4 to 48 the best on signs left out one by one
AT_ONCE = 1_500  # characters that are read together: as much as the classifier reads, so that one reading serves both
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")

Matrix = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Head:
    """A support vector machine (Cortes and Vapnik, 1995): `support` (texts, dimensions) with what each speaks for or
    against, and `codes`, "" of what is harmless. Likeness is exp(-2 sharpness (1 - cosine)). What the strongest part
    of a text says and a share of what its `wording` says are added: from `threshold` on there is a sign. `model` is the
    digest of the encoder."""

    model: str
    support: Matrix
    weights: Matrix
    codes: tuple[str, ...]
    sharpness: float
    bias: float
    threshold: float
    wording: Wording

    def scores(self, vectors: Matrix) -> Matrix:
        """How strongly each of these vectors of length 1 speaks for a sign."""
        found: Matrix = self._likeness(vectors) @ self.weights + self.bias
        return found

    def code_of(self, vector: Matrix) -> str:
        """The sign that what is alike speaks for the most."""
        spoke: dict[str, float] = defaultdict(float)
        near = self._likeness(vector[None])[0] ** CLOSE
        for code, share in zip(self.codes, near.tolist(), strict=True):
            spoke[code] += share if code else 0.0
        return max(spoke, key=lambda code: spoke[code])

    def _likeness(self, vectors: Matrix) -> Matrix:
        found: Matrix = np.exp(2 * self.sharpness * (vectors @ self.support.T - 1))
        return found


@dataclass(frozen=True, kw_only=True)
class Part:
    """The whole, or one sentence of it."""

    words: str
    vector: Matrix


def resembling(text: str, *, embedder: Embedder | None) -> Sign | None:
    """The sign that the strongest part of the text speaks for; None where no part is strong enough."""
    head = load_head()
    if embedder is None or head is None or embedder.digest != head.model or not text.split():
        return None
    parts = read_parts(text, embedder=embedder)
    scores = head.scores(np.stack([part.vector for part in parts]))
    best = int(scores.argmax())
    if float(scores[best]) + OF_WORDING * head.wording.score(text) < head.threshold:
        return None
    code = head.code_of(parts[best].vector)
    kinds = {each.code: each.kind for each in load_patterns().kinds}
    return Sign(code=code, kind=kinds[code], words=parts[best].words[:LONGEST_SHOWN])


def read_parts(text: str, *, embedder: Embedder) -> list[Part]:
    """The whole, which the classifier reads too, and each sentence alone where there are several: what is said by the
    way is lost in the whole. A long text is read piece by piece, and all of it."""
    pieces = _pieces(_SENTENCE.split(text.encode("utf-8", "replace").decode()))
    parts = [" ".join(piece) for piece in pieces]
    parts += [each for piece in pieces if len(piece) > 1 for each in piece]
    read = embedder.embed_sections([("", part.split()) for part in parts])
    return [Part(words=part, vector=made.passage) for part, made in zip(parts, read, strict=True)]


def _pieces(sentences: Sequence[str]) -> list[list[str]]:
    """Sentences in order, as many together as may be read at once."""
    pieces: list[list[str]] = [[]]
    for sentence in (each.strip() for each in sentences if each.strip()):
        for start in range(0, len(sentence), AT_ONCE):
            cut = sentence[start : start + AT_ONCE]
            if pieces[-1] and sum(map(len, pieces[-1])) + len(pieces[-1]) + len(cut) > AT_ONCE:
                pieces.append([])
            pieces[-1].append(cut)
    return pieces


@cache
def load_head() -> Head | None:
    """The numbers, read once; None where the file is not there."""
    if not FILE.is_file():
        return None
    with np.load(FILE, allow_pickle=False) as raw:
        return Head(
            model=str(raw["model"]),
            support=raw["support"].astype(np.float32),
            weights=raw["weights"].astype(np.float32),
            codes=tuple(str(each) for each in raw["codes"]),
            sharpness=float(raw["sharpness"]),
            bias=float(raw["bias"]),
            threshold=float(raw["threshold"]),
            wording=Wording(
                words=_features(raw, "words"), pieces=_features(raw, "pieces"), bias=float(raw["wording_bias"])
            ),
        )


def _features(raw: Mapping[str, NDArray[np.generic]], name: str) -> Features:
    return Features(
        ids=raw[f"{name}_ids"].astype(np.uint32),
        rarity=raw[f"{name}_rarity"].astype(np.float32),
        weights=raw[f"{name}_weights"].astype(np.float32),
    )
