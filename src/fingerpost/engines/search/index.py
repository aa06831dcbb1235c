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

    `vector` is float32 or float16 of length 1; `lines` int8, one row for each line of the passage, in order, and
    `asked` one for each question that people are known to ask of it.
    """

    id: str
    digest: str
    profile: Profile
    first_day: int
    last_day: int
    text: str
    vector: NDArray[np.floating] | None = None
    lines: NDArray[np.int8] | None = None
    asked: NDArray[np.int8] | None = None

    @property
    def rows(self) -> NDArray[np.int8] | None:
        """Lines and asked questions as one array, in that order: how they are kept."""
        if self.lines is None or self.asked is None or not len(self.asked):
            return self.lines
        return np.concatenate([self.lines, self.asked]) if len(self.lines) else self.asked

    @property
    def asked_count(self) -> int:
        return 0 if self.asked is None else len(self.asked)


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
    """One passage found, by id. `dense`, `lexical`, `asked` and `lines` are as in `contract.ports.Hit`."""

    id: str
    score: float
    dense: float
    lexical: float
    asked: float = 0.0
    lines: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class IndexState:
    """`seq` is the last outbox entry applied, `count` the passages held, `model` the digest of the model whose vectors
    it holds ("" for none). `bare` counts passages that went in while that model was missing. `made` is False where
    there is no index yet, or no longer.
    """

    seq: int
    count: int
    model: str
    bare: int = 0
    made: bool = True


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
    passage: Passage,
    *,
    vector: NDArray[np.floating] | None = None,
    lines: NDArray[np.int8] | None = None,
    asked: NDArray[np.int8] | None = None,
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
        asked=asked,
    )


def page_of(passage_id: str) -> str:
    """The page a passage stands on, from its id; a passage whose id names no page is a page of its own."""
    page, mark, _ = passage_id.rpartition("#")
    return page if mark else passage_id


def pages_of(passage_ids: Iterable[str]) -> NDArray[np.intp]:
    """A number for each passage, the same for those that stand on one page."""
    return np.unique([page_of(each) for each in passage_ids], return_inverse=True)[1].astype(np.intp)


NOT_ASKED = -2.0
"""Stands for the cosine of a passage of which no questions are known."""


def asked_cosine(asked: NDArray[np.int8], question: Vector) -> float:
    """The cosine of the question with the closest of those that people are known to ask of a passage."""
    if not asked.size:
        return NOT_ASKED
    return float((asked.astype(np.float32) @ question).max() / LINE_SCALE)


def known_cosine(asked: NDArray[np.float32] | None, at: int) -> float:
    """The cosine at a place of what `asked_cosine` gave; 0 where no question is known."""
    return 0.0 if asked is None or asked[at] == NOT_ASKED else float(asked[at])


def line_cosines(lines: NDArray[np.int8], question: Vector) -> tuple[float, ...]:
    """The cosine of the question with each line."""
    if not lines.size:
        return ()
    return tuple((lines.astype(np.float32) @ question / LINE_SCALE).tolist())
