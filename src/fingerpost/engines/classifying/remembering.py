"""An embedder that runs each text once: to compare classifiers, the same texts are learned from again and again."""

from collections.abc import Sequence

import numpy as np

from fingerpost.contract.ports import Embedder, SectionVectors, Vector


class RememberingEmbedder:
    """Keeps the vector of each text, and none of its words: what counted in a text is not measured here."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._held: dict[tuple[str, str], Vector] = {}

    @property
    def digest(self) -> str:
        return self._embedder.digest

    def embed_question(self, question: str) -> Vector:
        return self.embed_sections([("", question.split())])[0].passage

    def embed_sections(self, sections: Sequence[tuple[str, Sequence[str]]]) -> list[SectionVectors]:
        return [self._one(head, lines) for head, lines in sections]

    def _one(self, head: str, lines: Sequence[str]) -> SectionVectors:
        key = (head, " ".join(lines))
        if key not in self._held:
            self._held[key] = self._embedder.embed_sections([(head, lines)])[0].passage
        vector = self._held[key]
        return SectionVectors(passage=vector, lines=np.zeros((len(lines), len(vector)), dtype=np.float32))
