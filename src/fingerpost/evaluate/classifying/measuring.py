"""Measures the classifier that is served on texts that it did not learn from, beside two plain ones.

Three forms: all sorted texts, ten of each class, five of each. The last two are drawn five times, and each is measured
twice: with the drawn texts alone, and with the other training texts as texts that nobody sorted, as a body has them. No
text of the test is learned from in any form.
"""

import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fingerpost.contract.classifying import Class, Labelled
from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.intervals import wilson_interval
from fingerpost.contract.ports import Embedder
from fingerpost.engines.classifying.gathering import OUTSIDE
from fingerpost.engines.classifying.remembering import RememberingEmbedder
from fingerpost.engines.classifying.sureness import FALSE_REJECTIONS
from fingerpost.engines.classifying.training import train
from fingerpost.evaluate.calibration import calibration_error
from fingerpost.evaluate.classifying.peers import Said, logistic_on_embeddings, svm_on_words
from fingerpost.evaluate.classifying.sorted_texts import OUT_OF_SCOPE, SortedText

Progress = Callable[[str, int, int], None]
SHOTS = (10, 5)
SEEDS = 5
TIMED = 200
BATCH = 5_000
OURS, EMBEDDED, WORDED = "fingerpost", "embeddings + logistic regression", "TF-IDF + linear SVM"
WITH_REST = "with the rest unsorted"


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What is measured. `labels` are the classes, in order; texts of the test with another label are out of scope."""

    train: tuple[SortedText, ...]
    test: tuple[SortedText, ...]
    labels: tuple[str, ...]
    embedder: Embedder

    @property
    def classes(self) -> list[Class]:
        return [Class(label=label, title=title_of(label)) for label in self.labels]

    @property
    def is_inside(self) -> list[bool]:
        return [each.label != OUT_OF_SCOPE for each in self.test]


def title_of(label: str) -> str:
    """The words of a label: "card_arrival" is "card arrival"."""
    return " ".join(label.replace("_", " ").replace("-", " ").replace("/", " ").split()) or label


def measure_classifier(
    learned: Sequence[SortedText],
    asked: Sequence[SortedText],
    *,
    embedder: Embedder,
    progress: Progress | None = None,
    shots: Sequence[int] = SHOTS,
    seeds: int = SEEDS,
) -> dict[str, Any]:
    """All figures as plain JSON values. Raises InvalidRequest where the texts do not allow it."""
    tell = progress or (lambda *_: None)
    remembering = RememberingEmbedder(embedder)
    bench = _prepare(learned, asked, embedder=remembering)
    check_shots(bench, shots)
    _read_all(bench, tell)
    forms: dict[str, Any] = {"full": _full(bench, tell)}
    for shot in shots:
        forms[f"{shot}-shot"] = _few(bench, shot, tell, seeds=seeds)
    return {
        "train": sum(each.label not in {"", OUT_OF_SCOPE} for each in bench.train),
        "train_unsorted": sum(not each.label for each in bench.train),
        "test": sum(bench.is_inside),
        "test_out_of_scope": len(bench.test) - sum(bench.is_inside),
        "classes": len(bench.labels),
        "model": getattr(embedder, "name", ""),
        "forms": forms,
        "time": _time(bench, embedder, tell),
    }


def _prepare(learned: Sequence[SortedText], asked: Sequence[SortedText], *, embedder: Embedder) -> Bench:
    train_rows = tuple(each for each in learned if each.text)
    test_rows = tuple(each for each in asked if each.text)
    labels = tuple(sorted({each.label for each in train_rows} - {"", OUT_OF_SCOPE}))
    if len(labels) < 2:
        raise _wrong("The training file has fewer than two classes. There is nothing to tell apart.")
    if any(not each.label for each in test_rows):
        raise _wrong("A text of the test file has no label. Each needs one, or oos where it belongs to no class.")
    strange = sorted({each.label for each in test_rows} - {*labels, OUT_OF_SCOPE})
    if strange:
        raise _wrong(
            f"The test file has the class {strange[0]}, which the training file has not. "
            "Add texts of it there, or label it oos."
        )
    if not any(each.label in labels for each in test_rows):
        raise _wrong("The test file has no text of any class in the training file.")
    return Bench(train=train_rows, test=test_rows, labels=labels, embedder=embedder)


def check_shots(bench: Bench, shots: Sequence[int]) -> None:
    """Raises InvalidRequest where a class has too few texts to draw so many."""
    counts = Counter(each.label for each in bench.train)
    fewest = min(bench.labels, key=lambda label: counts[label])
    for shot in shots:
        if counts[fewest] < shot:
            raise _wrong(
                f"The class {fewest} has {counts[fewest]} texts in the training file, and the {shot}-shot form needs "
                f"{shot}. Add some, leave the class out, or use --shots to measure other forms."
            )


def _read_all(bench: Bench, tell: Progress) -> None:
    every = [*bench.train, *bench.test]
    for at, each in enumerate(every):
        bench.embedder.embed_question(each.text)
        if at % 50 == 0 or at == len(every) - 1:
            tell("Texts read", at + 1, len(every))


def _full(bench: Bench, tell: Progress) -> dict[str, Any]:
    known = [each for each in bench.train if each.label]
    rest = [each.text for each in bench.train if not each.label]
    found = {}
    for done, (name, said) in enumerate(_everybody(bench, known, rest), start=1):
        found[name] = figures(said, bench)
        tell("All sorted texts", done, 3)
    return _with_ratios(found)


def _everybody(bench: Bench, known: Sequence[SortedText], rest: Sequence[str]) -> Any:
    yield OURS, _ask_ours(bench, known, rest)
    yield from _peers(bench, known)


def _peers(bench: Bench, known: Sequence[SortedText]) -> Any:
    inside = [each for each in known if each.label != OUT_OF_SCOPE]
    texts, labels = [each.text for each in inside], [each.label for each in inside]
    asked = [each.text for each in bench.test]
    yield EMBEDDED, logistic_on_embeddings(texts, labels, asked, embedder=bench.embedder)
    yield WORDED, svm_on_words(texts, labels, asked)


def _few(bench: Bench, shot: int, tell: Progress, *, seeds: int) -> dict[str, Any]:
    runs: dict[str, list[dict[str, Any]]] = {}
    for seed in range(seeds):
        drawn = draw(bench, shot, seed=seed)
        known = [bench.train[at] for at in sorted(drawn)]
        rest = [each.text for at, each in enumerate(bench.train) if at not in drawn]
        runs.setdefault(OURS, []).append(figures(_ask_ours(bench, known, ()), bench))
        tell(f"{shot} of each class", seed * 2 + 1, seeds * 2)
        runs.setdefault(f"{OURS}, {WITH_REST}", []).append(figures(_ask_ours(bench, known, rest), bench))
        for name, said in _peers(bench, known):
            runs.setdefault(name, []).append(figures(said, bench))
        tell(f"{shot} of each class", seed * 2 + 2, seeds * 2)
    return _with_ratios({name: _mean(each) for name, each in runs.items()})


def draw(bench: Bench, shot: int, *, seed: int) -> set[int]:
    """Places of so many texts of each class; of those out of scope as many, where there are any."""
    chance = np.random.default_rng(seed)
    drawn: set[int] = set()
    for label in (*bench.labels, OUT_OF_SCOPE):
        places = [at for at, each in enumerate(bench.train) if each.label == label]
        if places:
            drawn.update(chance.choice(places, min(shot, len(places)), replace=False).tolist())
    return drawn


def _ask_ours(bench: Bench, known: Sequence[SortedText], rest: Sequence[str]) -> Said:
    examples = [Labelled(text=each.text, label=OUTSIDE if each.label == OUT_OF_SCOPE else each.label) for each in known]
    classifier = train(bench.classes, examples, embedder=bench.embedder, unlabelled=rest)
    found = classifier.classify_many([each.text for each in bench.test])
    return Said(
        labels=[each.ranked[0].label for each in found],
        sure=np.array([each.ranked[0].probability for each in found]),
        strange=np.array([each.outside for each in found]),
        is_known=np.array([each.is_known for each in found]),
    )


def figures(said: Said, bench: Bench) -> dict[str, Any]:
    """Accuracy and macro-F1 over texts of a class; where there are others, how many are found at 5% false rejection.

    Macro-F1 counts each class alike. The calibration error is the mean distance of chance and truth over ten bins.
    """
    inside = np.array(bench.is_inside)
    wanted = [each.label for each in bench.test]
    is_right = np.array([own == right for own, right in zip(said.labels, wanted, strict=True)])
    found: dict[str, Any] = {"accuracy": share(is_right[inside])}
    found["macro_f1"] = macro_f1(
        [label for label, kept in zip(said.labels, inside, strict=True) if kept],
        [label for label, kept in zip(wanted, inside, strict=True) if kept],
    )
    if said.sure is not None:
        order = np.argsort(-said.sure[inside], kind="stable")
        found["calibration_error"] = round(
            calibration_error(said.sure[inside][order], is_right[inside][order].astype(np.float64)), 4
        )
    if not inside.all():
        threshold = float(np.quantile(said.strange[inside], 1 - FALSE_REJECTIONS))
        found["out_of_scope_recall"] = share(said.strange[~inside] > threshold)
    if said.is_known is not None:
        found["falsely_rejected_as_served"] = share(~said.is_known[inside])
        if not inside.all():
            found["out_of_scope_recall_as_served"] = share(~said.is_known[~inside])
    return found


def share(yes: "np.ndarray[Any, np.dtype[np.bool_]]") -> dict[str, Any]:
    """A share with its n and its Wilson 95% interval."""
    low, high = wilson_interval(int(yes.sum()), len(yes))
    return {"value": round(float(yes.mean()), 4), "low": round(low, 4), "high": round(high, 4), "n": len(yes)}


def macro_f1(said: Sequence[str], wanted: Sequence[str]) -> float:
    """The mean over the classes of the harmonic mean of precision and recall."""
    right, called, there = Counter[str](), Counter(said), Counter(wanted)
    for own, label in zip(said, wanted, strict=True):
        right[label] += own == label
    return round(statistics.fmean(2 * right[label] / (called[label] + there[label]) for label in there), 4)


def _mean(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The mean of several draws, with their standard deviation; a share has the interval of one draw of mean value."""
    found: dict[str, Any] = {}
    for name, first in runs[0].items():
        values = [run[name]["value"] if isinstance(first, dict) else run[name] for run in runs]
        mean, sd = round(statistics.fmean(values), 4), round(statistics.pstdev(values), 4)
        if isinstance(first, dict):
            low, high = wilson_interval(round(mean * first["n"]), first["n"])
            found[name] = {"value": mean, "sd": sd, "low": round(low, 4), "high": round(high, 4), "n": first["n"]}
        else:
            found[name] = {"value": mean, "sd": sd}
    return found


