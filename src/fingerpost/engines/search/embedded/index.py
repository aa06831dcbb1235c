"""`EmbeddedIndex`: words and vectors in one folder, for one machine. Many processes read; one writes."""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fingerpost.contract.context import Context
from fingerpost.contract.errors import IndexUnavailable
from fingerpost.contract.ports import Vector
from fingerpost.engines.search.embedded.files import REBUILD
from fingerpost.engines.search.embedded.manifest import NAME, WORDS, Manifest, find_damaged, read_manifest
from fingerpost.engines.search.embedded.near import open_near
from fingerpost.engines.search.embedded.snapshot import Rows, Snapshot, open_snapshot
from fingerpost.engines.search.embedded.turns import Turns
from fingerpost.engines.search.embedded.vectors_index import DenseSizes, VectorsIndex
from fingerpost.engines.search.embedded.words_index import WordFilter, WordsIndex
from fingerpost.engines.search.embedded.writer import SegmentSizes, write_anew, write_batch
from fingerpost.engines.search.fusion import DEFAULT, Flags, Fusion, Scores, best_of, fuse, merge_pools
from fingerpost.engines.search.index import (
    Candidate,
    Entry,
    IndexState,
    Question,
    known_cosine,
    line_cosines,
)
from fingerpost.engines.search.profiles import ALWAYS_READABLE
from fingerpost.engines.search.spelling import weigh_words
from fingerpost.engines.search.words import question_words

_OPEN_TRIES = 3


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """All of one commit, opened together."""

    snapshot: Snapshot
    words: WordsIndex
    vectors: VectorsIndex


