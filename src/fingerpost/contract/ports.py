"""What a capability or a stage may be handed. Each port is small and has an in-memory twin in engines/."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.context import Context
from fingerpost.contract.errors import MissingEngine
from fingerpost.contract.passages import Passage

Vector = NDArray[np.float32]


class Clock(Protocol):
    """Tells the time, so that tests can."""

    def now(self) -> datetime:
        """The time now, with its zone."""
        ...


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One passage found. `score` is the fused score, comparable within one search only; `dense` the cosine of question
    and passage, from -1 to 1; `asked` that with the closest question which people are known to ask of it, 0 where none
    is known; `lexical` the BM25 score over the natural logarithm of the number of passages, so that it means much the
    same in a small collection and in a large one, 0 where no word matched. `lines` has one cosine for each line.
    `original` is the passage that `passage` translates, where it is a translation into the reader's language."""

    passage: Passage
    score: float
    dense: float
    lexical: float
    asked: float = 0.0
    lines: tuple[float, ...] = ()
    original: Passage | None = None

    @property
    def matched(self) -> Passage:
        """The passage whose words the question matched."""
        return self.original or self.passage


class Search(Protocol):
    """Finds passages. Body, access, audience, collection, nation, language and date filter inside the query.

    Where a person has translated a passage into the reader's language, the translation is given in its place.
    """

    def find(self, question: str, *, context: Context, limit: int = 20) -> Sequence[Hit]:
        """The best `limit` passages, best first. Raises IndexUnavailable; an empty list means nothing matched."""
        ...


class Passages(Protocol):
    """The passages as the database has them now: what the check reads, never what a capability says it read."""

    def fetch(self, ids: Iterable[str], *, context: Context) -> Mapping[str, Passage]:
        """Those of `ids` that stand in the context's body, by id. Whether they may be shown is for the check to say."""
        ...


@dataclass(frozen=True, kw_only=True)
class SectionVectors:
    """`passage` has shape (384,), `lines` (number of lines, 384) and `asked` (number of questions that are known to be
    asked of it, 384, or none); all float32 and of length 1."""

    passage: Vector
    lines: Vector
    asked: Vector = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))


class Embedder(Protocol):
    """Turns words into vectors. `name` and `digest` of the model stand in the record of each run."""

    @property
    def digest(self) -> str:
        """SHA-256 of the weights, in hex, or a name for a model without weights."""
        ...

    def embed_question(self, question: str) -> Vector:
        """One float32 vector of length 1, shape (dimensions,)."""
        ...

    def embed_sections(self, sections: Sequence[tuple[str, Sequence[str]]]) -> list[SectionVectors]:
        """For each (title with heading path, lines): one vector of the whole and one of each line in its context."""
        ...


class Speaker(Protocol):
    """Reads text aloud. It says what is written and nothing else; no text is kept."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages it has a voice for, such as "en" and "cy"."""
        ...

    def speak(self, text: str, *, language: str) -> bytes:
        """A whole WAV file: 16 bits, mono, the same rate for every text. `text` has at most LONGEST_SPOKEN characters
        and `language` is one of `languages`, else ValueError. Raises SpeechUnavailable."""
        ...


LONGEST_SPOKEN = 1_000  # characters in one call: longer texts are read part by part


class Listener(Protocol):
    """Writes down what was said. The recording is read in memory, and nothing of it is kept."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages it can write down."""
        ...

    def listen(self, sound: bytes) -> str:
        """The words in a WAV file (PCM, 16 bits, mono, 16,000 a second, 60 seconds at most); "" where none are heard.
        Raises UnreadableSound, SpeechBusy, SpeechUnavailable."""
        ...


class Engines:
    """The engines of this installation by name. A capability is handed those its card names, and no other."""

    def __init__(self, *, how_to_add: Mapping[str, str] | None = None, **engines: object) -> None:
        self._engines = engines
        self._how_to_add = how_to_add or {}

    def only(self, needs: Iterable[str]) -> dict[str, object]:
        """The named engines. Raises MissingEngine, which says what is missing and how to add it."""
        return {name: self.one(name) for name in needs}

    def one(self, name: str) -> object:
        """One engine by name. Raises MissingEngine."""
        try:
            return self._engines[name]
        except KeyError:
            raise MissingEngine(name, how_to_add=self._how_to_add.get(name, "")) from None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._engines))
