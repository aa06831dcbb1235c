"""How strongly the very words of a text speak for a sign: words, pairs of words, and pieces of words, which find a word
again that is bent or misspelt. Each is known by a CRC-32, so that the file holds numbers alone."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fingerpost.capabilities.triage.words import unfold

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
LETTERS = (2, 3, 4, 5)
LONGEST_WORD = 40  # letters that are looked at
READ_AT_MOST = 6_000  # characters


@dataclass(frozen=True, kw_only=True)
class Features:
    """Some of what a text is made of. `ids` are sorted; `rarity` is the inverse document frequency of each, `weights`
    what each speaks for a sign."""

    ids: NDArray[np.uint32]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]

    def score(self, found: "Counter[int]") -> float:
        """Of a text whose weights have length 1 together."""
        keys = np.fromiter(found.keys(), dtype=np.uint32, count=len(found))
        if not len(keys) or not len(self.ids):
            return 0.0
        at = np.minimum(np.searchsorted(self.ids, keys), len(self.ids) - 1)
        is_known = self.ids[at] == keys
        rows = at[is_known]
        counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))[is_known]
        shares = (1 + np.log(counts)) * self.rarity[rows]
        length = float(np.sqrt((shares**2).sum()))
        return float(shares @ self.weights[rows]) / length if length else 0.0


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A logistic regression over both kinds of features."""

    words: Features
    pieces: Features
    bias: float

    def score(self, text: str) -> float:
        found = split(text)
        return self.words.score(words_of(found)) + self.pieces.score(pieces_of(found)) + self.bias


def split(text: str) -> list[str]:
    """The words of a text in small letters and without accents."""
    return [word[:LONGEST_WORD] for word in WORD.findall(unfold(text[:READ_AT_MOST]))]


def words_of(words: Sequence[str]) -> "Counter[int]":
    """Words and pairs of them, with how often each stands there."""
    return Counter([*map(_key, words), *(_key(f"{first} {second}") for first, second in pairwise(words))])


def pieces_of(words: Sequence[str]) -> "Counter[int]":
    """Pieces of two to five letters within a word, its edges among them."""
    return Counter(_key(piece) for word in words for piece in _pieces(f" {word} "))


def _pieces(word: str) -> Iterator[str]:
    return (word[at : at + size] for size in LETTERS for at in range(max(1, len(word) - size + 1)))


def _key(feature: str) -> int:
    return zlib.crc32(feature.encode())
