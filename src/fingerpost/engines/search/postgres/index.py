"""`PostgresIndex`: reads and writes the tables of `tables`, with the same rules and the same fusion as every index."""

import json
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
import psycopg

from fingerpost.contract.context import Context
from fingerpost.contract.errors import IndexUnavailable
from fingerpost.contract.ports import Vector
from fingerpost.engines.search.bm25 import K1, B, CollectionFigures, rarity
from fingerpost.engines.search.embedded.files import REBUILD
from fingerpost.engines.search.fusion import DEFAULT, Fusion, best_of, fuse
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
from fingerpost.engines.search.postgres import tables
from fingerpost.engines.search.postgres.connections import Connections
from fingerpost.engines.search.postgres.vocabulary import StoredWords
from fingerpost.engines.search.profiles import ALWAYS_READABLE, Profile, unpack_profile
from fingerpost.engines.search.spelling import weigh_words
from fingerpost.engines.search.words import question_words, split_words

RARE_MATCHES = 5_000
"""Words are taken from the rarest on until so many passages may hold one: those passages are looked at."""

SCORED_BY_WORDS = 500
"""Of those, so many are scored by BM25: those with the weightiest words, however often they stand there."""

EXACT_UP_TO = 50_000
NEAR_ABOVE = 100_000
_AT_ONCE = 1_000
_MOST = 255  # places that a tsvector keeps of one word
_LOOK_AGAIN = 0.1  # seconds


class PostgresIndex:
    """The index of one database. `address` is a connection string; without one, it goes where Django's goes.

    `wait` is how many seconds a writer waits for its turn.
    """

    def __init__(self, address: str | None = None, *, fusion: Fusion = DEFAULT, wait: float = 30.0) -> None:
        self._connections = Connections(address)
        self._fusion = fusion
        self._wait = wait

    def close(self) -> None:
        """Let go of this thread's connection."""
        self._connections.close()

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._connections.use() as database:
            self._take_turn(database)
            try:
                yield
            finally:
                if not database.broken:
                    database.execute(tables.END_TURN)

    def apply(self, *, upserts: Sequence[Entry], deletes: Collection[str], seq: int, model: str) -> None:
        with self.turn(), self._connections.use() as database, database.transaction():
            database.execute(tables.MAKE)
            state = _read_state(database)
            if state.count and state.model != model:
                raise IndexUnavailable(f"The search index was made with another model. {REBUILD}")
            entries = {entry.id: entry for entry in upserts}
            _remove(database, [*entries, *deletes])
            _insert(database, list(entries.values()))
            _write_state(database, seq=max(seq, state.seq), model=model)
        self._make_near()

    def replace(self, *, entries: Iterable[Entry], seq: int, model: str) -> None:
        with self.turn(), self._connections.use() as database, database.transaction():
            database.execute(tables.MAKE)
            for statement in tables.EMPTY:
                database.execute(statement)
            left = iter(entries)
            while batch := list(islice(left, _AT_ONCE)):
                _insert(database, batch)
            _write_state(database, seq=seq, model=model)
        self._make_near()

    def search(self, question: Question, *, context: Context, limit: int) -> list[Candidate]:
        with self._connections.use() as database, database.transaction():  # one moment for all its questions
            return _Search(database, fusion=self._fusion, question=question, context=context, limit=limit).run()

    def state(self) -> IndexState:
        with self._connections.use() as database:
            if database.execute(tables.IS_MADE).fetchone() == (None,):
                return IndexState(seq=0, count=0, model="", made=False)
            return _read_state(database)

    def digests(self) -> Mapping[str, str]:
        if not self.state().count:
            return {}
        with self._connections.use() as database:
            return dict(database.execute(tables.READ_DIGESTS).fetchall())

    def verify(self) -> list[str]:
        return []  # its files are PostgreSQL's own

    def _take_turn(self, database: "psycopg.Connection[Any]") -> None:
        until = time.monotonic() + self._wait
        while database.execute(tables.TRY_TURN).fetchone() != (True,):
            if time.monotonic() >= until:
                holder = database.execute(tables.HOLDER).fetchone()
                named = f" (PostgreSQL process {holder[0]})" if holder else ""
                raise IndexUnavailable(
                    f"The search index is being updated by another process{named}. Wait until it is done, then try "
                    "again."
                )
            time.sleep(_LOOK_AGAIN)

    def _make_near(self) -> None:
        with self._connections.use() as database:
            if _read_state(database).count > NEAR_ABOVE:
                database.execute(tables.MAKE_NEAR)


