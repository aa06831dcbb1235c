"""Fits the figures in capabilities/answer/confidence.py on the tune half of the cases. Prints them; changes nothing.

Run it after a change to the search or the library:

    .venv/bin/python scripts/fit_answer_confidence.py

Run it once more with the weights moved away and an empty FINGERPOST_HOME: that gives the figures for words alone.

Two fits, each a logistic regression with a light ridge: "is it on our topics" from the answerable cases of the tune
half against scripts/off_topic_questions.txt and near_topic_questions.txt, on public services that no page of the
library speaks of, which stand in no evaluation; and "is the first page the right one" from
the answerable cases of the tune half alone. The test half is only reported on.
"""

import os
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

OFF_TOPIC = Path(__file__).with_name("off_topic_questions.txt")
NEAR_TOPIC = Path(__file__).with_name("near_topic_questions.txt")
RIDGE = 0.1
MAY_SHOW = 0.02  # of the everyday questions off the topic: to decline what could be answered is the worse fault


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from fingerpost.site import wiring  # noqa: PLC0415

    wiring.make_ready(lambda *told: None)
    rows = gather(wiring.build_engines())
    answerable = {half: [row for row in rows if row["half"] == half and row["answerable"]] for half in ("tune", "test")}
    off = [row for row in rows if row["half"] == "off topic"]
    near = [row for row in rows if row["half"] == "near topic"]
    topic = fit([*answerable["tune"], *off, *near], lambda row: row["answerable"], "topic")
    right = fit(answerable["tune"], lambda row: row["right"], "right")
    print("TOPIC =", np.round(topic, 2).tolist())
    print("RIGHT =", np.round(right, 2).tolist())
    surest_off = sorted((chance(topic, row["topic"]) for row in off), reverse=True)
    bound = round(surest_off[int(len(off) * MAY_SHOW)] + 0.005, 2)
    print(f"ON_TOPIC_FROM = {bound:.2f}")
    for half, chosen in answerable.items():
        kept = np.mean([chance(topic, row["topic"]) >= bound for row in chosen])
        sure = np.mean([chance(right, row["right_features"]) for row in chosen])
        true = np.mean([row["right"] for row in chosen])
        print(f"{half}: n={len(chosen)} kept {kept:.3f}, mean confidence {sure:.3f}, right page first {true:.3f}")
    for name, chosen in (("off topic", off), ("near topic", near)):
        declined = np.mean([chance(topic, row["topic"]) < bound for row in chosen])
        print(f"{name}: n={len(chosen)} declined {declined:.3f}")


def gather(engines: Any) -> list[dict[str, Any]]:
    """One row a question: its features and what ought to come of it."""
    from fingerpost.capabilities import discover  # noqa: PLC0415
    from fingerpost.capabilities.answer.request import Question  # noqa: PLC0415
    from fingerpost.contract.ports import Clock  # noqa: PLC0415
    from fingerpost.evaluate.cases import read_cases  # noqa: PLC0415

    at = cast(Clock, engines.one("clock")).now()
    rows = []
    for case in read_cases(discover()["answer"]):
        if case.expected["expect"] == "answered":
            rows += row_of(
                engines,
                case.request,
                at=at,
                nation=case.nation,
                language=case.language,
                half=case.half,
                expected=case.expected,
            )
    for half, file in (("off topic", OFF_TOPIC), ("near topic", NEAR_TOPIC)):
        for question in file.read_text(encoding="utf-8").splitlines():
            rows += row_of(engines, Question(question=question), at=at, half=half, expected={})
    return rows


def row_of(
    engines: Any, request: Any, *, at: Any, half: str, expected: Any, nation: Any = None, language: str = "en"
) -> list[dict[str, Any]]:
    """The features of one question after the guard, or nothing when the guard stops it."""
    from fingerpost import guard  # noqa: PLC0415
    from fingerpost.capabilities.answer.confidence import features_of  # noqa: PLC0415
    from fingerpost.capabilities.answer.finding import seek  # noqa: PLC0415
    from fingerpost.capabilities.answer.judge import right_pages  # noqa: PLC0415
    from fingerpost.contract.context import Context  # noqa: PLC0415
    from fingerpost.contract.run import Route, Run  # noqa: PLC0415

    body = os.environ.get("FINGERPOST_BODY", "fernby")
    context = Context(body=body, at=at, nation=nation, language=language)
    run = Run(reference="", capability="answer", request=request, context=context)
    for check in guard.BEFORE:
        run = check(run)
        if run.route is Route.STOP:
            return []
    sought = seek(run.request, language=language)
    hits = engines.one("search").find(sought.text, context=run.context, limit=20)
    if not hits:
        return []
    right = right_pages(expected) if expected else set()
    features = features_of(hits, question=sought.question)
    return [
        {
            "half": half,
            "answerable": bool(expected),
            "right": hits[0].passage.document.rpartition("/")[2] in right,
            "topic": features.topic,
            "right_features": features.right,
        }
    ]


def fit(rows: list[dict[str, Any]], label: Any, name: str) -> NDArray[np.float64]:
    """Logistic regression by Newton's method: intercept first."""
    features = np.array([(1.0, *row["topic" if name == "topic" else "right_features"]) for row in rows])
    wanted = np.array([float(label(row)) for row in rows])
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
