"""Each step says how long it took."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

from fingerpost.contract.run import Run


def timed(change: Callable[[Run], Run], run: Run) -> Run:
    """Apply `change` and write the milliseconds it took on the steps it added, on the last where it added several."""
    started = perf_counter()
    changed = change(run)
    if len(changed.steps) == len(run.steps):
        return changed
    last = replace(changed.steps[-1], milliseconds=round((perf_counter() - started) * 1000, 3))
    return replace(changed, steps=(*changed.steps[:-1], last))
