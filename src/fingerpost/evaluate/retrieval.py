"""Measures retrieval alone on a folder of judged questions, with the engines and the fusion that are served."""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from fingerpost.contract.context import Context
from fingerpost.contract.intervals import wilson_interval
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Embedder, Vector
from fingerpost.engines.search.embedded import EmbeddedIndex
from fingerpost.engines.search.fusion import DEFAULT, Fusion
from fingerpost.engines.search.index import LINE_SCALE, Entry, Question, entry_of
from fingerpost.engines.search.words import head_of
from fingerpost.evaluate.judged_set import BODY, JudgedSet, read_judged_set

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

DEPTH = 100
LEXICAL_ONLY = Fusion(page_share=0.0)
DENSE_ONLY = Fusion(lexical_share=0.0, least=0.0, most=0.0, asked_share=0.0, page_share=0.0)
WITH_MODEL: Mapping[str, Fusion] = {"dense": DENSE_ONLY, "hybrid": DEFAULT}
_SECTIONS_AT_ONCE = 32

Head = Callable[[Passage], str]
"""What is put before the lines of a passage when it is embedded."""


@dataclass(frozen=True, kw_only=True)
class Timed:
    """One method's answers: the documents found for each question, best first, and what each took."""

    ranked: Mapping[str, Sequence[str]]
    milliseconds: Sequence[float]


def measure_retrieval(
    data: Path,
    *,
    embedder: Embedder | None,
    progress: Progress | None = None,
    with_model: Mapping[str, Fusion] = WITH_MODEL,
    head: Head = head_of,
) -> dict[str, Any]:
    """Figures for lexical, dense and hybrid search over `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` in `data`.

    Each method has hit@1, hit@5, hit@10 with Wilson 95% intervals, mrr, ndcg@10, and the milliseconds of a question
    with its embedding included. Without an embedder only `lexical` is there; `with_model` names the other methods.
    Raises InvalidCase, which names file and line. Nothing is kept.
    """
    judged = read_judged_set(data)
    tell = progress or (lambda *_: None)
    model = embedder.digest if embedder else ""
    with tempfile.TemporaryDirectory(prefix="fingerpost-bench-") as folder:
        started = time.perf_counter()
        EmbeddedIndex(Path(folder)).replace(entries=_make_entries(judged, embedder, head, tell), seq=1, model=model)
        import_seconds = time.perf_counter() - started
        vectors = _embed_questions(judged, embedder, tell)
        methods = _run_methods(Path(folder), judged, vectors, model=model, with_model=with_model, tell=tell)
    return {
        "data": data.name,
        "n_documents": len(judged.passages),
        "n_queries": len(judged.questions),
        "model": getattr(embedder, "name", ""),
        "fusion": "z-score of dense plus a weighted z-score of BM25, lifted by page",
        "import_seconds": round(import_seconds, 2),
        "results": {name: _figures(timed, judged) for name, timed in methods.items()},
    }


def _make_entries(judged: JudgedSet, embedder: Embedder | None, head: Head, tell: Progress) -> list[Entry]:
    if embedder is None:
        return [entry_of(passage) for passage in judged.passages]
    entries: list[Entry] = []
    for start in range(0, len(judged.passages), _SECTIONS_AT_ONCE):
        batch = judged.passages[start : start + _SECTIONS_AT_ONCE]
        sections = embedder.embed_sections(
            [(head(passage), [line.text for line in passage.lines]) for passage in batch]
        )
        entries += [
            entry_of(passage, vector=each.passage, lines=np.rint(each.lines * LINE_SCALE).astype(np.int8))
            for passage, each in zip(batch, sections, strict=True)
        ]
        tell("Embedding documents", len(entries), len(judged.passages))
    return entries


