"""Embeds the passages whose words have no vectors yet, and keeps what it made after every few."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Embedder, Vector
from fingerpost.engines.search.words import head_of
from fingerpost.knowledge.content import words_digest
from fingerpost.knowledge.vectors import load_vectors, save_vectors

LOOKED_UP_AT_ONCE = 500
KEPT_AT_ONCE = 32
"""Passages embedded between two savings: about a second's work, which is all that a crash can lose."""


def embed_missing(
    passages: Iterable[Passage], *, embedder: Embedder | None, total: int, tell: Callable[[str, int, int], None]
) -> int:
    """Make and keep the vectors that are missing; gives how many texts were embedded. Without an embedder, none."""
    if embedder is None:
        return 0
    left, done, embedded = iter(passages), 0, 0
    while batch := list(islice(left, LOOKED_UP_AT_ONCE)):
        missing = _missing(batch, embedder)
        for start in range(0, len(missing), KEPT_AT_ONCE):
            _embed(missing[start : start + KEPT_AT_ONCE], embedder)
            tell("Reading passages into the search model", done + start, total)
        done += len(batch)
        embedded += len(missing)
        if missing:
            tell("Reading passages into the search model", done, total)
    return embedded


def _missing(passages: Sequence[Passage], embedder: Embedder) -> list[tuple[str, Passage]]:
    """One passage for each text that has no vectors yet, by the digest of its words."""
    by_words = {words_digest(passage): passage for passage in passages}
    kept = load_vectors(by_words, model_digest=embedder.digest)
    return [(digest, passage) for digest, passage in by_words.items() if digest not in kept]


def _embed(batch: Sequence[tuple[str, Passage]], embedder: Embedder) -> None:
    sections = [(head_of(passage), [line.text for line in passage.lines]) for _, passage in batch]
    vectors = embedder.embed_sections(sections)
    made = {
        digest: replace(each, asked=_embed_asked(passage, embedder))
        for (digest, passage), each in zip(batch, vectors, strict=True)
    }
    save_vectors(made, model_digest=embedder.digest)


def _embed_asked(passage: Passage, embedder: Embedder) -> Vector:
    """One row for each question that people ask of the passage, each run as a section without lines."""
    rows = [made.passage for made in embedder.embed_sections([(text, ()) for text in passage.asked])]
    return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)
