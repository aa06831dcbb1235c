"""The words and the letters of texts as numbers: hashed TF-IDF, of which no word can be read back from a file.

Single words and pairs of words have a share of their own; pieces of two to five letters within a word find a word again
that is bent or misspelt. Each is known by a CRC-32; two that share one are counted together, about one in 100,000.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.ports import Vector

WORD = re.compile(r"\w+(?:['’]\w+)?")
LETTERS = (2, 3, 4, 5)
LONGEST_WORD = 40  # letters of a word that are looked at: what is longer is no word
LEAST_PIECES = 2  # texts that a piece must stand in: those of one text alone say nothing, and are most of them

Rows = NDArray[np.int32]
Weights = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """What is known of a set of texts. `ids` are sorted; `rarity` is the inverse document frequency of each; `is_piece`
    parts pieces from words. `word_share` and `piece_share` are what each adds to the likeness of two equal texts."""

    ids: NDArray[np.uint32]
    rarity: Weights
    is_piece: NDArray[np.bool_]
    word_share: float
    piece_share: float

    def weigh(self, text: str) -> tuple[Rows, Weights]:
        """The known features of a text: their rows, ascending, and their weights. The squares of the weights add up to
        the shares, or to less where a text has nothing known."""
        return self._weigh(Counter(features_of(text)))

    def weigh_word(self, word: str) -> Rows:
        """The rows of the features that stand within one word, pairs left out."""
        return self._find(np.fromiter({*_word_features([word])}, dtype=np.uint32))[0]

    def _weigh(self, counts: "Counter[int]") -> tuple[Rows, Weights]:
        keys = np.fromiter(counts.keys(), dtype=np.uint32, count=len(counts))
        rows, is_known = self._find(keys)
        count = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))[is_known]
        weights = (1 + np.log(count)) * self.rarity[rows]
        for pieces, share in ((False, self.word_share), (True, self.piece_share)):
            part = self.is_piece[rows] == pieces
            length = float(np.sqrt((weights[part] ** 2).sum()))
            weights[part] *= np.sqrt(share) / length if length else 0.0
        order = np.argsort(rows, kind="stable")
        return rows[order], weights[order].astype(np.float32)

    def _find(self, keys: NDArray[np.uint32]) -> tuple[Rows, NDArray[np.bool_]]:
        if not len(self.ids):
            return np.zeros(0, dtype=np.int32), np.zeros(len(keys), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self.ids, keys), len(self.ids) - 1)
        is_known = self.ids[at] == keys
        return at[is_known].astype(np.int32), is_known


def learn_lexicon(texts: Sequence[str], *, word_share: float, piece_share: float) -> Lexicon:
    """The features of these texts and how rare each is."""
    words: Counter[int] = Counter()
    pieces: Counter[int] = Counter()
    for text in texts:
        found = split_words(text)
        words.update({*_word_and_pair_features(found)})
        pieces.update({*_piece_features(found)})
    least = LEAST_PIECES if len(texts) >= LEAST_PIECES**5 else 1
    kept = [(key, count, False) for key, count in words.items()]
    kept += [(key, count, True) for key, count in pieces.items() if count >= least and key not in words]
    kept.sort()
    counts = np.array([count for _key, count, _piece in kept], dtype=np.float32)
    return Lexicon(
        ids=np.array([key for key, _count, _piece in kept], dtype=np.uint32),
        rarity=(np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32),
        is_piece=np.array([piece for _key, _count, piece in kept], dtype=np.bool_),
        word_share=word_share,
        piece_share=piece_share,
    )


def split_words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return [word[:LONGEST_WORD] for word in WORD.findall(text.lower())]


def features_of(text: str) -> Iterator[int]:
    """Every feature of a text, as often as it stands there."""
    words = split_words(text)
    yield from _word_and_pair_features(words)
    yield from _piece_features(words)


def _word_features(words: Sequence[str]) -> Iterator[int]:
    for word in words:
        yield _key(f"w {word}")
    yield from _piece_features(words)


def _word_and_pair_features(words: Sequence[str]) -> Iterator[int]:
    for word in words:
        yield _key(f"w {word}")
    for first, second in pairwise(words):
        yield _key(f"w {first} {second}")


def _piece_features(words: Sequence[str]) -> Iterator[int]:
    for word in words:
        yield from _pieces(word)


def _pieces(word: str) -> list[int]:
    held = _PIECES.get(word)
    if held is None:
        edged = f" {word} "
        held = [_key(f"p{edged[at : at + size]}") for size in LETTERS for at in range(max(1, len(edged) - size + 1))]
        if len(_PIECES) < _MOST_HELD:
            _PIECES[word] = held
    return held


_PIECES: dict[str, list[int]] = {}  # of words seen already: what they are made of never changes
_MOST_HELD = 50_000


def _key(feature: str) -> int:
    return zlib.crc32(feature.encode())


def add_up(rows: Rows, weights: Weights, table: NDArray[np.float16]) -> Vector:
    """The weighted sum of rows of `table`."""
    found: Vector = weights @ table[rows].astype(np.float32)
    return found
