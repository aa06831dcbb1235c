"""How long a reader waits until it is known that no language model writes, and how often the supplier is called.

    python scripts/measure_model_faults.py [--calls 200] [--json FILE]

Over real connections of this machine, through the supplier's own client, with the patience that is usual. Each way of
being down is measured twice: with the breaker held closed, so that every call meets the fault, and as it is served.
"""

import argparse
import json
import math
import platform
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.doubles import refused_address, running_double

from fingerpost.contract.language_models import LanguageModelUnavailable, Patience, Prompt
from fingerpost.engines.language_models.anthropic_api import AnthropicProvider
from fingerpost.engines.language_models.guarding.breaker import Breaker, Standing
from fingerpost.engines.language_models.guarding.budgets import MemoryBudget
from fingerpost.engines.language_models.guarding.model import GuardedModel
from fingerpost.engines.language_models.guarding.timing import Timing

PROMPT = Prompt(name="answer", digest="0" * 64, instructions="Write.", parts=(("question", "How much?"),))
WAYS = ("refused", "hang", "failed", "busy", "slow drip", "reset")
AT_ONCE = 4
NEVER_OPENS = 10**9


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    first_line = Patience().first_line
    print(
        f"{chosen.calls} calls a way, {AT_ONCE} at once, first line {first_line} s, Python {platform.python_version()}"
    )
    print(f"{'':10} {'':8} {'p50 s':>7} {'p99 s':>7} {'most s':>7} {'sent/call':>9} {'while open':>10}  why")
    rows = [measure(way, calls=chosen.calls, is_held=is_held) for way in WAYS for is_held in (True, False)]
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return 0


def measure(way: str, *, calls: int, is_held: bool) -> dict[str, Any]:
    """`is_held`: the breaker is held closed."""
    with down(way) as (address, count_calls):
        provider = AnthropicProvider(name="double", model="double-1", key="a-key", base_url=address)
        provider.prepare()
        clock = Timing().clock
        breaker = Breaker(faults=NEVER_OPENS, clock=clock) if is_held else Breaker(clock=clock)
        model = GuardedModel(provider, budget=MemoryBudget(), breaker=breaker, at_once=2 * AT_ONCE)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            seen = list(pool.map(lambda _: ask(model), range(calls)))
        waits = sorted(each[0] for each in seen)
        sent = sum(each[2] for each in seen)
        before = count_calls()
        resting = [ask(model)[2] for _ in range(calls) if model.breaker.standing is Standing.OPEN]
        row = {
            "way": way,
            "breaker": "held closed" if is_held else "as served",
            "calls": calls,
            "p50": round(quantile(waits, 0.50), 4),
            "p99": round(quantile(waits, 0.99), 4),
            "most": round(waits[-1], 4),
            "sent": sent,
            "heard_by_supplier": before,
            "asked_while_open": len(resting),
            "sent_while_open": sum(resting) + count_calls() - before,
            "sent_each_call": round(sent / calls, 3),
            "why": dict(Counter(each[1] for each in seen)),
        }
    say(row)
    return row


def ask(model: GuardedModel) -> tuple[float, str, int]:
    """Seconds until it is known, why, and how often it was sent."""
    began = time.perf_counter()
    sent, why = 0, "wrote"
    try:
        writing = model.write(PROMPT)
        try:
            list(writing)
        finally:
            sent = writing.usage.attempts
    except LanguageModelUnavailable as error:
        why = error.why.value
    return time.perf_counter() - began, why, sent


@contextmanager
def down(way: str) -> Iterator[tuple[str, Any]]:
    """The address of a supplier that is down in this way, and what counts the calls that reached it."""
    if way == "refused":
        with refused_address() as address:
            yield address, lambda: 0
        return
    with running_double("anthropic", way, retry_after="1") as double:
        double.write = lambda asked: "word " * 200
        yield double.base_url, lambda: double.calls


def quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def say(row: dict[str, Any]) -> None:
    why = ", ".join(f"{count} {name}" for name, count in row["why"].items())
    print(
        f"{row['way']:10} {row['breaker'][:8]:8} {row['p50']:7.3f} {row['p99']:7.3f} {row['most']:7.3f} "
        f"{row['sent_each_call']:9.3f} {row['sent_while_open']:4} of {row['asked_while_open']:3}  {why}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
