"""The classifier that is served: what was learned, and what it says of a text."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.classifying import Class, Classified, Near, Ranked
from fingerpost.contract.ports import Embedder, Vector
from fingerpost.engines.classifying.lexicon import Lexicon, add_up
from fingerpost.engines.classifying.reading import Read, bounded, read_texts
from fingerpost.engines.classifying.ridge import SHARPNESS, Matrix, meaning_of
from fingerpost.engines.classifying.sureness import Numbers, Sureness, signs_of

BOOK = "book"
"""Under this name a classifier keeps the digest of the services that it was made for."""

NEAR = 3
WORDS = 5
LEAST_SHARE = 0.05  # of the decision, for a word to be shown
AT_ONCE = 64
UNREAD = 0.5  # `outside` of a text without a word


@dataclass(frozen=True, kw_only=True)
class Example:
    """A text that was learned from. `place` is its class's place in the list, or -1 for outside. `is_shown` says that
    a person put it there, so that it may be named as near; `text` is "" where its words may not be kept."""

    id: str
    place: int
    text: str = ""
    is_shown: bool = True


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """All that decides what a classifier says. `vectors` (examples, dimensions) are float16 and `added` (examples,
    classes and outside) float32, `word_weights` (features, classes and outside) float16; `usual` is each class's share
    of what people sorted. `about` holds codes and counts of how it came to be."""

    classes: tuple[Class, ...]
    examples: tuple[Example, ...]
    vectors: NDArray[np.float16]
    added: Matrix
    lexicon: Lexicon
    word_weights: NDArray[np.float16]
    usual: Numbers
    sureness: Sureness
    embedder: str
    about: tuple[tuple[str, str], ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hex, of every number and word of it."""
        found = hashlib.sha256(json.dumps(self.as_values(), sort_keys=True).encode())
        for name, array in sorted(self.as_arrays().items()):
            found.update(f"\n{name} {array.dtype} {array.shape}\n".encode())
            found.update(np.ascontiguousarray(array).tobytes())
        return found.hexdigest()

    def label_of(self, example: Example) -> str:
        """The code of its class, or "" for one that belongs to none."""
        return self.classes[example.place].label if example.place >= 0 else ""

    def as_arrays(self) -> dict[str, NDArray[np.generic]]:
        return {
            "vectors": self.vectors,
            "added": self.added,
            "word_weights": self.word_weights,
            "usual": self.usual,
            "lexicon_ids": self.lexicon.ids,
            "lexicon_rarity": self.lexicon.rarity,
            "lexicon_is_piece": self.lexicon.is_piece,
            "sure_middle": self.sureness.middle,
            "sure_spread": self.sureness.spread,
            "sure_weights": self.sureness.weights,
        }

    def as_values(self) -> dict[str, object]:
        """What is no array, as plain JSON values."""
        return {
            "classes": [asdict(each) for each in self.classes],
            "examples": [[each.id, each.place, each.text, each.is_shown] for each in self.examples],
            "shares": [self.lexicon.word_share, self.lexicon.piece_share],
            "temperature": self.sureness.temperature,
            "threshold": self.sureness.threshold,
            "embedder": self.embedder,
            "about": [list(each) for each in self.about],
        }


