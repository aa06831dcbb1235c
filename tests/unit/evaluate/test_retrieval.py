"""`fingerpost bench retrieval`: figures over any folder of judged questions, and clear faults in its files."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost.contract.errors import InvalidCase
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.evaluate.judged_set import read_judged_set
from fingerpost.evaluate.retrieval import _first_right, _ndcg, measure_retrieval

CORPUS = [
    {"id": "bins#1", "title": "Bin collection", "text": "Put your bin out by 7am. Garden waste goes every two weeks."},
    {"id": "tax#1", "title": "Council tax", "text": "You may get a discount if you live alone."},
    {"id": "school#1", "title": "", "text": "Apply for a school place by 15 January."},
]
QUERIES = [
    {"id": "q1", "text": "when is garden waste collected"},
    {"id": "q2", "text": "discount for living alone"},
    {"id": "q3", "text": "nobody has judged this"},
]
QRELS = "query\tdocument\tgrade\nq1\tbins#1\t2\nq1\ttax#1\t0\nq2\ttax#1\t1\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write(tmp_path, "corpus.jsonl", "\n".join(json.dumps(row) for row in CORPUS))
    write(tmp_path, "queries.jsonl", "\n".join(json.dumps(row) for row in QUERIES))
    write(tmp_path, "qrels.tsv", QRELS)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_each_method_has_its_figures(data: Path) -> None:
    found = measure_retrieval(data, embedder=HashingEmbedder())
    assert (found["n_documents"], found["n_queries"]) == (3, 2)
    assert set(found["results"]) == {"lexical", "dense", "hybrid"}
    for figures in found["results"].values():
        assert figures["hit@1"] == figures["mrr"] == figures["ndcg@10"] == 1
        assert figures["hit@1_interval"][0] < 1
        assert figures["ms_p50"] > 0
    json.dumps(found)


def test_without_a_model_only_words_are_measured(data: Path) -> None:
    assert set(measure_retrieval(data, embedder=None)["results"]) == {"lexical"}


def test_progress_is_told(data: Path) -> None:
    told: list[tuple[str, int, int]] = []
    measure_retrieval(data, embedder=HashingEmbedder(), progress=lambda *what: told.append(what))
    assert told[-1] == ("Searching", 3, 3)


def test_question_without_a_right_answer_is_not_counted(data: Path) -> None:
    assert set(read_judged_set(data).questions) == {"q1", "q2"}


def test_judgements_may_come_without_a_header(data: Path) -> None:
    write(data, "qrels.tsv", QRELS.partition("\n")[2])
    assert read_judged_set(data).grades["q1"] == {"bins#1": 2, "tax#1": 0}


def test_text_is_cut_into_lines_as_at_import(data: Path) -> None:
    assert len(read_judged_set(data).passages[0].lines) == 2


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("corpus.jsonl", lambda text: text + "\n{broken", r"corpus\.jsonl, line 4, is not JSON"),
        ("corpus.jsonl", lambda text: text + "\n[]", r"corpus\.jsonl, line 4, is not a JSON object"),
        ("corpus.jsonl", lambda text: text + '\n{"id": "x"}', r"corpus\.jsonl, line 4: 'text' is missing"),
        ("corpus.jsonl", lambda text: text + '\n{"id": 5, "text": "a"}', r"line 4: 'id' is missing or is not text"),
        ("corpus.jsonl", lambda text: text + "\n" + text.partition("\n")[0], r"line 4: the id 'bins#1' stands there"),
        ("corpus.jsonl", lambda _: "", "holds no document"),
        ("queries.jsonl", lambda _: '{"id": "q1"}', r"queries\.jsonl, line 1: 'text' is missing"),
        ("qrels.tsv", lambda text: text + "q1 tax#1 1", r"qrels\.tsv, line 5: expected query, document and grade"),
        ("qrels.tsv", lambda text: text + "q1\ttax#1\tyes", r"qrels\.tsv, line 5: the grade 'yes'"),
        ("qrels.tsv", lambda text: text + "q9\ttax#1\t1", r"qrels\.tsv, line 5: there is no query 'q9'"),
        ("qrels.tsv", lambda text: text + "q1\tnone\t1", r"qrels\.tsv, line 5: there is no document 'none'"),
        ("qrels.tsv", lambda _: "q1\ttax#1\t0", "no question with a right answer"),
    ],
)
def test_fault_names_file_and_line(data: Path, name: str, change: Callable[[str], str], says: str) -> None:
    write(data, name, change((data / name).read_text(encoding="utf-8")))
    with pytest.raises(InvalidCase, match=says):
        read_judged_set(data)


def test_missing_or_binary_file_is_named(data: Path) -> None:
    (data / "corpus.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidCase, match=r"corpus\.jsonl could not be read"):
        read_judged_set(data)
    (data / "qrels.tsv").unlink()
    with pytest.raises(InvalidCase, match="could not be read"):
        read_judged_set(data)


def test_gain_is_discounted_by_rank() -> None:
    assert _ndcg(["a", "b"], {"a": 1}) == 1
    assert _ndcg(["b", "a"], {"a": 1}) == pytest.approx(0.6309, abs=1e-4)
    assert _ndcg(["c"], {"a": 1}) == 0
    assert _ndcg(["b", "a"], {"a": 3, "b": 1}) == pytest.approx((1 + 3 / 1.58496) / (3 + 1 / 1.58496), abs=1e-4)


def test_first_right_document_counts_from_one() -> None:
    assert _first_right(["x", "a"], {"a": 1, "x": 0}) == 2
    assert _first_right(["x"], {"a": 1}) is None
