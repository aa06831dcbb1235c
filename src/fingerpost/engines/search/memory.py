"""The in-memory twin: the same rules, scored one by one. For tests and small trials."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import chain

import numpy as np

from fingerpost.contract.context import Context
from fingerpost.contract.errors import IndexUnavailable
from fingerpost.contract.ports import Vector
from fingerpost.engines.search.bm25 import CollectionFigures, score_words
from fingerpost.engines.search.fusion import DEFAULT, Flags, Fusion, Places, Scores, best_of, fuse, merge_pools
from fingerpost.engines.search.index import (
    NOT_ASKED,
    Candidate,
    Entry,
    IndexState,
    Question,
    asked_cosine,
    known_cosine,
    line_cosines,
    pages_of,
)
from fingerpost.engines.search.profiles import ALWAYS_READABLE
from fingerpost.engines.search.spelling import weigh_words
from fingerpost.engines.search.words import question_words, split_words


@dataclass(frozen=True, kw_only=True)
class _Held:
    entry: Entry
    counts: Counter[str]
    length: int


class MemoryIndex:
    """Holds every entry in a dictionary. Nothing is kept when the process ends."""

    def __init__(self, *, fusion: Fusion = DEFAULT) -> None:
        self._fusion = fusion
        self._held: dict[str, _Held] = {}
        self._vocabulary = CountedWords({})
        self._seq = 0
        self._model = ""

    def turn(self) -> AbstractContextManager[None]:
        return nullcontext()

    def apply(self, *, upserts: Sequence[Entry], deletes: Collection[str], seq: int, model: str) -> None:
        if self._held and model != self._model:
            raise IndexUnavailable("The search index was made with another model. Run `fingerpost index rebuild`.")
        held = {key: each for key, each in self._held.items() if key not in deletes}
        for entry in upserts:
            words = split_words(entry.text)
            held[entry.id] = _Held(entry=entry, counts=Counter(words), length=len(words))
        self._held = dict(sorted(held.items()))
        self._vocabulary = CountedWords(Counter(chain.from_iterable(each.counts for each in held.values())))
        self._seq = max(self._seq, seq)
        self._model = model

    def replace(self, *, entries: Iterable[Entry], seq: int, model: str) -> None:
        upserts = list(entries)
        self._held = {}
        self.apply(upserts=upserts, deletes=(), seq=seq, model=model)
        self._seq = seq

    def search(self, question: Question, *, context: Context, limit: int) -> list[Candidate]:
        open_to = [each for each in self._held.values() if _may_find(each.entry, context)]
        if not open_to:
            return []
        vector = question.vector if question.model == self._model else None
        lexical = self._score_words(question.text, open_to)
        dense = _score_vectors(vector, open_to)
        pool = self._choose_pool(lexical, dense, limit=limit)
        chosen = [open_to[at] for at in pool]
        asked = _score_asked(vector, chosen)
        fused = fuse(
            dense=None if dense is None else dense[pool],
            lexical=lexical[pool],
            words=len(question_words(question.text)),
            asked=asked,
            pages=pages_of(each.entry.id for each in chosen),
            own_language=_own_language(chosen, context),
            by=self._fusion,
        )
        return [
            Candidate(
                id=chosen[at].entry.id,
                score=float(fused[at]),
                dense=float(dense[pool[at]]) if dense is not None else 0.0,
                lexical=float(lexical[pool[at]]),
                asked=known_cosine(asked, at),
                lines=_lines(chosen[at].entry, vector),
            )
            for at in best_of(fused, limit=limit)
        ]

    def state(self) -> IndexState:
        bare = sum(each.entry.vector is None for each in self._held.values()) if self._model else 0
        return IndexState(seq=self._seq, count=len(self._held), model=self._model, bare=bare)

    def digests(self) -> Mapping[str, str]:
        return {key: each.entry.digest for key, each in self._held.items()}

    def verify(self) -> list[str]:
        return []

    def _choose_pool(self, lexical: Scores, dense: Scores | None, *, limit: int) -> Places:
        size = max(self._fusion.pool, limit)
        by_words = best_of(lexical, limit=size)
        by_words = by_words[lexical[by_words] > 0]
        return by_words if dense is None else merge_pools(by_words, best_of(dense, limit=size))

    def _score_words(self, question: str, open_to: Sequence[_Held]) -> Scores:
        weights = weigh_words(question_words(question), among=self._vocabulary)
        figures = CollectionFigures(
            passages=len(self._held),
            mean_length=sum(each.length for each in self._held.values()) / len(self._held),
            passages_with=self._vocabulary.count_passages(weights),
        )
        return np.array(
            [score_words(weights, counts=each.counts, length=each.length, figures=figures) for each in open_to],
            dtype=np.float32,
        )


class CountedWords:
    """A vocabulary held as a dictionary: in how many passages each word stands."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._by_letter: dict[str, list[str]] = {}
        for word in counts:
            self._by_letter.setdefault(word[:1], []).append(word)

    def count_passages(self, words: Iterable[str]) -> Mapping[str, int]:
        return {word: self._counts[word] for word in words if self._counts.get(word)}

    def starting_with(self, letters: str, *, shortest: int, longest: int) -> Sequence[str]:
        words = self._by_letter.get(letters[:1], [])
        return [word for word in words if shortest <= len(word) <= longest and word.startswith(letters)]


def _may_find(entry: Entry, context: Context) -> bool:
    return entry.profile.permits(context) and entry.first_day <= context.on.toordinal() <= entry.last_day


def _score_vectors(question: Vector | None, open_to: Sequence[_Held]) -> Scores | None:
    if question is None:
        return None
    none = np.zeros_like(question)
    rows = [none if each.entry.vector is None else each.entry.vector for each in open_to]
    scores: Scores = np.array(rows, dtype=np.float32) @ question
    return scores


def _score_asked(question: Vector | None, chosen: Sequence[_Held]) -> Scores | None:
    if question is None:
        return None
    return np.array(
        [NOT_ASKED if each.entry.asked is None else asked_cosine(each.entry.asked, question) for each in chosen],
        dtype=np.float32,
    )


def _own_language(chosen: Sequence[_Held], context: Context) -> Flags | None:
    if context.language == ALWAYS_READABLE:
        return None
    return np.array([each.entry.profile.language == context.language for each in chosen], dtype=np.bool_)


def _lines(entry: Entry, question: Vector | None) -> tuple[float, ...]:
    if question is None or entry.lines is None:
        return ()
    return line_cosines(entry.lines, question)