class _Search:
    """One question, in one transaction."""

    def __init__(
        self,
        database: "psycopg.Connection[Any]",
        *,
        fusion: Fusion,
        question: Question,
        context: Context,
        limit: int,
    ) -> None:
        self._database = database
        self._fusion = fusion
        self._context = context
        self._limit = limit
        self._state, mean_length = _read_figures(database)
        self._vector: Vector | None = question.vector if question.model == self._state.model else None
        self._words = question_words(question.text)
        vocabulary = StoredWords(database)
        vocabulary.count_passages(self._words)  # all at once
        self._weighed = weigh_words(self._words, among=vocabulary)
        counts = vocabulary.count_passages(self._weighed)
        self._figures = CollectionFigures(passages=self._state.count, mean_length=mean_length, passages_with=counts)
        self._known = [word for word in self._weighed if word in counts]

    def run(self) -> list[Candidate]:
        profiles = {profile.key: profile for profile in _read_profiles(self._database)}
        only: dict[str, Any] = {
            "profiles": [key for key, profile in profiles.items() if profile.permits(self._context)],
            "day": self._context.on.toordinal(),
            "limit": max(self._fusion.pool, self._limit),
        }
        if not only["profiles"]:
            return []
        by_words = self._find_words(only)
        pool = sorted({*by_words, *self._find_vectors(only)})
        return self._rank(pool, by_words, profiles) if pool else []

    def _find_words(self, only: Mapping[str, Any]) -> dict[str, float]:
        if not self._known:
            return {}
        rare = " | ".join(f"'{word}'" for word in self._rare_words())  # letters and digits only
        weights = self._weights()
        asked = {**only, **weights, "rare": rare, "most": max(SCORED_BY_WORDS, only["limit"])}
        for number, (word, weight) in enumerate(zip(self._known, weights["weights"], strict=True)):
            asked |= {f"word{number}": f"'{word}'", f"weight{number}": weight}
        return dict(self._database.execute(tables.search_words(len(self._known)), asked).fetchall())

    def _rare_words(self) -> list[str]:
        """From the rarest on, as long as what they match can be scored; the rarest always."""
        chosen: list[str] = []
        matches = 0
        for word in sorted(self._known, key=lambda each: self._figures.passages_with[each]):
            matches += self._figures.passages_with[word]
            if chosen and matches > RARE_MATCHES:
                break
            chosen.append(word)
        return chosen

    def _find_vectors(self, only: Mapping[str, Any]) -> list[str]:
        if self._vector is None:
            return []
        asked = {**only, "vector": _pack_vector(self._vector)}
        statement = tables.SEARCH_EXACTLY
        if self._state.count > NEAR_ABOVE:
            some = self._database.execute(tables.COUNT_PERMITTED, {**only, "limit": EXACT_UP_TO + 1}).fetchone()
            if some and some[0] > EXACT_UP_TO:
                self._database.execute(tables.LOOK_FURTHER)
                statement = tables.SEARCH_NEAR
        return [row[0] for row in self._database.execute(statement, asked).fetchall()]

    def _rank(
        self, pool: Sequence[str], by_words: Mapping[str, float], profiles: Mapping[str, Profile]
    ) -> list[Candidate]:
        lexical = self._score_words(pool, by_words)
        dense, languages = self._read_pool(pool, profiles)
        language = self._context.language
        lines, asked = self._score_lines(pool)
        own = None if language == ALWAYS_READABLE else np.array([each == language for each in languages])
        fused = fuse(
            dense=None if self._vector is None else dense,
            lexical=lexical,
            words=len(self._words),
            asked=asked,
            pages=pages_of(pool),
            own_language=own,
            by=self._fusion,
        )
        best = best_of(fused, limit=self._limit).tolist()
        return [
            Candidate(
                id=pool[at],
                score=float(fused[at]),
                dense=float(dense[at]),
                lexical=float(lexical[at]),
                asked=known_cosine(asked, at),
                lines=lines.get(pool[at], ()),
            )
            for at in best
        ]

    def _score_words(self, pool: Sequence[str], by_words: Mapping[str, float]) -> np.typing.NDArray[np.float32]:
        """BM25 of every candidate: also of those that the dense half alone put forward."""
        missing = [each for each in pool if each not in by_words]
        others: dict[str, float] = {}
        if missing and self._known:
            rows = self._database.execute(tables.SCORE_WORDS, {**self._weights(), "ids": missing}).fetchall()
            others = dict(rows)
        return np.array([by_words.get(each, others.get(each, 0.0)) for each in pool], dtype=np.float32)

    def _read_pool(
        self, pool: Sequence[str], profiles: Mapping[str, Profile]
    ) -> tuple[np.typing.NDArray[np.float32], list[str]]:
        vector = None if self._vector is None else _pack_vector(self._vector)
        rows = self._database.execute(tables.READ_POOL, {"ids": list(pool), "vector": vector}).fetchall()
        by_id = {row[0]: row for row in rows}
        dense = np.array([by_id[each][2] for each in pool], dtype=np.float32)
        return dense, [profiles[by_id[each][1]].language for each in pool]

    def _score_lines(
        self, ids: Sequence[str]
    ) -> tuple[dict[str, tuple[float, ...]], np.typing.NDArray[np.float32] | None]:
        """The cosines of each passage's lines by id, and that of the closest question known to be asked of each."""
        if self._vector is None:
            return {}, None
        lines: dict[str, tuple[float, ...]] = {}
        asked: dict[str, float] = {}
        for key, packed, count in self._database.execute(tables.READ_LINES, [list(ids)]).fetchall():
            rows = np.frombuffer(packed or b"", dtype=np.int8).reshape(-1, tables.DIMENSIONS)
            lines[key] = line_cosines(rows[: len(rows) - count], self._vector)
            asked[key] = asked_cosine(rows[len(rows) - count :], self._vector)
        return lines, np.array([asked.get(each, NOT_ASKED) for each in ids], dtype=np.float32)

    def _weights(self) -> dict[str, Any]:
        return {
            "words": self._known,
            "weights": [self._weighed[word] * rarity(word, figures=self._figures) for word in self._known],
            "k1": K1,
            "b": B,
            "mean": max(self._figures.mean_length, 1e-9),
        }


