"""Times the whole road at several sizes of library, each in a process and a home of its own.

The passages beyond the real ones are semi-synthetic (see `scale`): time and memory are honest, what is found is not.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from fingerpost.contract.errors import StoreUnavailable

BODY = "measured"
Progress = Callable[[str, int, int], None]


def measure_road(*, sizes: Sequence[int], progress: Progress = lambda what, done, total: None) -> dict[str, Any]:
    """Milliseconds, megabytes and seconds by number of passages, as plain JSON values.

    `road` is a whole run with its record, `search` the search alone, `rest` all but the capability; each with p50 and
    p95 over the questions of the cases, one at a time. Raises StoreUnavailable where the database is not SQLite.
    """
    results = {}
    for done, size in enumerate(sizes):
        progress(f"Timing the road over {size:,} passages", done, len(sizes))
        with tempfile.TemporaryDirectory(prefix="fingerpost-bench-") as folder:
            results[f"{size}"] = _measure(Path(folder), size)
    progress("Timing the road", len(sizes), len(sizes))
    return {"results": results, "passages": "semi-synthetic beyond the imported ones", "processors": os.cpu_count()}


def _measure(home: Path, size: int) -> dict[str, Any]:
    _copy_database(home)
    environment = {
        **os.environ,
        "FINGERPOST_HOME": str(home),
        "FINGERPOST_BODY": BODY,
        "FINGERPOST_STARTER_LIBRARY": "false",
        "DJANGO_SETTINGS_MODULE": "fingerpost.site.settings",
    }
    made = _run_worker("make", str(size), environment=environment)
    return {**_run_worker("ask", environment=environment), **made}


def _run_worker(*arguments: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """One process to make the library and another to ask, so that memory is that of serving."""
    done = subprocess.run(  # noqa: S603 - our own module, with words and a number for arguments
        [sys.executable, "-m", "fingerpost.evaluate.road_worker", *arguments],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StoreUnavailable("The road could not be timed. Is there room on the disk?", detail=done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _copy_database(home: Path) -> None:
    """A copy of the database and its keys, so that the home in use is left alone; gone when the timing is done."""
    name = Path(str(settings.DATABASES["default"]["NAME"]))
    if not name.is_file():
        raise StoreUnavailable(
            "`fingerpost bench answer` works on SQLite. Unset FINGERPOST_DATABASE_URL and try again."
        )
    shutil.copytree(settings.HOME / "keys", home / "keys", dirs_exist_ok=True)
    source, copy = sqlite3.connect(name), sqlite3.connect(home / name.name)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
