"""Makes the out-of-scope sets: `python bench/intents.py TRAIN.csv TEST.csv OUT_FOLDER [--seed 0]`, then measure them.

Two thirds of the classes, drawn by chance, are known; texts of the others are labelled oos in the test. Two training
files come out: `alone.csv` holds the texts of the known classes, `unsorted.csv` half of those, and without a label the
other half and the training texts of the unknown classes. Both belong with `test.csv`:

    fingerpost bench classify --train OUT/alone.csv --test OUT/test.csv --shots 0
    fingerpost bench classify --train OUT/unsorted.csv --test OUT/test.csv --shots 0
"""

import argparse
import csv
import random
from collections.abc import Iterable
from pathlib import Path

from fingerpost.evaluate.classifying.sorted_texts import OUT_OF_SCOPE, SortedText, read_sorted_texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - a draw that anybody can repeat
    learned, asked = read_sorted_texts(given.train), read_sorted_texts(given.test)
    labels = sorted({each.label for each in learned})
    known = set(chance.sample(labels, round(len(labels) * 2 / 3)))
    inside = [each for each in learned if each.label in known]
    half = set(chance.sample(range(len(inside)), len(inside) // 2))
    given.out.mkdir(parents=True, exist_ok=True)
    write(given.out / "alone.csv", inside)
    write(
        given.out / "unsorted.csv",
        [
            *(each if at in half else SortedText(text=each.text, label="") for at, each in enumerate(inside)),
            *(SortedText(text=each.text, label="") for each in learned if each.label not in known),
        ],
    )
    write(
        given.out / "test.csv",
        [each if each.label in known else SortedText(text=each.text, label=OUT_OF_SCOPE) for each in asked],
    )
    print(f"{len(known)} of {len(labels)} classes are known. Written to {given.out}.")


def write(path: Path, rows: Iterable[SortedText]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("text", "label"))
        table.writerows((each.text, each.label) for each in rows)


if __name__ == "__main__":
    main()
