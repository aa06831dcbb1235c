"""A library of any size out of a real one."""

import numpy as np
import pytest
from tests.unit.engines.guidance import passage

from fingerpost.contract.ports import SectionVectors
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.search.indexer import rebuild_index
from fingerpost.engines.search.memory import MemoryIndex
from fingerpost.evaluate.scale import make_passages, store_passages
from fingerpost.knowledge.content import words_digest
from fingerpost.knowledge.reading import count_passages
from fingerpost.knowledge.vectors import StoredVectors

EMBEDDER = HashingEmbedder()
REAL = [passage(f"page#part-{n}", f"Rule {n} of the page.", f"It costs £{n}.", title=f"Page {n}") for n in range(5)]


def vectors() -> dict[str, StoredVectors]:
    made = EMBEDDER.embed_sections([(each.title, [line.text for line in each.lines]) for each in REAL])
    none = np.zeros((0, 384), dtype=np.int8)
    return {
        words_digest(each): StoredVectors(
            passage=one.passage.astype(np.float16), lines=np.rint(one.lines * 127).astype(np.int8), asked=none
        )
        for each, one in zip(REAL, made, strict=True)
    }


def make(n: int, *, seed: int = 1) -> list[tuple[str, SectionVectors]]:
    return [(p.id, made) for p, made in make_passages(n, from_passages=REAL, vectors=vectors(), seed=seed)]


def test_real_passages_come_first_and_ids_are_unique() -> None:
    made = [key for key, _ in make(40)]
    assert made[:5] == [each.id for each in REAL]
    assert len(set(made)) == 40


def test_same_seed_makes_the_same_and_another_makes_others() -> None:
    once, again, other = make(20), make(20), make(20, seed=2)
    assert all(np.array_equal(a[1].passage, b[1].passage) for a, b in zip(once, again, strict=True))
    assert not np.array_equal(once[19][1].passage, other[19][1].passage)


def test_each_passage_has_a_vector_for_each_of_its_lines() -> None:
    for each, made in make_passages(30, from_passages=REAL, vectors=vectors(), seed=1):
        assert made.lines.shape == (len(each.lines), 384)
        assert float(np.linalg.norm(made.passage)) == pytest.approx(1, abs=1e-3)


def test_fewer_than_there_are_real_ones_can_be_asked_for() -> None:
    assert len(make(3)) == 3


@pytest.mark.django_db
def test_stored_passages_can_be_indexed_without_embedding_anything() -> None:
    made = make_passages(25, from_passages=REAL, vectors=vectors(), seed=1)
    assert store_passages(made, body="fernby", collection="bench", model=EMBEDDER.digest) == 25
    assert count_passages(body="fernby") == 25
    index = MemoryIndex()
    assert rebuild_index(index, embedder=EMBEDDER).embedded == 0
    assert index.state().count == 25
    assert index.state().bare == 0
