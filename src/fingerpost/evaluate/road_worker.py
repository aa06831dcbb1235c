"""The process that `road` starts: makes a library of one size, asks the questions of the cases, prints figures."""

import json
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

WARM_UP = 10  # questions asked before the clock counts
STARTED = perf_counter()
MOST = 200  # questions timed
THREADS = 2
SEED = 20


def main() -> None:
    import django  # noqa: PLC0415 - settings come from the environment that `road` sets

    django.setup()
    found = make(int(sys.argv[2])) if sys.argv[1] == "make" else measure(started=STARTED)
    print(json.dumps(found))  # noqa: T201 - the figures go back to the process that asked


def make(size: int) -> dict[str, Any]:
    """Make the library and its index; gives the seconds that indexing took."""
    from fingerpost.engines.embeddings.minilm import MiniLM  # noqa: PLC0415 - Django first
    from fingerpost.engines.search.embedded import EmbeddedIndex  # noqa: PLC0415
    from fingerpost.engines.search.indexer import keep_in_step  # noqa: PLC0415

    embedder = MiniLM(threads=THREADS)
    make_library(size, model=embedder.digest)
    started = perf_counter()
    keep_in_step(EmbeddedIndex(Path(os.environ["FINGERPOST_HOME"]) / "index"), embedder=embedder)
    return {"index_s": round(perf_counter() - started, 1)}


def measure(*, started: float) -> dict[str, Any]:
    """Figures of the library that was made, in milliseconds, megabytes and seconds."""
    from fingerpost.engines.embeddings.minilm import MiniLM  # noqa: PLC0415 - Django first
    from fingerpost.engines.search.embedded import EmbeddedIndex  # noqa: PLC0415

    home = Path(os.environ["FINGERPOST_HOME"])
    embedder, index = MiniLM(threads=THREADS), EmbeddedIndex(home / "index")
    timed = ask_all(index=index, embedder=embedder, home=home)
    return {
        "road_p50_ms": percentile(timed["road"], 50),
        "road_p95_ms": percentile(timed["road"], 95),
        "search_p50_ms": percentile(timed["search"], 50),
        "search_p95_ms": percentile(timed["search"], 95),
        "rest_p50_ms": percentile(timed["rest"], 50),
        "rest_p95_ms": percentile(timed["rest"], 95),
        "questions": len(timed["road"]),
        "first_answer_s": round(timed["first"][0] - started, 2),
        "memory_mb": resident_megabytes(),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def make_library(size: int, *, model: str) -> None:
    """Replace what the copied database holds by `size` passages made of it."""
    from fingerpost.evaluate.road import BODY  # noqa: PLC0415
    from fingerpost.evaluate.scale import make_passages, store_passages  # noqa: PLC0415
    from fingerpost.knowledge.content import words_digest  # noqa: PLC0415
    from fingerpost.knowledge.models import Document, OutboxEntry, StoredPassage  # noqa: PLC0415
    from fingerpost.knowledge.reading import iterate_passages  # noqa: PLC0415
    from fingerpost.knowledge.vectors import load_vectors  # noqa: PLC0415

    real = list(iterate_passages())
    vectors = load_vectors((words_digest(passage) for passage in real), model_digest=model)
    for table in (StoredPassage, Document, OutboxEntry):
        table.objects.all().delete()
    held = [passage for passage in real if words_digest(passage) in vectors]
    store_passages(
        make_passages(size, from_passages=held, vectors=vectors, seed=SEED), body=BODY, collection="made", model=model
    )


def ask_all(*, index: Any, embedder: Any, home: Path) -> dict[str, list[float]]:
    """Every question along the road, one after another: milliseconds of the whole, of the search, of the rest."""
    from fingerpost.capabilities import discover  # noqa: PLC0415
    from fingerpost.contract.context import Context  # noqa: PLC0415
    from fingerpost.contract.ports import Engines  # noqa: PLC0415
    from fingerpost.engines.clock import SystemClock  # noqa: PLC0415
    from fingerpost.engines.search.service import HybridSearch  # noqa: PLC0415
    from fingerpost.evaluate.cases import read_cases  # noqa: PLC0415
    from fingerpost.evaluate.road import BODY  # noqa: PLC0415
    from fingerpost.knowledge.reading import StoredPassages  # noqa: PLC0415
    from fingerpost.pipeline.run import travel  # noqa: PLC0415
    from fingerpost.record.keys import KeyStore  # noqa: PLC0415
    from fingerpost.record.recorder import Recorder  # noqa: PLC0415

    search = Stopwatch(HybridSearch(index=index, embedder=embedder))
    clock = SystemClock()
    engines = Engines(search=search, passages=StoredPassages(), clock=clock)
    recorder = Recorder(keys=KeyStore(home / "keys" / "record-master"), system={"release": "bench"})
    capability = discover()["answer"]
    timed: dict[str, list[float]] = {"road": [], "search": [], "rest": [], "first": []}
    for number, case in enumerate(read_cases(capability)[: MOST + WARM_UP]):
        context = Context(body=BODY, at=clock.now(), nation=case.nation, language=case.language, door="bench")
        search.milliseconds = 0.0
        started = perf_counter()
        run = travel(case.request, capability=capability, context=context, engines=engines, recorder=recorder)
        whole = (perf_counter() - started) * 1000
        timed["first"] = timed["first"] or [perf_counter()]
        step = run.step("capability")
        if number >= WARM_UP and step is not None and search.milliseconds:
            timed["road"].append(whole)
            timed["search"].append(search.milliseconds)
            timed["rest"].append(whole - step.milliseconds)
    return timed


class Stopwatch:
    """The search, with the time of its last question."""

    def __init__(self, search: Any) -> None:
        self._search = search
        self.milliseconds = 0.0

    @property
    def digest(self) -> str:
        return str(self._search.digest)

    def find(self, question: str, **more: Any) -> Any:
        started = perf_counter()
        try:
            return self._search.find(question, **more)
        finally:
            self.milliseconds += (perf_counter() - started) * 1000


def percentile(values: Sequence[float], share: int) -> float:
    """The nearest-rank percentile, to a hundredth."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)], 2)


def resident_megabytes() -> int:
    """Resident memory now, from the kernel."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


if __name__ == "__main__":
    main()
