"""Where words go: results to stdout, progress and faults to stderr. NO_COLOR is respected (rich reads it)."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from fingerpost.doors.installation import Progress

WIDEST = 100  # columns: longer lines are hard to read


def out() -> Console:
    """Made anew each time, so that tests can catch it."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST)
    return console


def err() -> Console:
    return Console(stderr=True, highlight=False)


def say_json(values: Mapping[str, Any]) -> None:
    """One JSON object and nothing else."""
    sys.stdout.write(json.dumps(values, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """A bar for each thing that is done, on stderr. Where nothing is done, nothing is shown."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bars = Bars(*columns, console=err())
    tasks: dict[str, TaskID] = {}

    def report(what: str, done: int, total: int) -> None:
        bars.start()  # at the first report; again does nothing
        if what not in tasks:
            tasks[what] = bars.add_task(what, total=total or None)
        bars.update(tasks[what], completed=done, total=total or None)

    try:
        yield report
    finally:
        if tasks:
            bars.stop()
