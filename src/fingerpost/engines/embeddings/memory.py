"""Hashed words: an embedder without weights, the same on every machine. For tests, and nothing else.

Words that share their first letters come near one another, so that tests can tell a near passage from a far one. It
knows no synonyms; what is served where the model is missing is lexical search alone.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

import numpy as np

from fingerpost.contract.ports import SectionVectors, Vector

_WORD = re.compile(r"\w+")
_STEM_LETTERS = 5


class HashingEmbedder:
    """The in-memory twin of `MiniLM`."""

    name = "hashed words"

    def __init__(self, *, dimensions: int = 384) -> None:
        self._dimensions = dimensions

    @property
    def digest(self) -> str:
        return f"hashed-words-{self._dimensions}"

    def embed_question(self, question: str) -> Vector:
        return self._embed([question])

    def embed_sections(self, sections: Sequence[tuple[str, Sequence[str]]]) -> list[SectionVectors]:
        return [
            SectionVectors(
                passage=self._embed([head, *lines]),
                lines=np.array([self._embed([line]) for line in lines], dtype=np.float32).reshape(
                    len(lines), self._dimensions
                ),
            )
            for head, lines in sections
        ]

    def _embed(self, texts: Iterable[str]) -> Vector:
        vector = np.zeros(self._dimensions, dtype=np.float32)
        for text in texts:
            for word in _WORD.findall(text.lower()):
                vector += self._direction(word) + self._direction(word[:_STEM_LETTERS])
        length = float(np.linalg.norm(vector))
        if not length:  # no word at all: a fixed direction, so that the length is always 1
            vector[0] = length = 1.0
        return (vector / length).astype(np.float32)

    def _direction(self, word: str) -> Vector:
        digest = hashlib.shake_128(word.encode()).digest(self._dimensions // 8)
        bits = np.unpackbits(np.frombuffer(digest, dtype=np.uint8)).astype(np.float32)
        return bits * 2 - 1
