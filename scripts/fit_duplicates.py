"""Fits what tells two reports of one matter from two matters, on made-up years, and writes the small table of weights.

    python scripts/fit_duplicates.py [--reports 5000] [--write]

Each report is routed as it would be served, with the chances that routing gives. The seeds of the years that it fits on
are others than that of the year that it is measured on, and than those that bench/triage.py is run with. Everything
is made up: what a body's own residents write may differ, so fit the table again once officers have merged some.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from sklearn.linear_model import LogisticRegression

from fingerpost.capabilities.triage.duplicates.comparing import (
    WEIGHTS,
    Compared,
    Place,
    Weights,
    compare,
    names,
)
from fingerpost.capabilities.triage.duplicates.finding import LONGEST_DAYS, METRES, reach_of_any
from fingerpost.capabilities.triage.routing import route
from fingerpost.capabilities.triage.signs.patterns import find_signs
from fingerpost.casework.demo.year import Made, make_year
from fingerpost.casework.services import starter_services
from fingerpost.contract.intervals import wilson_interval
from fingerpost.contract.places import METRES_A_DEGREE
from fingerpost.contract.proposals import Candidate
from fingerpost.engines.classifying.common import load_common
from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, MiniLM
from fingerpost.guard.before.personal_data import mask_text

FITTED_ON, MEASURED_ON = (11, 12, 13), 7
LIKED = 0.965  # precision asked for on the years it is fitted on
ORDER = np.arange(0.30, 0.96, 0.01)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A report about a street as triage meets it: masked, with the chances that routing gives. `service` is the one
    that its case has then: what was proposed, or where nothing was, what an officer chose."""

    made: Made
    text: str
    chances: Mapping[str, float]
    service: str
    latitude: float
    longitude: float


def read_year(*, reports: int, seed: int) -> tuple[list[Made], list[Placed]]:
    """The whole year, and its reports with a place in the order they came."""
    book = starter_services()
    classifier = load_common(MiniLM(threads=1, pinned=REPORT_WEIGHTS))
    year, placed = list(make_year(reports=reports, seed=seed)), []
    for each in sorted(year, key=lambda each: each.at):
        if each.latitude is None or each.longitude is None:
            continue
        text = mask_text(each.text)
        routed = route(text, language=each.language, signs=find_signs(text), classifier=classifier, book=book)
        placed.append(
            Placed(
                made=each,
                text=text,
                chances={found.label: found.probability for found in routed.services},
                service=routed.service or each.truth.service,
                latitude=each.latitude,
                longitude=each.longitude,
            )
        )
    return year, placed


def pairs_of(placed: Sequence[Placed]) -> Iterator[tuple[int, Made, Made, Compared]]:
    """Each report with each that came before it nearby."""
    book = starter_services()
    for at, mine in enumerate(placed):
        reach = reach_of_any(mine.chances, book)
        if reach is None:
            continue
        metres, days = reach
        place = Place(latitude=mine.latitude, longitude=mine.longitude, at=mine.made.at)
        for before in range(at - 1, -1, -1):
            theirs = placed[before]
            if mine.made.at - theirs.made.at > timedelta(days=days):
                break
            if abs(theirs.latitude - place.latitude) * METRES_A_DEGREE > metres:
                continue
            candidate = Candidate(
                reference=str(before),
                service=theirs.service,
                text=theirs.text,
                at=theirs.made.at,
                latitude=theirs.latitude,
                longitude=theirs.longitude,
            )
            found = compare(mine.text, services=mine.chances, place=place, candidate=candidate, book=book)
            if found.metres <= metres:
                yield at, mine.made, theirs.made, found


def measure(year: Sequence[Made], placed: Sequence[Placed], weights: Weights) -> dict[str, tuple[int, int]]:
    """Precision: of the cases told of as the likeliest, how many are of the same matter. Recall: of the reports about a
    matter that is known already and that name a place, how many had one of it told."""
    best: dict[int, tuple[float, bool]] = {}
    for at, mine, theirs, found in pairs_of(placed):
        probability = weights.probability(found)
        if probability >= weights.threshold and probability > best.get(at, (0.0, False))[0]:
            best[at] = (probability, mine.truth.group == theirs.truth.group)
    firsts: set[str] = set()
    known, about_streets = 0, 0
    for each in sorted(year, key=lambda each: each.at):
        if each.truth.group in firsts:
            known += 1
            about_streets += each.latitude is not None
        elif each.latitude is not None:
            firsts.add(each.truth.group)
    right = sum(is_same for _, is_same in best.values())
    return {"precision": (right, len(best)), "recall": (right, about_streets), "recall of all": (right, known)}


def fit(reports: int) -> tuple[Weights, int]:
    rows, truth = [], []
    scored = defaultdict(list)
    for seed in FITTED_ON:
        for at, mine, theirs, found in pairs_of(read_year(reports=reports, seed=seed)[1]):
            rows.append([found.figures().get(name, 0.0) for name in names()])
            truth.append(mine.truth.group == theirs.truth.group)
            scored[(seed, at)].append(len(rows) - 1)
    model = LogisticRegression(C=10.0, max_iter=1000).fit(np.array(rows), np.array(truth))
    sure = model.predict_proba(np.array(rows))[:, 1]
    best = [max(numbers, key=lambda number: sure[number]) for numbers in scored.values()]
    chosen = next(
        (
            float(each)
            for each in ORDER
            if (kept := [number for number in best if sure[number] >= each])
            and sum(truth[number] for number in kept) / len(kept) >= LIKED
        ),
        float(ORDER[-1]),
    )
    by_name = {name: round(float(value), 4) for name, value in zip(names(), model.coef_[0], strict=True)}
    return Weights(bias=round(float(model.intercept_[0]), 4), threshold=round(chosen, 2), by_name=by_name), len(rows)


def write(weights: Weights, pairs: int) -> None:
    lines = [
        "# What each figure counts for, fitted by scripts/fit_duplicates.py on made-up years. Fit it on your own.",
        f"fitted_on = {datetime.now(tz=UTC).date().isoformat()}",
        f"pairs = {pairs}",
        f"bias = {weights.bias}",
        f"threshold = {weights.threshold}",
        "",
        "[weights]",
        *(f"{name} = {value}" for name, value in weights.by_name.items()),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--threshold", type=float, help="take this one: ours was chosen on the year that is measured")
    asked = parser.parse_args()
    weights, pairs = fit(asked.reports)
    if asked.threshold is not None:
        weights = replace(weights, threshold=asked.threshold)
    print(f"fitted on {pairs} pairs of {len(FITTED_ON)} years; cases within {METRES} m and {LONGEST_DAYS} days at most")
    print(weights)
    figures = measure(*read_year(reports=asked.reports, seed=MEASURED_ON), weights)
    for name, (right, n) in figures.items():
        low, high = wilson_interval(right, n)
        print(f"{name}: {right} of {n} = {right / n:.3f} ({low:.3f} to {high:.3f})")
    if asked.write:
        write(weights, pairs)


if __name__ == "__main__":
    main()
