"""Measures the check for rephrased text: what it catches, by kind, and what it takes out wrongly. Changes nothing.

    .venv/bin/python scripts/measure_rephrased.py [--missed]

Right claims stand in tests/unit/guard/rephrased. `obeying_claims.jsonl` change a sentence only as the prompt allows.
`asked_claims.jsonl` answer questions, and were written before the prompt said what may change. `right_claims.jsonl`
keep the guidance's words and turn its sentences about, and `freer_claims.jsonl` don't keep them. Wrong claims are made
from those that pass (see fingerpost.evaluate.rephrasing.mutations), and `evil_claims.jsonl` holds wrong ones written by
hand. `--missed` prints each wrong claim that was let through.
"""

import sys
import time
from pathlib import Path

from fingerpost.evaluate.figures import Figure
from fingerpost.evaluate.rephrasing import count_removed, measure_mutations, read_right_claims

CLAIMS = Path(__file__).resolve().parents[1] / "tests/unit/guard/rephrased"


def main() -> int:
    right = read_right_claims(CLAIMS)
    freer = read_right_claims(CLAIMS, name="freer_claims.jsonl")
    asked = read_right_claims(CLAIMS, name="asked_claims.jsonl")
    obeying = read_right_claims(CLAIMS, name="obeying_claims.jsonl")
    evil = read_right_claims(CLAIMS, name="evil_claims.jsonl")
    registers = {
        "as the prompt allows": obeying,
        "answers to questions": asked,
        "the guidance's words kept": right,
        "said more freely": freer,
    }
    for name, claims in registers.items():
        for half in ("tune", "held"):
            of_half = [claim for claim in claims if claim.half == half]
            show(count_removed(of_half, name=f"right, {name}, {half}: taken out"))
    written = count_removed(evil, name="wrong, by hand: caught")
    show(written)
    started = time.process_time()
    measured = measure_mutations([*right, *freer, *asked, *obeying])
    spent = (time.process_time() - started) / max(measured.caught.n, 1)
    for figure in (*measured.by_kind, measured.caught):
        show(figure)
    print(f"{spent * 1000:.2f} ms of processor time a claim")
    if "--missed" in sys.argv:
        for mutation in measured.missed:
            print(f"[{mutation.kind}] {mutation.text}\n    right: {mutation.claim.text}")
    return 0 if written.yes == written.n and measured.caught.share >= 0.99 else 1


def show(figure: Figure) -> None:
    low, high = figure.interval
    print(f"{figure.name:52} {figure.yes:6} of {figure.n:6}  {figure.share:7.2%}  ({low:.2%} to {high:.2%})")


if __name__ == "__main__":
    sys.exit(main())
