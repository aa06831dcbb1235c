"""What each index takes and gives. An index holds nothing that the database does not have: it can always be rebuilt."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Vector
from fingerpost.engines.search.profiles import Profile, days_of, profile_of
from fingerpost.engines.search.words import searched_text

LINE_SCALE = 127
"""Line vectors are kept in int8, each value times this."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One passage as an index holds it. Vectors are None where there is no model; then it is found by words alone.

    `vector` is float32 or float16 of length 1; `lines` int8, one row for each line of the passage, in order.
    """

    id: str
    digest: str
    profile: Profile
    first_day: int
    last_day: int
    text: str
    vector: NDArray[np.floating] | None = None
    lines: NDArray[np.int8] | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked for: the words as asked, and their vector where there is a model, whose digest is `model`.

    An index that was made with another model leaves the vector aside.
    """

    text: str
    vector: Vector | None = None
    model: str = ""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One passage found, by id. `dense`, `lexical` and `lines` are as in `contract.ports.Hit`."""

    id: str
    score: float
    dense: float
    lexical: float
    lines: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class IndexState:
    """`seq` is the last outbox entry applied, `count` the passages held, `model` the digest of the model whose vectors
    it holds ("" for none). `bare` counts passages that went in while that model was missing."""

    seq: int
    count: int
    model: str
    bare: int = 0


class SearchIndex(Protocol):
    """An index over the passages of every body. Raises IndexUnavailable where it is missing or torn."""

    def turn(self) -> AbstractContextManager[None]:
        """The right to write, which one process has at a time. Raises IndexUnavailable, which says who has it."""
        ...

    def apply(self, *, upserts: Sequence[Entry], deletes: Collection[str], seq: int, model: str) -> None:
        """Take in a batch as one: readers see all of it or none. Applying it again changes nothing."""
        ...

    def replace(self, *, entries: Iterable[Entry], seq: int, model: str) -> None:
        """Make everything anew from these entries. What was there answers until it is done."""
        ...

    def search(self, question: Question, *, context: Context, limit: int) -> list[Candidate]:
        """The best `limit` passages that the context permits and that hold on its day, best first."""
        ...

    def state(self) -> IndexState:
        """How far it has come."""
        ...

    def digests(self) -> Mapping[str, str]:
        """The digest of each passage held, by id: for the check."""
        ...

    def verify(self) -> list[str]:
        """The names of its files that are not as they were written: read whole, for the check."""
        ...


def entry_of(
    passage: Passage, *, vector: NDArray[np.floating] | None = None, lines: NDArray[np.int8] | None = None
) -> Entry:
    """A passage as an index holds it."""
    first, last = days_of(passage)
    return Entry(
        id=passage.id,
        digest=passage.digest,
        profile=profile_of(passage),
        first_day=first,
        last_day=last,
        text=searched_text(passage),
        vector=vector,
        lines=lines,
    )


def line_cosines(lines: NDArray[np.int8], question: Vector) -> tuple[float, ...]:
    """The cosine of the question with each line."""
    if not lines.size:
        return ()
    return tuple((lines.astype(np.float32) @ question / LINE_SCALE).tolist())
