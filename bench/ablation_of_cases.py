"""What each part of the search is worth on our own cases: `python bench/ablation_of_cases.py [--json FILE]`.

The cases of the answer capability that guidance answers, along the guard and the search, over the library of
FINGERPOST_HOME; counted is whether the first passage stands on a right page. The encoder has learned from the pages of
the starter library, though from none of these questions: other libraries gain less.
"""

# ruff: noqa: E402 - Django first

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")
django.setup()

from fingerpost import guard
from fingerpost.capabilities import discover
from fingerpost.capabilities.answer.finding import seek
from fingerpost.capabilities.answer.judge import right_pages
from fingerpost.contract.context import Context
from fingerpost.contract.intervals import wilson_interval
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Clock, Embedder, Search
from fingerpost.contract.run import Route, Run
from fingerpost.engines.search.embedded import EmbeddedIndex
from fingerpost.engines.search.fusion import DEFAULT
from fingerpost.engines.search.index import LINE_SCALE, Entry, entry_of
from fingerpost.engines.search.service import HybridSearch
from fingerpost.evaluate.cases import Case, read_cases
from fingerpost.evaluate.retrieval import DENSE_ONLY
from fingerpost.knowledge.reading import iterate_passages
from fingerpost.site import wiring

BODY = os.environ.get("FINGERPOST_BODY", "fernby")
NO_LISTED = replace(DEFAULT, asked_share=0.0, most_asked=DEFAULT.most)
ROWS = {
    "meaning alone": DENSE_ONLY,
    "both, without the listed questions": NO_LISTED,
    "both, the page does not lift": replace(DEFAULT, page_share=0.0),
    "as served": DEFAULT,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    wiring.make_ready(lambda *_: None)
    figures = {name: measure(search) for name, search in list_searches()}
    for name, found in figures.items():
        print(f"{name}: {found}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def list_searches() -> Iterator[tuple[str, Search]]:
    embedder = cast(Embedder, wiring.build_embedder())
    folder = Path(os.environ["FINGERPOST_HOME"]) / "index"
    yield "words alone", HybridSearch(index=EmbeddedIndex(folder), embedder=None)
    for name, fusion in ROWS.items():
        yield name, HybridSearch(index=EmbeddedIndex(folder, fusion=fusion), embedder=embedder)
    for name, head in {"without headings": _title, "without title and headings": lambda _: ""}.items():
        with index_with(head, embedder) as index:
            yield f"meaning embedded {name}", HybridSearch(index=index, embedder=embedder)


def _title(passage: Passage) -> str:
    return passage.title


@contextmanager
def index_with(head: Callable[[Passage], str], embedder: Embedder) -> Iterator[EmbeddedIndex]:
    """An index of the same passages whose vectors are made with another head. Its words stay as they are."""
    with tempfile.TemporaryDirectory(prefix="fingerpost-bench-") as folder:
        index = EmbeddedIndex(Path(folder), fusion=DEFAULT)
        entries = [_entry(passage, head(passage), embedder) for passage in iterate_passages(body=BODY)]
        index.replace(entries=entries, seq=1, model=embedder.digest)
        yield index


def _entry(passage: Passage, head: str, embedder: Embedder) -> Entry:
    (made,) = embedder.embed_sections([(head, [line.text for line in passage.lines])])
    asked = [each.passage for each in embedder.embed_sections([(text, ()) for text in passage.asked])]
    return entry_of(
        passage,
        vector=made.passage,
        lines=np.rint(made.lines * LINE_SCALE).astype(np.int8),
        asked=np.rint(np.stack(asked) * LINE_SCALE).astype(np.int8) if asked else None,
    )


def measure(search: Search) -> dict[str, Any]:
    """How many first passages stand on a right page, and the milliseconds of a search."""
    right, times = [], []
    for case, run in _runs():
        sought = seek(run.request, language=run.context.language)
        started = time.perf_counter()
        hits = search.find(sought.text, context=run.context, limit=20)
        times.append((time.perf_counter() - started) * 1000)
        right.append(bool(hits) and hits[0].passage.document.rpartition("/")[2] in right_pages(case.expected))
    low, high = wilson_interval(sum(right), len(right))
    return {
        "right page first": f"{sum(right)}/{len(right)}",
        "interval": [round(low, 3), round(high, 3)],
        "ms_p50": round(statistics.median(times), 1),
    }


def _runs() -> Sequence[tuple[Case, Run]]:
    at = cast(Clock, wiring.build_engines().one("clock")).now()
    cases = [case for case in read_cases(discover()["answer"]) if case.expected["expect"] == "answered"]
    return [
        (case, run)
        for case in cases
        if (run := _guarded(case, Context(body=BODY, at=at, nation=case.nation, language=case.language))) is not None
    ]


def _guarded(case: Case, context: Context) -> Run | None:
    run = Run(reference="", capability="answer", request=case.request, context=context)
    for check in guard.BEFORE:
        run = check(run)
        if run.route is Route.STOP:
            return None
    return run


if __name__ == "__main__":
    main()
