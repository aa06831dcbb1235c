"""What every embedder must do: the model that is served, and its twin for tests."""

import numpy as np
import pytest

from fingerpost.contract.ports import Embedder
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, WEIGHTS, MiniLM

HEAD = "Child Benefit: who can get it"
LINES = ["You get it if you look after a child under 16.", "It is paid every 4 weeks.", "Only one person can claim."]


@pytest.fixture(scope="module", params=["minilm", "reports", "memory"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "memory":
        return HashingEmbedder()
    return MiniLM(threads=2, pinned=REPORT_WEIGHTS if request.param == "reports" else WEIGHTS)


def length(vector: np.typing.NDArray[np.float32]) -> float:
    return float(np.linalg.norm(vector))


def test_question_becomes_one_vector_of_length_one(embedder: Embedder) -> None:
    vector = embedder.embed_question("How much is child benefit?")
    assert vector.shape == (384,)
    assert vector.dtype == np.float32
    assert length(vector) == pytest.approx(1, abs=1e-5)


def test_section_becomes_one_vector_and_one_for_each_line(embedder: Embedder) -> None:
    (made,) = embedder.embed_sections([(HEAD, LINES)])
    assert made.passage.shape == (384,)
    assert made.lines.shape == (3, 384)
    assert made.lines.dtype == np.float32
    assert [length(line) for line in made.lines] == pytest.approx([1, 1, 1], abs=1e-5)


def test_same_words_give_the_same_vector(embedder: Embedder) -> None:
    first, second = (embedder.embed_sections([(HEAD, LINES)])[0] for _ in range(2))
    assert np.array_equal(first.passage, second.passage)
    assert np.array_equal(embedder.embed_question("a"), embedder.embed_question("a"))


def test_a_section_that_was_just_read_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The classifier and the signs read the same report one after the other."""
    model, runs = MiniLM(threads=1), list[int]()
    as_it_is = model._run
    monkeypatch.setattr(model, "_run", lambda ids: runs.append(len(ids)) or as_it_is(ids))
    first, second = (model.embed_sections([("", LINES)])[0] for _ in range(2))
    assert len(runs) == 1
    assert np.array_equal(first.lines, second.lines)
    assert not first.lines.flags.writeable


def test_company_of_a_batch_changes_nothing(embedder: Embedder) -> None:
    (alone,) = embedder.embed_sections([(HEAD, LINES)])
    among = embedder.embed_sections([("Bins", ["Put it out by 7am."]), (HEAD, LINES), ("Tax", ["Pay it. " * 40])])
    assert np.array_equal(among[1].passage, alone.passage)
    assert np.array_equal(among[1].lines, alone.lines)
    assert len(among) == 3


def test_nearer_words_have_the_higher_cosine(embedder: Embedder) -> None:
    question = embedder.embed_question("child benefit payment every 4 weeks")
    near, far = embedder.embed_sections([(HEAD, LINES), ("Parking permits", ["You need a permit in zone C."])])
    assert question @ near.passage > question @ far.passage
    assert int(np.argmax(near.lines @ question)) == 1


@pytest.mark.parametrize("text", ["", " ", "🙂", "ما هي", "\x00", "a" * 10_000, "word " * 600])
def test_any_text_has_a_vector(embedder: Embedder, text: str) -> None:
    assert length(embedder.embed_question(text)) == pytest.approx(1, abs=1e-5)
    (made,) = embedder.embed_sections([(text, [text, "", "plain"])])
    assert made.lines.shape == (3, 384)
    assert np.isfinite(made.lines).all()
    assert np.isfinite(made.passage).all()


def test_section_without_lines_has_a_vector_of_its_head(embedder: Embedder) -> None:
    (made,) = embedder.embed_sections([(HEAD, [])])
    assert made.lines.shape == (0, 384)
    assert length(made.passage) == pytest.approx(1, abs=1e-5)


def test_no_sections_give_nothing(embedder: Embedder) -> None:
    assert embedder.embed_sections([]) == []


def test_digest_names_the_weights(embedder: Embedder) -> None:
    assert embedder.digest
    assert embedder.digest == embedder.digest.strip()


def test_every_line_of_a_long_section_has_its_own_vector(embedder: Embedder) -> None:
    lines = [f"Rule {number}: you must tell the council about change number {number}." for number in range(80)]
    (made,) = embedder.embed_sections([(HEAD, [*lines, "Parking permits cost £40."])])
    question = embedder.embed_question("how much are parking permits")
    assert made.lines.shape == (81, 384)
    assert int(np.argmax(made.lines @ question)) == 80
