"""A question asked again costs nothing."""

import numpy as np
import pytest

from fingerpost.contract.ports import Vector
from fingerpost.engines.embeddings.minilm import MiniLM
from fingerpost.engines.embeddings.recent import Recent


def test_question_asked_again_is_not_made_again() -> None:
    made: list[str] = []
    recent = Recent(size=2)

    def make(question: str) -> Vector:
        made.append(question)
        return np.ones(3, dtype=np.float32)

    for question in ("a", "a", "b", "a", "c", "a", "b"):
        recent.get(question, make)
    assert made == ["a", "b", "c", "b"]


def test_what_is_held_cannot_be_changed_by_one_caller_for_another(minilm: MiniLM) -> None:
    section = minilm.embed_sections([("Bins", ["Put it", "out"])])[0]
    for held in (minilm.embed_question("When?"), section.passage, section.lines):
        with pytest.raises(ValueError, match="read-only"):
            held[0] = 5
