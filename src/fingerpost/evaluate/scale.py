"""Makes a library of any size out of a real one, to time things at that size.

What is made is semi-synthetic, and figures over it must say so: each passage beyond the real ones joins half of the
lines of one to half of those of another, and its vectors are theirs with a little noise. Words are as frequent as in
real guidance and vectors as crowded, so that time and memory are honest; who finds what is not. Only the real ones
list questions that people ask.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from fingerpost.contract.passages import Line, Passage
from fingerpost.contract.ports import SectionVectors
from fingerpost.knowledge.content import join_words, pack_passage, with_digest, words_digest
from fingerpost.knowledge.models import Collection, Document, StoredPassage
from fingerpost.knowledge.outbox import take_turn, write_outbox
from fingerpost.knowledge.vectors import SCALE, StoredVectors, save_vectors

NOISE = 0.3
"""The length of the noise added to a vector of length 1: two passages made of the same pair are near, not equal."""

_AT_ONCE = 1000
_PASSAGES_A_DOCUMENT = 10


def make_passages(
    n: int, *, from_passages: Sequence[Passage], vectors: Mapping[str, StoredVectors], seed: int
) -> Iterator[tuple[Passage, SectionVectors]]:
    """`n` passages with vectors: the real ones first, then mixtures of them; the same for the same seed.

    `vectors` gives those of each real passage by the digest of its words.
    """
    chance = np.random.default_rng(seed)
    real = [(passage, vectors[words_digest(passage)]) for passage in from_passages]
    for passage, kept in real[:n]:
        yield passage, SectionVectors(passage=_unit(kept.passage), lines=_long(kept.lines), asked=_long(kept.asked))
    for number in range(len(real), n):
        one, other = (real[at] for at in chance.integers(0, len(real), size=2))
        yield _mix(number, one, other, chance)


def store_passages(made: Iterator[tuple[Passage, SectionVectors]], *, body: str, collection: str, model: str) -> int:
    """Put them into the database as an import would, with their vectors; gives how many. For a home of its own only."""
    home, _ = Collection.objects.get_or_create(body=body, name=collection, defaults={"title": "Semi-synthetic"})
    count = 0
    while batch := [(_moved(passage, body, collection), each) for passage, each in islice(made, _AT_ONCE)]:
        with transaction.atomic():
            take_turn()
            documents = _make_documents(home, batch, start=count)
            rows = [_row(passage, documents[at // _PASSAGES_A_DOCUMENT]) for at, (passage, _) in enumerate(batch)]
            StoredPassage.objects.bulk_create(rows, batch_size=100)
            write_outbox(body=body, changed=[row.id for row in rows], gone=[])
        save_vectors({words_digest(passage): each for passage, each in batch}, model_digest=model)
        count += len(batch)
    return count


def _mix(
    number: int,
    one: tuple[Passage, StoredVectors],
    other: tuple[Passage, StoredVectors],
    chance: np.random.Generator,
) -> tuple[Passage, SectionVectors]:
    (left, left_vectors), (right, right_vectors) = one, other
    kept, added = (len(left.lines) + 1) // 2, (len(right.lines) + 1) // 2
    lines: tuple[Line, ...] = (*left.lines[:kept], *right.lines[-added:]) if added else left.lines[:kept]
    page, _, anchor = left.id.partition("#")
    noise = chance.normal(size=left_vectors.passage.shape[0])
    both = np.add(_unit(left_vectors.passage), _unit(right_vectors.passage))
    mixed = replace(
        left,
        id=f"{page}~{number // _PASSAGES_A_DOCUMENT}#{anchor}~{number}",
        document=f"{left.document}~{number // _PASSAGES_A_DOCUMENT}",
        title=f"{left.title} ({number})",
        heading_path=right.heading_path,
        lines=lines,
        asked=(),
    )
    added_lines = right_vectors.lines[len(right_vectors.lines) - added :]
    made = SectionVectors(
        passage=_unit(np.add(_unit(both), NOISE * _unit(np.asarray(noise)))),
        lines=_long(np.concatenate([left_vectors.lines[:kept], added_lines])),
    )
    return with_digest(mixed), made


def _moved(passage: Passage, body: str, collection: str) -> Passage:
    return with_digest(replace(passage, body=body, collection=collection, id=f"{collection}/{passage.id}"))


def _make_documents(home: Collection, batch: Sequence[tuple[Passage, SectionVectors]], *, start: int) -> list[Document]:
    documents = [
        Document(
            body=home.body,
            collection=home,
            key=f"{start + at}",
            source="made for measuring",
            title=batch[at][0].title[:500],
            copy=batch[at][0].copy,
            language="en",
            digest="",
            imported_at=datetime.now(tz=UTC),
        )
        for at in range(0, len(batch), _PASSAGES_A_DOCUMENT)
    ]
    return Document.objects.bulk_create(documents)


def _row(passage: Passage, document: Document) -> StoredPassage:
    return StoredPassage(
        id=passage.id,
        body=passage.body,
        collection=passage.collection,
        document=document,
        position=passage.position,
        access=passage.access.value if passage.access else None,
        nations=join_words(frozenset(passage.nations)),
        audience=join_words(passage.audience),
        language=passage.language,
        valid_from=passage.valid_from,
        valid_to=passage.valid_to,
        digest=passage.digest,
        words_digest=words_digest(passage),
        content=pack_passage(passage),
    )


def _long(rows: NDArray[np.int8]) -> NDArray[np.float32]:
    return rows.astype(np.float32) / np.float32(SCALE)


def _unit(vector: NDArray[Any]) -> NDArray[np.float32]:
    long = vector.astype(np.float32)
    made: NDArray[np.float32] = long / max(float(np.linalg.norm(long)), 1e-12)
    return made