class EmbeddedIndex:
    """Passages of every body in `folder`.

    A commit by another process is seen within `look_again` seconds. `wait` is how long a writer waits for its turn.
    """

    def __init__(
        self,
        folder: Path,
        *,
        fusion: Fusion = DEFAULT,
        dense: DenseSizes | None = None,
        segments: SegmentSizes | None = None,
        look_again: float = 1.0,
        wait: float = 30.0,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._fusion = fusion
        self._dense = dense or DenseSizes()
        self._segments = segments or SegmentSizes()
        self._look_again = look_again
        self._seconds = seconds
        self._turns = Turns(folder, wait=wait)
        self._opening = threading.Lock()
        self._opened: _Opened | None = None
        self._seen: tuple[int, ...] = ()
        self._looked_at = float("-inf")

    def turn(self) -> AbstractContextManager[None]:
        return self._turns.take()

    def apply(self, *, upserts: Sequence[Entry], deletes: Collection[str], seq: int, model: str) -> None:
        with self.turn():
            write_batch(self._folder, upserts=upserts, deletes=deletes, seq=seq, model=model, sizes=self._segments)
        self._looked_at = float("-inf")

    def replace(self, *, entries: Iterable[Entry], seq: int, model: str) -> None:
        with self.turn():
            write_anew(self._folder, entries=entries, seq=seq, model=model, sizes=self._segments)
        self._looked_at = float("-inf")

    def search(self, question: Question, *, context: Context, limit: int) -> list[Candidate]:
        opened = self._fresh()
        if opened is None:
            raise IndexUnavailable(f"The search index has not been made yet. {REBUILD}")
        return _Search(opened, fusion=self._fusion, question=question, context=context, limit=limit).run()

    def state(self) -> IndexState:
        opened = self._fresh()
        if opened is None:
            return IndexState(seq=0, count=0, model="", made=False)
        manifest = opened.snapshot.manifest
        return IndexState(seq=manifest.seq, count=manifest.count, model=manifest.model, bare=manifest.bare)

    def digests(self) -> Mapping[str, str]:
        opened = self._fresh()
        if opened is None:
            return {}
        snapshot = opened.snapshot
        return {snapshot.id_of(row): snapshot.digest_of(row) for row in np.flatnonzero(snapshot.alive).tolist()}

    def verify(self) -> list[str]:
        with self.turn():  # so that no commit changes the files meanwhile
            manifest = read_manifest(self._folder)
            return [] if manifest is None else find_damaged(self._folder, manifest)

    def _fresh(self) -> _Opened | None:
        """What was last committed, as far as it was looked for; None where nothing ever was."""
        if self._seconds() - self._looked_at < self._look_again:
            return self._opened
        with self._opening:
            seen = self._look()
            if seen and seen != self._seen:
                self._opened = self._open()
                self._seen = seen
            self._looked_at = self._seconds()
            return self._opened

    def _look(self) -> tuple[int, ...]:
        """What changes when the manifest is replaced. Empty where there is none: what is open still answers."""
        try:
            found = (self._folder / NAME).stat()
        except FileNotFoundError:
            return ()
        return (found.st_mtime_ns, found.st_ino, found.st_size)

    def _open(self) -> _Opened:
        """Open what the manifest names. A commit meanwhile may clear files away: then the new manifest is read."""
        for tries_left in reversed(range(_OPEN_TRIES)):
            manifest = read_manifest(self._folder)
            if manifest is None:
                raise IndexUnavailable(f"The search index has been removed. {REBUILD}")
            try:
                return self._open_named(manifest)
            except IndexUnavailable:
                if not tries_left or read_manifest(self._folder) == manifest:
                    raise
        raise IndexUnavailable(f"The search index keeps changing. {REBUILD}")

    def _open_named(self, manifest: Manifest) -> _Opened:
        held = self._opened
        snapshot = open_snapshot(self._folder, manifest, held=held.snapshot if held else None)
        same = held is not None and held.snapshot.manifest.generation == manifest.generation
        return _Opened(
            snapshot=snapshot,
            words=WordsIndex(self._folder / manifest.folder / WORDS),
            vectors=VectorsIndex(
                snapshot,
                sizes=self._dense,
                near=open_near(self._folder, snapshot),
                held=held.vectors.matrices if held and same else None,
            ),
        )


class _Search:
    """One question against one commit."""

    def __init__(self, opened: _Opened, *, fusion: Fusion, question: Question, context: Context, limit: int) -> None:
        self._snapshot = opened.snapshot
        self._words = opened.words
        self._vectors = opened.vectors
        self._fusion = fusion
        self._said = question_words(question.text)
        self._weights = weigh_words(self._said, among=opened.words)
        self._context = context
        self._limit = limit
        same_model = question.model == opened.snapshot.manifest.model
        self._vector: Vector | None = question.vector if same_model else None

    def run(self) -> list[Candidate]:
        open_profiles = self._snapshot.open_profiles(self._context)
        permitted = self._snapshot.permitted(open_profiles, day=self._context.on.toordinal())
        if not permitted.any():
            return []
        size = max(self._fusion.pool, self._limit)
        by_words = self._find_words(open_profiles, permitted, size=size)
        pools = [np.fromiter(by_words, dtype=np.intp, count=len(by_words))]
        if self._vector is not None:
            pools.append(self._vectors.search(self._vector, permitted=permitted, limit=size))
        rows = merge_pools(*pools)
        return self._rank(rows, by_words) if rows.size else []

    def _find_words(self, open_profiles: Flags, permitted: Flags, *, size: int) -> dict[int, float]:
        """BM25 by row."""
        profiles = self._snapshot.manifest.profiles
        only = WordFilter(
            profiles=[profiles[number].key for number in np.flatnonzero(open_profiles).tolist()],
            day=self._context.on.toordinal(),
        )
        keys, scores = self._words.search(self._weights, only=only, limit=size)
        rows = self._snapshot.rows_of(keys)
        here = (rows >= 0) & permitted[rows]  # the words index may be one commit ahead
        return dict(zip(rows[here].tolist(), scores[here].tolist(), strict=True))

    def _rank(self, rows: Rows, by_words: Mapping[int, float]) -> list[Candidate]:
        lexical = self._score_words(rows, by_words)
        dense = None if self._vector is None else self._vectors.score(self._vector, rows=rows)
        language = self._context.language
        asked = self._score_asked(rows)
        fused = fuse(
            dense=dense,
            lexical=lexical,
            words=len(self._said),
            asked=asked,
            pages=np.unique(self._snapshot.pages[rows], return_inverse=True)[1].astype(np.intp),
            own_language=None if language == ALWAYS_READABLE else self._snapshot.in_language(rows, language),
            by=self._fusion,
        )
        return [
            Candidate(
                id=self._snapshot.id_of(int(rows[at])),
                score=float(fused[at]),
                dense=0.0 if dense is None else float(dense[at]),
                lexical=float(lexical[at]),
                asked=known_cosine(asked, at),
                lines=self._score_lines(int(rows[at])),
            )
            for at in best_of(fused, limit=self._limit)
        ]

    def _score_words(self, rows: Rows, by_words: Mapping[int, float]) -> Scores:
        """BM25 of every row: also of those that the dense half alone put forward."""
        missing = [int(self._snapshot.keys[row]) for row in rows.tolist() if row not in by_words]
        others = self._words.score(self._weights, keys=missing)
        scores = [by_words.get(row, others.get(int(self._snapshot.keys[row]), 0.0)) for row in rows.tolist()]
        return np.array(scores, dtype=np.float32)

    def _score_asked(self, rows: Rows) -> Scores | None:
        if self._vector is None:
            return None
        return self._snapshot.score_asked(rows, self._vector)

    def _score_lines(self, row: int) -> tuple[float, ...]:
        return () if self._vector is None else line_cosines(self._snapshot.lines_of(row), self._vector)
