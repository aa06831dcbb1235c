"""Measure how much later the first checked claim is there than the same model alone would have its first line.

    python scripts/measure_first_claim.py [--runs 60] [--tokens-a-second 50] [--home FOLDER]

A double of an OpenAI-compatible server streams at that pace on this machine. In turn, it is asked by the bare client
and a question goes along the whole road: guard, search, prompt, check, and the entry in the ledger before the claim is
shown. Both are asked the very same prompt. A database and an index of its own are made, which takes some minutes, in a
folder that is then gone; with `--home` in that one, where they stay. Its settings file is written anew.
Run it on a quiet machine: what is compared are two times of the same double, one after the other.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.doubles.serving import running_double  # noqa: E402 - found beside this script, in the working tree

QUESTIONS = (
    "How much is Child Benefit?",
    "How much sick pay do I get?",
    "How soon do I have to register a death?",
    "Can I get Universal Credit if I have savings?",
    "How much notice must my landlord give me?",
)
TARGET = 300.0  # milliseconds more than the double alone


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--tokens-a-second", type=float, default=50.0, dest="pace")
    parser.add_argument("--home", default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running_double("openai", "right", pace=chosen.pace) as double:
        _set_up(Path(chosen.home or folder), double.base_url)
        told = [_measure(QUESTIONS[number % len(QUESTIONS)]) for number in range(chosen.runs + len(QUESTIONS))]
    pairs = [pair for pair in told[len(QUESTIONS) :] if pair is not None]  # the first ones load models and connect
    more = sorted(road - alone for road, alone in pairs)
    print(f"{len(pairs)} answers in which a claim was shown early, of {chosen.runs}; {os.cpu_count()} cores.")
    print(f"alone, first line:  p50 {statistics.median(alone for _, alone in pairs):7.1f} ms")
    print(f"road, first claim:  p50 {statistics.median(road for road, _ in pairs):7.1f} ms")
    for name, place in (("p50", 0.5), ("p95", 0.95), ("most", 1.0)):
        print(f"more, {name}: {more[min(len(more) - 1, int(place * len(more)))]:7.1f} ms")
    return 0 if len(pairs) >= chosen.runs * 0.8 and more[len(more) // 2] <= TARGET else 1


def _set_up(home: Path, base_url: str) -> None:
    key = home / "key"
    key.write_text("sk-double")
    key.chmod(0o600)
    (home / "fingerpost.toml").write_text(
        f'[models.double]\nprovider = "openai-compatible"\nmodel = "double-1"\nbase_url = "{base_url}"\n'
        f'key_file = "{key}"\ncontext_tokens = 32000\nfirst_line = 30.0\nnext_line = 30.0\nwhole = 120.0\n'
        '[use]\nanswer = "double"\n'
    )
    os.environ["FINGERPOST_HOME"] = str(home)
    from fingerpost.doors.cli.ready import get_ready  # noqa: PLC0415 - its settings are read when it is imported

    get_ready()


def _measure(question: str) -> tuple[float, float] | None:
    """Milliseconds to the first claim along the road, and to the first line of the double alone; None where no claim
    was shown early."""
    from fingerpost.contract.language_models import Prompt  # noqa: PLC0415
    from fingerpost.doors.asking import answer, prepare  # noqa: PLC0415
    from fingerpost.doors.installation import installation  # noqa: PLC0415

    shown: list[float] = []
    asked: list[Prompt] = []
    models: Any = installation().build_engines().one("language_models")
    served = models.chosen_for("answer")
    write = served.write

    def listening(prompt: Prompt) -> Any:
        asked.append(prompt)
        return write(prompt)

    served.write = listening
    try:
        began = perf_counter()
        form = prepare("ask", {"question": question, "nation": "england"})
        answer(form, door="cli", show=lambda number, claim: shown.append((perf_counter() - began) * 1000))
    finally:
        served.write = write
    if not shown or not asked:
        return None
    began = perf_counter()
    writing = write(asked[0])
    next(iter(writing))
    alone = (perf_counter() - began) * 1000
    writing.close()
    return shown[0], alone


if __name__ == "__main__":
    sys.exit(main())