def _with_ratios(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Adds how many errors each makes for one of ours."""
    ours = 1 - found[OURS]["accuracy"]["value"]
    for each in found.values():
        each["errors_for_one_of_ours"] = round((1 - each["accuracy"]["value"]) / ours, 2) if ours else None
    return found


def _time(bench: Bench, embedder: Embedder, tell: Progress) -> dict[str, Any]:
    """Milliseconds of one text, and seconds of 5,000, each with its embedding; texts of the test, again where there
    are fewer."""
    known = [Labelled(text=each.text, label=each.label) for each in bench.train if each.label in bench.labels]
    trained = train(bench.classes, known, embedder=bench.embedder)
    served = type(trained)(trained.knowledge, embedder=embedder)
    texts = [each.text for each in bench.test]
    took: list[float] = []
    for at in range(TIMED):
        started = time.perf_counter()
        served.classify(texts[at % len(texts)])
        took.append((time.perf_counter() - started) * 1000)
    tell("Time", 1, 2)
    started, used = time.perf_counter(), time.process_time()
    served.classify_many([texts[at % len(texts)] for at in range(BATCH)])
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    tell("Time", 2, 2)
    p50, p95 = np.percentile(took, [50, 95])
    return {
        "one_text_ms": {"p50": round(float(p50), 1), "p95": round(float(p95), 1)},
        "batch_of_5000_s": round(seconds, 1),
        "batch_of_5000_processor_s": round(processor, 1),
    }


def _wrong(sentence: str) -> InvalidRequest:
    return InvalidRequest({"file": sentence})
