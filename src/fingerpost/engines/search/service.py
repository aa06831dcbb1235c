"""`HybridSearch`: the port `Search`. A question goes to the index; what comes back is read from the database.

The database is the truth. A passage that has gone, has changed who may see it or has run out since the index was made
is dropped here, whatever the index says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import log

from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Embedder, Hit, Vector
from fingerpost.engines.search.index import Candidate, Question, SearchIndex
from fingerpost.engines.search.profiles import ALWAYS_READABLE, may_show
from fingerpost.knowledge.reading import fetch_passages
from fingerpost.knowledge.translations import fetch_originals, fetch_translations

SPARE = 10
"""Candidates asked for beyond the limit, so that a few that have gone since do not leave the answer short."""


class HybridSearch:
    """Words and vectors, fused. Without an embedder it finds by words alone, and so it does while `is_stopped` says
    that the embedder is switched off: it is asked anew at each search.

    `read` gives the passages of a body by id, `translate` their translations and `trace` what a translation
    translates; in production all read the database.
    """

    def __init__(
        self,
        *,
        index: SearchIndex,
        embedder: Embedder | None,
        is_stopped: Callable[[], bool] = lambda: False,
        read: Callable[..., Mapping[str, Passage]] = fetch_passages,
        translate: Callable[..., Mapping[str, Passage]] = fetch_translations,
        trace: Callable[..., Mapping[str, Passage]] = fetch_originals,
    ) -> None:
        self._index = index
        self._installed = embedder
        self._is_stopped = is_stopped
        self._read = read
        self._translate = translate
        self._trace = trace

    @property
    def digest(self) -> str:
        """The model that searches, for the record of a run; "words only" where there is none, or it is off."""
        embedder = self._embedder()
        return embedder.digest if embedder else "words only"

    def find(self, question: str, *, context: Context, limit: int = 20) -> Sequence[Hit]:
        """The best `limit` passages, best first. Raises IndexUnavailable; an empty list means nothing matched."""
        embedder = self._embedder()
        vector = self._embed(question, embedder)
        asked = Question(text=question, vector=vector, model=embedder.digest if embedder else "")
        wanted = limit + SPARE
        while True:
            candidates = self._index.search(asked, context=context, limit=wanted)
            found = self._read_hits(candidates, context, rarity=log(2 + self._index.state().count))
            hits = self._in_own_language(found, context)
            if len(hits) >= limit or len(candidates) < wanted:
                return hits[:limit]
            wanted *= 4  # many have gone since the index was made: look further down

    def _embedder(self) -> Embedder | None:
        """The model to use for this search. Raises whatever `is_stopped` raises: then nothing is searched."""
        return None if self._installed is None or self._is_stopped() else self._installed

    def _embed(self, question: str, embedder: Embedder | None) -> Vector | None:
        if embedder is None or not question.strip():
            return None
        return embedder.embed_question(question)

    def _read_hits(self, candidates: Sequence[Candidate], context: Context, *, rarity: float) -> list[Hit]:
        passages = self._read(_ids(candidates), body=context.body)
        return [
            _hit(candidate, passages[candidate.id], rarity=rarity)
            for candidate in candidates
            if candidate.id in passages and may_show(passages[candidate.id], context)
        ]

    def _in_own_language(self, hits: list[Hit], context: Context) -> list[Hit]:
        """Each hit in the reader's language where a person has translated its passage, each passage once."""
        if context.language == ALWAYS_READABLE:
            return hits
        found = [hit.passage for hit in hits]
        translated = self._translate(found, body=context.body, language=context.language)
        originals = self._trace(found, body=context.body, language=context.language)
        own = [
            replace(_translated(hit, translated.get(hit.passage.id), context), original=originals[hit.passage.id])
            if hit.passage.id in originals
            else _translated(hit, translated.get(hit.passage.id), context)
            for hit in hits
        ]
        return list({hit.passage.id: hit for hit in reversed(own)}.values())[::-1]


def _translated(hit: Hit, translation: Passage | None, context: Context) -> Hit:
    """Line cosines belong to the original's lines; they serve where the translation has as many."""
    if translation is None or not may_show(translation, context):
        return hit
    lines = hit.lines if len(hit.lines) == len(translation.lines) else ()
    return replace(hit, passage=translation, original=hit.passage, lines=lines)


def _ids(candidates: Iterable[Candidate]) -> list[str]:
    return [candidate.id for candidate in candidates]


def _hit(candidate: Candidate, passage: Passage, *, rarity: float) -> Hit:
    """Line cosines belong to the words the index knew: they are left out where the passage has changed since."""
    lines = candidate.lines if len(candidate.lines) == len(passage.lines) else ()
    return Hit(
        passage=passage,
        score=candidate.score,
        dense=candidate.dense,
        lexical=candidate.lexical / rarity,
        asked=candidate.asked,
        lines=lines,
    )