def _embed_questions(
    judged: JudgedSet, embedder: Embedder | None, tell: Progress
) -> dict[str, tuple[Vector | None, float]]:
    """Each question's vector, and the milliseconds it took: made once, and counted for each method that needs it."""
    vectors: dict[str, tuple[Vector | None, float]] = {}
    for number, (key, text) in enumerate(judged.questions.items(), start=1):
        started = time.perf_counter()
        vector = embedder.embed_question(text) if embedder else None
        vectors[key] = (vector, (time.perf_counter() - started) * 1000)
        tell("Embedding questions", number, len(judged.questions))
    return vectors


def _run_methods(
    folder: Path,
    judged: JudgedSet,
    vectors: Mapping[str, tuple[Vector | None, float]],
    *,
    model: str,
    with_model: Mapping[str, Fusion],
    tell: Progress,
) -> dict[str, Timed]:
    none: Mapping[str, tuple[Vector | None, float]] = dict.fromkeys(vectors, (None, 0.0))
    methods = {"lexical": _run(EmbeddedIndex(folder, fusion=LEXICAL_ONLY), judged, "", none)}
    in_all = 1 + len(with_model)
    tell("Searching", 1, in_all)
    if model:
        for number, (name, fusion) in enumerate(with_model.items(), start=2):
            methods[name] = _run(EmbeddedIndex(folder, fusion=fusion), judged, model, vectors)
            tell("Searching", number, in_all)
    return methods


def _run(
    index: EmbeddedIndex, judged: JudgedSet, model: str, vectors: Mapping[str, tuple[Vector | None, float]]
) -> Timed:
    context = Context(body=BODY, at=datetime(2000, 1, 1, tzinfo=UTC))
    index.search(Question(text="warm"), context=context, limit=1)  # opens the files
    ranked: dict[str, Sequence[str]] = {}
    milliseconds: list[float] = []
    for key, text in judged.questions.items():
        vector, embedding = vectors[key]
        started = time.perf_counter()
        found = index.search(Question(text=text, vector=vector, model=model), context=context, limit=DEPTH)
        milliseconds.append(embedding + (time.perf_counter() - started) * 1000)
        ranked[key] = [candidate.id for candidate in found]
    return Timed(ranked=ranked, milliseconds=milliseconds)


def _figures(timed: Timed, judged: JudgedSet) -> dict[str, Any]:
    first = {key: _first_right(timed.ranked[key], judged.grades[key]) for key in judged.questions}
    n = len(first)
    figures: dict[str, Any] = {}
    for depth in (1, 5, 10):
        hits = sum(rank is not None and rank <= depth for rank in first.values())
        low, high = wilson_interval(hits, n)
        figures[f"hit@{depth}"] = round(hits / n, 4)
        figures[f"hit@{depth}_interval"] = [round(low, 4), round(high, 4)]
    figures["mrr"] = round(sum(1 / rank for rank in first.values() if rank) / n, 4)
    figures["ndcg@10"] = round(
        statistics.fmean(_ndcg(timed.ranked[key], judged.grades[key]) for key in judged.questions), 4
    )
    figures["ms_p50"] = round(statistics.median(timed.milliseconds), 2)
    figures["ms_p95"] = round(float(np.percentile(timed.milliseconds, 95)), 2)
    return figures


def _first_right(ranked: Sequence[str], grades: Mapping[str, int]) -> int | None:
    """The rank of the first right document, from 1; None where none is among the first hundred."""
    return next((rank for rank, key in enumerate(ranked, start=1) if grades.get(key, 0) > 0), None)


def _ndcg(ranked: Sequence[str], grades: Mapping[str, int], *, depth: int = 10) -> float:
    """Normalised discounted cumulative gain with the grade as gain (Järvelin and Kekäläinen, 2002)."""
    gained = _discount([grades.get(key, 0) for key in ranked[:depth]])
    return gained / _discount(sorted(grades.values(), reverse=True)[:depth])


def _discount(gains: Sequence[int]) -> float:
    return sum(max(gain, 0) / float(np.log2(rank + 1)) for rank, gain in enumerate(gains, start=1))
