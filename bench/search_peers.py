"""Our search beside haystack-ai and LanceDB: the same passages, the same vectors, the same questions, one run.

    python bench/search_peers.py --passages 20000 --peers-python .venv-bench/bin/python

Each is measured in a process of its own, one after another: the time to index, the time of a hybrid question with its
vector given, and the most memory the process ever held. See README.md for what is and is not compared.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
BODY = "bench"
LIMIT = 10
WARM_UP = 10

Ask = Callable[[str, "np.ndarray[Any, Any]"], int]
"""Asks one question by its words and its vector, and gives how many passages came back."""


def main() -> None:
    options = _read_options()
    if options.step:
        sys.stdout.write(json.dumps(STEPS[options.step](Path(options.folder), options.passages)))
        return
    with tempfile.TemporaryDirectory(prefix="fingerpost-peers-") as folder:
        made = _run(sys.executable, "prepare", folder, options.passages)
        machine = f"{platform.machine()}, {os.cpu_count()} cores"
        print(f"{made['passages']:,} passages, {made['questions']} questions, {machine}")
        figures = {"fingerpost": _run(sys.executable, "fingerpost", folder, options.passages)}
        for peer in ("haystack", "lancedb"):
            figures[peer] = _run(options.peers_python, peer, folder, options.passages)
    _show(figures)
    if options.json:
        Path(options.json).write_text(json.dumps({**made, "figures": figures}, indent=2), encoding="utf-8")


def prepare(folder: Path, passages: int) -> dict[str, Any]:
    """The starter library, and mixtures of it up to the number wanted: text and vectors, in files that all can read."""
    import shutil

    home = folder / "home"
    os.environ |= {"FINGERPOST_HOME": str(home), "DJANGO_SETTINGS_MODULE": "fingerpost.site.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    home.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    from fingerpost.engines.embeddings.minilm import MiniLM
    from fingerpost.engines.search.sections import embed_missing
    from fingerpost.engines.search.words import head_of
    from fingerpost.evaluate.scale import make_passages
    from fingerpost.knowledge.content import words_digest
    from fingerpost.knowledge.importing import import_folder
    from fingerpost.knowledge.reading import iterate_passages
    from fingerpost.knowledge.vectors import load_vectors

    import_folder(ROOT / "library", body=BODY, collection="starter", title="Starter library")
    model = MiniLM(threads=os.cpu_count() or 1)
    real = [replace(passage, asked=()) for passage in iterate_passages() if passage.language == "en"]
    questions = [each for passage in iterate_passages() for each in passage.asked[:1]][:300]
    questions = questions or [f"{passage.title} {passage.heading}" for passage in real[::4]][:300]
    embed_missing(real, embedder=model, total=len(real), tell=lambda *_: None)
    kept = load_vectors((words_digest(passage) for passage in real), model_digest=model.digest)
    vectors = []
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as file:
        for passage, made in make_passages(passages, from_passages=real, vectors=kept, seed=1):
            row = {"id": passage.id, "text": f"{head_of(passage)} {passage.text}"}
            file.write(json.dumps(row) + "\n")
            vectors.append(made.passage)
    np.save(folder / "vectors.npy", np.array(vectors, dtype=np.float32))
    np.save(folder / "question_vectors.npy", np.array([model.embed_question(each) for each in questions]))
    (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    shutil.rmtree(home)
    return {"passages": len(vectors), "questions": len(questions), "of them real": min(len(real), passages)}


def run_fingerpost(folder: Path, _passages: int) -> dict[str, Any]:
    from datetime import UTC, datetime

    from fingerpost.contract.context import ALL_NATIONS, Context
    from fingerpost.engines.search.embedded import EmbeddedIndex
    from fingerpost.engines.search.index import Entry, Question
    from fingerpost.engines.search.profiles import NO_END, NO_START, Profile

    nations = tuple(sorted(str(nation) for nation in ALL_NATIONS))
    profile = Profile(BODY, "starter", "public", "en", ("residents",), nations)

    def entries() -> Iterator[Entry]:
        for row, vector in _read_passages(folder):
            yield Entry(
                id=row["id"], digest="", profile=profile, first_day=NO_START, last_day=NO_END, text=row["text"],
                vector=vector,
            )  # fmt: skip

    def build() -> Ask:
        index = EmbeddedIndex(folder / "index")
        index.replace(entries=entries(), seq=1, model="bench")
        context = Context(body=BODY, at=datetime.now(tz=UTC))
        return lambda text, vector: len(
            index.search(Question(text=text, vector=vector, model="bench"), context=context, limit=LIMIT)
        )

    return _measure(folder, build, version("fingerpost"), "tantivy + exact dot product, filtered, fused; on disk")


def run_haystack(folder: Path, _passages: int) -> dict[str, Any]:
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    def build() -> Ask:
        store = InMemoryDocumentStore(return_embedding=False)
        store.write_documents(
            [
                Document(id=row["id"], content=row["text"], embedding=vector.tolist())
                for row, vector in _read_passages(folder)
            ]
        )
        by_words, by_vector = InMemoryBM25Retriever(store, top_k=100), InMemoryEmbeddingRetriever(store, top_k=100)
        joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=LIMIT)

        def ask(text: str, vector: "np.ndarray[Any, Any]") -> int:
            found = [by_words.run(query=text)["documents"], by_vector.run(query_embedding=vector.tolist())["documents"]]
            return len(joiner.run(documents=found)["documents"])

        return ask

    return _measure(folder, build, version("haystack-ai"), "InMemory BM25 + embedding retriever, RRF; in memory only")


def run_lancedb(folder: Path, _passages: int) -> dict[str, Any]:
    import lancedb
    import pyarrow
    from lancedb.index import FTS
    from lancedb.rerankers import RRFReranker

    def build() -> Ask:
        rows = list(_read_passages(folder))
        vectors = pyarrow.FixedSizeListArray.from_arrays(
            pyarrow.array(np.concatenate([vector for _, vector in rows])), len(rows[0][1])
        )
        columns = {
            "id": [row["id"] for row, _ in rows],
            "text": [row["text"] for row, _ in rows],
            "vector": vectors,
        }
        table = lancedb.connect(str(folder / "lance")).create_table("passages", pyarrow.table(columns))
        table.create_index("text", config=FTS(language="English", stem=True, remove_stop_words=True))
        reranker = RRFReranker()

        def ask(text: str, vector: "np.ndarray[Any, Any]") -> int:
            words = " ".join("".join(letter if letter.isalnum() else " " for letter in text).split())
            query = table.search(query_type="hybrid").vector(vector).text(words).distance_type("dot")
            return len(query.rerank(reranker).limit(LIMIT).to_list())

        return ask

    return _measure(folder, build, version("lancedb"), "exact vectors + its own full-text index, RRF; on disk")


STEPS: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "prepare": prepare,
    "fingerpost": run_fingerpost,
    "haystack": run_haystack,
    "lancedb": run_lancedb,
}


def _measure(folder: Path, build: Callable[[], Ask], named: str, how: str) -> dict[str, Any]:
    """Index once, warm up, then ask every question once."""
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / "question_vectors.npy")
    started = time.perf_counter()
    ask = build()
    indexing = time.perf_counter() - started
    for text, vector in list(zip(questions, vectors, strict=True))[:WARM_UP]:
        ask(text, vector)
    taken = []
    for text, vector in zip(questions, vectors, strict=True):
        started = time.perf_counter()
        found = ask(text, vector)
        taken.append((time.perf_counter() - started) * 1000)
        if not found:
            raise RuntimeError(f"nothing found for {text!r}: the figures would mean nothing")
    return {
        "version": named,
        "how": how,
        "index_s": round(indexing, 2),
        "p50_ms": round(float(np.percentile(taken, 50)), 2),
        "p95_ms": round(float(np.percentile(taken, 95)), 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _read_passages(folder: Path) -> Iterator[tuple[dict[str, str], "np.ndarray[Any, Any]"]]:
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    with (folder / "passages.jsonl").open(encoding="utf-8") as file:
        for line, vector in zip(file, vectors, strict=True):
            yield json.loads(line), np.asarray(vector)


def _run(python: str, step: str, folder: str, passages: int) -> dict[str, Any]:
    print(f"{step} ...", file=sys.stderr)
    command = [python, __file__, "--step", step, "--folder", folder, "--passages", str(passages)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


def _show(figures: dict[str, dict[str, Any]]) -> None:
    ours = figures["fingerpost"]
    names = ("index_s", "p50_ms", "p95_ms", "peak_mb")
    print(f"{'':24}" + "".join(f"{name:>20}" for name in names))
    for who, row in figures.items():
        cells = (f"{row[name]:,.1f} ({row[name] / ours[name]:.2f}x)" for name in names)
        print(f"{who + ' ' + row['version']:24}" + "".join(f"{cell:>20}" for cell in cells))
    print("In brackets: times ours.")
    for who, row in figures.items():
        print(f"{who}: {row['how']}")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--peers-python", default=sys.executable, help="the Python in which the peers are installed")
    parser.add_argument("--json", help="a file to write the figures to")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
