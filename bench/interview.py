"""How much of all that could be asked an interview over all schemes asks, and how long the choice of a question takes.

    python bench/interview.py --json figures.json

Each household is made up (tests/ordinary_households.py), knows every answer, and is interviewed until nothing is open.
The share is questions asked over the facts of that household: all that any rule reads, for each adult and child it has.
Beside it stands the same interview that asks in the order of the rule files whatever is still missing: it asks nothing
that cannot matter either, but never chooses. For some households each question is put to the proof: the rest of the
household is made up in many ways until two answers give two results. Times are of one core.
"""

import argparse
import json
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]  # for the households of the tests

from tests.ordinary_households import Drawn, changes_a_result, draw_household, facts_read  # noqa: E402 - found on the path set above

from fingerpost.rules import Household, RuleBook, evaluate, uk_rules  # noqa: E402
from fingerpost.rules.asking.asking import next_question  # noqa: E402
from fingerpost.rules.households.household import split_path  # noqa: E402

RESAMPLES = 2_000
TRIES = 150
STRUCTURE = {"in_couple", "number_of_children"}  # with them other questions come and go: they change what is asked
Ask = Callable[[RuleBook, Household, Drawn, date], str | None]


def main() -> None:
    options = _read_options()
    book, rng = uk_rules(), random.Random(options.seed)  # noqa: S311 - made-up households are no secret
    drawn = [draw_household(book, rng, on=options.on) for _ in range(options.households)]
    next_question(book, Household(), on=options.on, nation=None)  # the first one compiles the rules
    ours, times = _interview_all(book, drawn, _ask, options.on)
    plain, _ = _interview_all(book, drawn[: options.plain], _ask_in_order, options.on)
    figures = {
        "households": len(drawn),
        "on": options.on.isoformat(),
        "schemes": len(book.public),
        "facts": len(facts_read(book)),
        "share": _spread([asked / facts for asked, facts in ours], rng),
        "questions": _spread([float(asked) for asked, _ in ours], rng),
        "no_change_found": _prove(book, drawn[: options.proved], rng, options.on),
        "share_in_file_order": _spread([asked / facts for asked, facts in plain], rng),
        "milliseconds": _times(times),
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    print(json.dumps(figures, indent=2))
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=500)
    parser.add_argument(
        "--plain", type=int, default=100, help="how many of them are asked in the order of the files too"
    )
    parser.add_argument("--proved", type=int, default=50, help="how many have each question put to the proof")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2026, 11, 23), help="the day asked about")
    parser.add_argument("--json", help="write the figures here too")
    return parser.parse_args()


def _interview_all(
    book: RuleBook, households: list[Drawn], ask: Ask, on: date
) -> tuple[list[tuple[int, int]], list[float]]:
    """(questions asked, facts there are) of each household, and the seconds each choice took."""
    counts, times, read = [], [], facts_read(book)
    for drawn in households:
        household = Household()
        while True:
            start = time.process_time()
            path = ask(book, household, drawn, on)
            times.append(time.process_time() - start)
            if path is None:
                break
            household = household.answer(path, drawn.answers[path])
        counts.append((len(household.answers), sum(split_path(path)[0] in read for path in drawn.answers)))
    return counts, times


def _ask(book: RuleBook, household: Household, drawn: Drawn, on: date) -> str | None:
    return next_question(book, household, on=on, nation=drawn.nation)


def _ask_in_order(book: RuleBook, household: Household, drawn: Drawn, on: date) -> str | None:
    evaluation = evaluate(book, household, on=on, nation=drawn.nation)
    missing = {path for scheme in book.public for path in evaluation.missing(scheme)}
    return min(missing, key=lambda path: (book.facts[split_path(path)[0]].position, path), default=None)


def _prove(book: RuleBook, households: list[Drawn], rng: random.Random, on: date) -> dict[str, Any]:
    """The questions for which no two answers with two results were found."""
    asked, not_found = 0, []
    for drawn in households:
        household = Household()
        while (path := _ask(book, household, drawn, on)) is not None:
            asked += 1
            if path not in STRUCTURE and not changes_a_result(
                book, household, path, rng, on=on, nation=drawn.nation, tries=TRIES
            ):
                not_found.append(path)
            household = household.answer(path, drawn.answers[path])
    return {"households": len(households), "questions": asked, "tries": TRIES, "not_found": sorted(not_found)}


def _spread(values: list[float], rng: random.Random) -> dict[str, Any]:
    """The mean with its 95% interval by resampling households, and the middle nine tenths."""
    means = sorted(statistics.fmean(rng.choices(values, k=len(values))) for _ in range(RESAMPLES))
    ordered = sorted(values)
    return {
        "mean": round(statistics.fmean(values), 4),
        "interval_95": [round(means[int(RESAMPLES * 0.025)], 4), round(means[int(RESAMPLES * 0.975)], 4)],
        "from_5_to_95_percent": [round(ordered[int(len(ordered) * each)], 4) for each in (0.05, 0.95)],
    }


def _times(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(each * 1_000 for each in seconds)
    return {
        "mean": round(statistics.fmean(ordered), 1),
        "95_percent_within": round(ordered[int(len(ordered) * 0.95)], 1),
        "longest": round(ordered[-1], 1),
    }


if __name__ == "__main__":
    main()