def _read_state(database: "psycopg.Connection[Any]") -> IndexState:
    return _read_figures(database)[0]


def _read_figures(database: "psycopg.Connection[Any]") -> tuple[IndexState, float]:
    """The state, and the mean length of a passage in words."""
    row = database.execute(tables.READ_STATE, [tables.LAYOUT]).fetchone()
    if row is None:
        return IndexState(seq=0, count=0, model="", made=False), 0.0
    seq, model, passages, bare, length = row
    return IndexState(seq=seq, count=passages, model=model, bare=bare if model else 0), length / max(passages, 1)


def _read_profiles(database: "psycopg.Connection[Any]") -> list[Profile]:
    return [unpack_profile(row[0]) for row in database.execute(tables.READ_PROFILES).fetchall()]


def _write_state(database: "psycopg.Connection[Any]", *, seq: int, model: str) -> None:
    database.execute(tables.WRITE_STATE, {"layout": tables.LAYOUT, "seq": seq, "model": model})


def _remove(database: "psycopg.Connection[Any]", ids: Sequence[str]) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        some = list(ids[start : start + _AT_ONCE])
        database.execute(tables.UNCOUNT_WORDS, [some])
        database.execute(tables.DELETE_PASSAGES, [some])


def _insert(database: "psycopg.Connection[Any]", entries: Sequence[Entry]) -> None:
    profiles = {entry.profile.key: json.dumps(entry.profile.packed()) for entry in entries}
    with database.cursor() as cursor:
        cursor.executemany(tables.INSERT_PROFILE, list(profiles.items()))
        for start in range(0, len(entries), _AT_ONCE):
            batch = entries[start : start + _AT_ONCE]
            cursor.executemany(tables.INSERT_PASSAGE, [_row(entry) for entry in batch])
            cursor.execute(tables.COUNT_WORDS, [[entry.id for entry in batch]])


def _row(entry: Entry) -> tuple[Any, ...]:
    words = split_words(entry.text)
    return (
        entry.id,
        entry.digest,
        entry.profile.key,
        entry.first_day,
        entry.last_day,
        _pack_words(words),
        len(words),
        None if entry.vector is None else _pack_vector(entry.vector),
        None if entry.rows is None else entry.rows.tobytes(),
        entry.asked_count,
    )


def _pack_words(words: Sequence[str]) -> str:
    """A tsvector in which the number of a word's places says how often it is there; the places mean nothing else."""
    return " ".join(f"'{word}':{_places(min(count, _MOST))}" for word, count in Counter(words).items())


@cache
def _places(count: int) -> str:
    return ",".join(str(place) for place in range(1, count + 1))


def _pack_vector(vector: np.typing.NDArray[Any]) -> str:
    return "[" + ",".join(f"{number:.6g}" for number in vector.tolist()) + "]"
