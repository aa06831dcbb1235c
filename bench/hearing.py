"""How much of what people say of themselves is heard, and how much of what is heard is right.

    python bench/hearing.py [--show] [--json figures.json]

The sentences are made up and stand in tests/unit/rules/hearing_sentences.txt. The first part was looked at while the
rules of hearing were written. The second and the third were measured before anything was mended by them, and the docs
have those first figures too. An answer counts as right only with its path and value.
Precision: of all that is heard, how much is right. Recall: of all that must be heard, how much is.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]  # for the sentences of the tests

from tests.hearing_sentences import ON, Sentence, judge, read_sentences  # noqa: E402 - found on the path set above

from fingerpost.contract.intervals import wilson_interval  # noqa: E402
from fingerpost.rules import RuleBook, uk_rules  # noqa: E402
from fingerpost.rules.hearing import hear, write_changes  # noqa: E402


def main() -> None:
    options = _read_options()
    book = uk_rules()
    sentences = read_sentences(book)
    figures: dict[str, Any] = {
        half: _measure(book, [each for each in sentences if each.half == half], show=options.show)
        for half in dict.fromkeys(each.half for each in sentences)
    }
    figures["milliseconds_each"] = _time(book, sentences)
    print(json.dumps(figures, indent=2))
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print each sentence that is heard wrongly or in part")
    parser.add_argument("--json", help="write the figures to this file")
    return parser.parse_args()


def _measure(book: RuleBook, sentences: list[Sentence], *, show: bool) -> dict[str, Any]:
    right = wrong = missed = clean = silent = kept_silent = 0
    for each in sentences:
        heard = hear(book, each.text, on=ON)
        found = judge(each, heard, write_changes(heard.changes))
        right, wrong, missed = right + len(found[0]), wrong + len(found[1]), missed + len(found[2])
        clean += not found[1]
        if not each.answers and not each.changes and not each.nation:
            silent += 1
            kept_silent += not found[1]
        if show and (found[1] or found[2]):
            print(f"{each.text}\n    wrong: {found[1]}\n    missed: {found[2]}", file=sys.stderr)
    return {
        "sentences": len(sentences),
        "precision": _share(right, right + wrong),
        "recall": _share(right, right + missed),
        "sentences_without_a_wrong_answer": _share(clean, len(sentences)),
        "nothing_to_hear_and_nothing_heard": _share(kept_silent, silent),
    }


def _share(yes: int, n: int) -> dict[str, Any]:
    low, high = wilson_interval(yes, n)
    return {"yes": yes, "of": n, "share": round(yes / n, 4), "interval": [round(low, 4), round(high, 4)]}


def _time(book: RuleBook, sentences: list[Sentence]) -> float:
    started = time.perf_counter()
    for each in sentences:
        hear(book, each.text, on=ON)
    return round((time.perf_counter() - started) * 1000 / len(sentences), 2)


if __name__ == "__main__":
    main()
