"""The runs that are kept, and their end. Each says in its summary until when it may be kept."""

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from fingerpost.capabilities.missing_out.running import FOLDER, FOUND, PART, SUMMARY, MissingOut
from fingerpost.contract.errors import InvalidRequest


def list_runs(home: Path) -> list[MissingOut]:
    """Every finished run, newest first. A folder without a summary is none of ours and is left alone."""
    found = sorted((home / FOLDER).glob(f"*/{SUMMARY}"), reverse=True)
    return [
        MissingOut(folder=path.parent, summary=_read(path)) for path in found if not path.parent.name.startswith(PART)
    ]


def find_run(home: Path, name: str) -> MissingOut:
    """One run by its name. Raises InvalidRequest, which names those there are."""
    runs = list_runs(home)
    for run in runs:
        if run.folder.name == name:
            return run
    there = ", ".join(run.folder.name for run in runs[:10]) or "none yet"
    raise InvalidRequest({"run": f"There is no run '{name}'. There are: {there}."})


def read_found(run: MissingOut) -> Iterator[dict[str, str]]:
    """What was found, one row at a time, as the officers' table has it."""
    with (run.folder / FOUND).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def remove_run(run: MissingOut) -> None:
    """All of it: lists, letters and summary."""
    shutil.rmtree(run.folder)


def is_over(run: MissingOut, *, today: date) -> bool:
    """Is the time over for which it may be kept?"""
    return today > date.fromisoformat(run.summary["delete_after"])


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
