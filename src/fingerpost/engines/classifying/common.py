"""What comes along about services that most councils have: a classifier of the starter services, with its examples.

A body that has described nothing yet is served by it as it is. One with services of its own gets the examples of those
that keep a code of ours, such as "potholes", and of what belongs to nobody; and their vectors, so that making its
classifier takes no longer. What is somebody else's work it gets where it has no service that we do not know. Made by
scripts/make_common.py, with one encoder: with another it is left out.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fingerpost.contract.classifying import Labelled
from fingerpost.contract.ports import Embedder, SectionVectors, Vector
from fingerpost.contract.services import ServiceBook
from fingerpost.engines.classifying.files import load_classifier
from fingerpost.engines.classifying.trained import TrainedClassifier

FILE = Path(__file__).with_name("common.npz")
ID = "common/"
"""Before the number of each text that comes along, so that it is told from what a body wrote or decided."""

NOBODYS = f"{ID}nobodys/"
"""Before the number of a text that is no report at all: thanks, a joke, half a sentence."""

ELSEWHERE = f"{ID}elsewhere/"
"""Before the number of a text about another body's work, a firm's, or a private matter."""


def load_common(embedder: Embedder, path: Path = FILE) -> TrainedClassifier:
    """Raises ModelUnavailable where it is not there, is damaged, or was made with another encoder."""
    return load_classifier(path, embedder=embedder)


def common_examples(common: TrainedClassifier, book: ServiceBook) -> list[Labelled]:
    """Those of services that the book has under the same code, and those that belong to none of its services."""
    known = common.knowledge
    found = [
        Labelled(text=each.text, label=known.label_of(each), id=each.id)
        for each in known.examples
        if each.id.startswith(ID) and each.text
    ]
    has_own = bool(set(book.services) - {each.label for each in known.classes})
    outside = NOBODYS if has_own else (NOBODYS, ELSEWHERE)
    return [each for each in found if each.label in book.services or each.id.startswith(outside)]


class KnowingEmbedder:
    """An embedder that has read what comes along already. Of those texts it gives the vector and none of the words'."""

    def __init__(self, embedder: Embedder, common: TrainedClassifier) -> None:
        self._embedder = embedder
        known = common.knowledge
        self._held: dict[str, Vector] = {
            " ".join(each.text.split()): vector.astype(np.float32)
            for each, vector in zip(known.examples, known.vectors, strict=True)
            if each.text
        }

    @property
    def digest(self) -> str:
        return self._embedder.digest

    def embed_question(self, question: str) -> Vector:
        return self._embedder.embed_question(question)

    def embed_sections(self, sections: Sequence[tuple[str, Sequence[str]]]) -> list[SectionVectors]:
        return [self._one(head, lines) for head, lines in sections]

    def _one(self, head: str, lines: Sequence[str]) -> SectionVectors:
        vector = None if head else self._held.get(" ".join(lines))
        if vector is None:
            return self._embedder.embed_sections([(head, lines)])[0]
        return SectionVectors(passage=vector, lines=np.zeros((len(lines), len(vector)), dtype=np.float32))