class TrainedClassifier:
    """A `Classifier`. Safe to share between threads. `embedder` must be the one it was trained with."""

    def __init__(self, knowledge: Knowledge, *, embedder: Embedder, version: str = "") -> None:
        self.knowledge = knowledge
        self.version = version or knowledge.digest[:12]
        self._embedder = embedder
        self._vectors = knowledge.vectors.astype(np.float32)
        self._places = np.array([each.place for each in knowledge.examples], dtype=np.intp)
        self._is_shown = np.array([each.is_shown for each in knowledge.examples], dtype=np.bool_)

    @property
    def digest(self) -> str:
        return self.knowledge.digest

    @property
    def made_for(self) -> str:
        """The `sorting_digest` of the services that it was made for; "" where it was not made for any."""
        return dict(self.knowledge.about).get(BOOK, "")

    def named(self, version: str) -> "TrainedClassifier":
        """The same under this name."""
        return TrainedClassifier(self.knowledge, embedder=self._embedder, version=version)

    def classify(self, text: str) -> Classified:
        return self.classify_many([text])[0]

    def classify_many(self, texts: Sequence[str]) -> list[Classified]:
        found: list[Classified] = []
        for start in range(0, len(texts), AT_ONCE):
            part = [bounded(text) for text in texts[start : start + AT_ONCE]]
            found.extend(self._classify(part))
        return found

    def _classify(self, texts: Sequence[str]) -> list[Classified]:
        read = read_texts(texts, embedder=self._embedder)
        # One at a time: sums of a batch are rounded otherwise, and a text must get the same in any company.
        return [
            self._one(text, each) if any(each.words) else self._unread() for text, each in zip(texts, read, strict=True)
        ]

    def _one(self, text: str, read: Read) -> Classified:
        known = self.knowledge
        cosines = self._vectors @ read.vector
        likeness = meaning_of(cosines)
        rows, weights = known.lexicon.weigh(text)
        scores = (likeness @ known.added + add_up(rows, weights, known.word_weights))[None, :]
        count = len(known.classes)
        signs = signs_of(scores[:, :count], scores[:, count], cosines[None, self._places >= 0])
        outside = known.sureness.outside(signs)
        chances = known.sureness.chances(scores[:, :count], outside)[0]
        order = np.argsort(-chances, kind="stable")
        return Classified(
            ranked=tuple(Ranked(label=known.classes[at].label, probability=float(chances[at])) for at in order),
            outside=float(outside[0]),
            is_known=bool(outside[0] <= known.sureness.threshold),
            near=self._near(cosines, int(order[0])),
            words=self._words(read, likeness, rows, weights, order),
            version=self.version,
        )

    def _unread(self) -> Classified:
        order = np.argsort(-self.knowledge.usual, kind="stable")
        ranked = tuple(
            Ranked(label=self.knowledge.classes[at].label, probability=float(self.knowledge.usual[at]) * (1 - UNREAD))
            for at in order
        )
        return Classified(ranked=ranked, outside=UNREAD, is_known=False, version=self.version)

    def _near(self, cosines: Vector, first: int) -> tuple[Near, ...]:
        own = np.flatnonzero((self._places == first) & self._is_shown)
        best = own[np.argsort(-cosines[own], kind="stable")][:NEAR]
        return tuple(
            Near(
                id=self.knowledge.examples[at].id,
                label=self.knowledge.classes[first].label,
                text=self.knowledge.examples[at].text,
                similarity=float(np.clip(cosines[at], -1, 1)),
            )
            for at in best
        )

    def _words(
        self, read: Read, likeness: Vector, rows: NDArray[np.int32], weights: Vector, order: NDArray[np.intp]
    ) -> tuple[tuple[str, float], ...]:
        """Which words put the first class before the second, by the slope of what was said.

        The text's vector is the mean of its words', so that the slope of the score along the vector parts among them;
        words and letters add up as they are.
        """
        known = self.knowledge
        first, second = int(order[0]), int(order[1]) if len(order) > 1 else len(known.classes)
        lead = known.added[:, first] - known.added[:, second]
        slope = (2 * SHARPNESS * lead * likeness) @ self._vectors
        spoke = read.word_vectors @ (slope - (slope @ read.vector) * read.vector) / max(len(read.words), 1)
        table = known.word_weights
        told = weights * (table[rows, first].astype(np.float32) - table[rows, second])
        by_row = dict(zip(rows.tolist(), told.tolist(), strict=True))
        summed: dict[str, float] = {}
        for word, share in zip(read.words, spoke.tolist(), strict=True):
            summed[word.lower()] = summed.get(word.lower(), 0.0) + share
        for word in summed:
            summed[word] += sum(by_row.get(row, 0.0) for row in known.lexicon.weigh_word(word).tolist())
        return _shares({word: share for word, share in summed.items() if any(map(str.isalnum, word))})


def _shares(spoke: dict[str, float]) -> tuple[tuple[str, float], ...]:
    whole = sum(max(share, 0.0) for share in spoke.values())
    best = sorted(spoke.items(), key=lambda pair: (-pair[1], pair[0]))[:WORDS]
    return tuple((word, share / whole) for word, share in best if whole and share / whole >= LEAST_SHARE)
