"""Fits the figures in capabilities/answer/confidence.py. Prints them; changes nothing.

Run it after a change to the search or the library:

    .venv/bin/python scripts/fit_answer_confidence.py
    .venv/bin/python scripts/fit_answer_confidence.py --by-words    # as where the search model is missing

Two fits, each a logistic regression with a light ridge. "May the guidance answer it": answerable cases of the tune
half, messages of training/data/everyday that a page answers where that page came first, and those that were judged
to be shown something to the point; against those that were shown something beside the point, and
off_topic_questions.txt and near_topic_questions.txt, which are about public services that no page of the library speaks
of. "Is the first page the right one": of what is then shown. What was judged was judged of what the library showed in
November 2026.

The test half, and the cases called everyday, are only reported on.
"""

import argparse
import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

OFF_TOPIC = Path(__file__).with_name("off_topic_questions.txt")
NEAR_TOPIC = Path(__file__).with_name("near_topic_questions.txt")
EVERYDAY = Path(__file__).parents[1] / "training" / "data" / "everyday"
RIDGE = 0.1
MAY_LOSE = 0.025  # of what could be answered: a page that is offered beside softens the loss
MAY_LOSE_SIGHT_OF = 0.01  # of the same: below this no page is offered either

BESIDE, TO_THE_POINT = "beside the point", "to the point"  # what may be judged, beside "near"

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--by-words", action="store_true", help="leave the search model out")
    by_words = parser.parse_args().by_words
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from fingerpost.site import wiring  # noqa: PLC0415

    wiring.make_ready(lambda *told: None)
    if by_words:
        wiring.build_embedder = lambda: None
        wiring.build_engines.forget()  # type: ignore[attr-defined]  # see `wiring.once`
    rows = list(gather(wiring.build_engines()))
    learned = [row for row in rows if row["set"] in ("tune", "everyday", "off topic", "near topic")]
    answerable = [row for row in learned if row["is_answered"]]
    topic = fit([*answerable, *(row for row in learned if row["is_beside"])])
    kept = [chance(topic, row["features"]) for row in answerable]
    bound, near = (round(float(np.quantile(kept, share)), 2) for share in (MAY_LOSE, MAY_LOSE_SIGHT_OF))
    right = fit([row for row in learned if chance(topic, row["features"]) >= bound])
    print("TOPIC =", np.round(topic, 2).tolist())
    print("RIGHT =", np.round(right, 2).tolist())
    print(f"ON_TOPIC_FROM = {bound:.2f}, NEAR_TOPIC_FROM = {near:.2f}")
    for name in sorted({row["set"] for row in rows}):
        report(name, [row for row in rows if row["set"] == name], topic=topic, right=right, bound=bound)


def report(name: str, rows: list[Row], *, topic: NDArray[np.float64], right: NDArray[np.float64], bound: float) -> None:
    """How much is answered of what could be, how much of what could not, and how well sureness fits what is shown."""
    shown = [row for row in rows if chance(topic, row["features"]) >= bound]
    for what in ("is_answered", "is_beside"):
        of = [row for row in rows if row[what]]
        print(f"{name}: {what[3:]} n={len(of)}, shown {sum(row[what] for row in shown)}")
    if shown:
        said = np.mean([chance(right, row["features"]) for row in shown])
        true = np.mean([row["is_answered"] for row in shown])
        print(f"{name}: of {len(shown)} shown, said to be right {said:.3f}, right {true:.3f}")


def gather(engines: Any) -> Iterator[Row]:
    """One row a message: its set, its features, whether what comes first answers it, and whether it is beside the
    point."""
    from fingerpost.capabilities import discover  # noqa: PLC0415
    from fingerpost.capabilities.answer.judge import EVERYDAY as EVERYDAY_CASE  # noqa: PLC0415
    from fingerpost.capabilities.answer.judge import right_pages  # noqa: PLC0415
    from fingerpost.capabilities.answer.request import Question  # noqa: PLC0415
    from fingerpost.evaluate.cases import read_cases  # noqa: PLC0415

    for case in read_cases(discover()["answer"]):
        is_everyday = case.expected.get("kind") == EVERYDAY_CASE
        if case.expected["expect"] == "answered" and case.expected["page"]:
            pages = right_pages(case.expected)
            made = row_of(engines, case.request, nation=case.nation, language=case.language, pages=pages)
        elif is_everyday:
            judged = TO_THE_POINT if case.expected["expect"] == "answered" else BESIDE
            made = row_of(engines, case.request, judged=judged)
        else:
            continue
        yield from ({**row, "set": "everyday cases" if is_everyday else case.half} for row in made)
    for name, file in (("off topic", OFF_TOPIC), ("near topic", NEAR_TOPIC)):
        for question in file.read_text(encoding="utf-8").splitlines():
            yield from ({**row, "set": name} for row in row_of(engines, Question(question=question), judged=BESIDE))
    for name in ("answerable", "judged"):
        for line in (EVERYDAY / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            asked, page = Question(question=told["text"]), told.get("page")
            made = row_of(engines, asked, pages={page} if page else (), judged=told.get("shown", ""))
            yield from ({**row, "set": "everyday"} for row in made)


def row_of(
    engines: Any,
    request: Any,
    *,
    pages: Collection[str] = (),
    judged: str = "",
    nation: Any = None,
    language: str = "en",
) -> Iterator[Row]:
    """The features of one message after the guard, or nothing when the guard stops it or nothing is found. What is
    right is one of `pages`, or else what was `judged`."""
    from fingerpost import guard  # noqa: PLC0415
    from fingerpost.capabilities.answer.confidence import features_of  # noqa: PLC0415
    from fingerpost.capabilities.answer.person import find_for_anybody  # noqa: PLC0415
    from fingerpost.contract.context import Context  # noqa: PLC0415
    from fingerpost.contract.ports import Clock  # noqa: PLC0415
    from fingerpost.contract.run import Route, Run  # noqa: PLC0415

    at = cast(Clock, engines.one("clock")).now()
    context = Context(body=os.environ.get("FINGERPOST_BODY", "fernby"), at=at, nation=nation, language=language)
    run = Run(reference="", capability="answer", request=request, context=context)
    for check in guard.BEFORE:
        run = check(run)
        if run.route is Route.STOP:
            return
    sought, found = find_for_anybody(run.request, context=run.context, search=engines.one("search"))
    if not found.hits:
        return
    is_right = found.hits[0].passage.document.rpartition("/")[2] in pages if pages else judged == TO_THE_POINT
    yield {
        "features": features_of(found.hits, question=sought.question),
        "is_answered": is_right,
        "is_beside": judged == BESIDE,
    }


def fit(rows: list[Row]) -> NDArray[np.float64]:
    """Logistic regression of `is_answered` by Newton's method: intercept first."""
    features = np.array([(1.0, *row["features"]) for row in rows])
    wanted = np.array([float(row["is_answered"]) for row in rows])
    ridge = np.diag([0.0] + [RIDGE] * (features.shape[1] - 1))
    weights = np.zeros(features.shape[1])
    for _ in range(100):
        chances = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (chances - wanted) + ridge @ weights
        bend = features.T @ (features * (chances * (1 - chances))[:, None]) + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights


def chance(weights: NDArray[np.float64], features: tuple[float, ...]) -> float:
    return float(1 / (1 + np.exp(-(weights[0] + np.dot(weights[1:], features)))))


if __name__ == "__main__":
    main()
