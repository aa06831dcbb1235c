"""How many ledger entries a second are on disk, from fifty runs at once, beside named peers in the same run.

    python bench/ledger.py --json figures.json

Each run opens and closes an entry through `Recorder`, sealed words and all, on SQLite with synchronous=FULL. A run is
two entries. Peers, in turns with ours on the same disk and with the same bytes: a commit for each entry through the
same Recorder (as Fingerpost had it before), and plain SQLite inserts by Python's own driver, one a commit and fifty a
commit. See README.md.
"""

import argparse
import json
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]  # for the runs of the tests


def main() -> None:
    options = _read_options()
    with tempfile.TemporaryDirectory(prefix="fingerpost-ledger-", dir=options.folder) as folder:
        os.environ["FINGERPOST_HOME"] = str(Path(folder) / "home")
        os.environ["FINGERPOST_STARTER_LIBRARY"] = "false"
        os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.site.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, skip_checks=True)
        figures = _measure(options, Path(folder))
    print(json.dumps(figures, indent=2))
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=50, help="runs at once")
    parser.add_argument("--runs", type=int, default=40, help="runs of each thread in a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--alone", type=int, default=200, help="runs one after another, for the time of one")
    parser.add_argument("--folder", help="where the databases are made: the disk that is measured")
    parser.add_argument("--json", help="write the figures here too")
    return parser.parse_args()


def _measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    ours, apart = _recorder(grouped=True), _recorder(grouped=False)
    sizes = _sizes(ours)
    kinds: dict[str, Callable[[], float]] = {
        "fingerpost": lambda: _runs_at_once(ours, options) * 2,
        "one commit an entry": lambda: _runs_at_once(apart, options) * 2,
        "sqlite3, one insert a commit": lambda: _plain_inserts(folder, sizes, options.threads * options.runs // 2, 1),
        "sqlite3, fifty inserts a commit": lambda: _plain_inserts(
            folder, sizes, options.threads * options.runs * 2, 50
        ),
    }
    found: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(options.rounds):
        for name, measure in kinds.items():
            found[name].append(measure())
    best = {name: statistics.median(each) for name, each in found.items()}
    alone = {
        "fingerpost": _milliseconds_alone(ours, options.alone),
        "one commit an entry": _milliseconds_alone(apart, options.alone),
    }
    return {
        "entries_a_second": {name: [round(each) for each in values] for name, values in found.items()},
        "median": {name: round(value) for name, value in best.items()},
        "runs_a_second": round(best["fingerpost"] / 2),
        "ratio_to_ours": {name: round(best["fingerpost"] / value, 2) for name, value in best.items()},
        "alone_ms": alone,
        "entry_bytes": {"leaf": sizes[0], "sealed": sizes[1]},
        "asked": {
            "threads": options.threads,
            "runs_a_thread": options.runs,
            "rounds": options.rounds,
            "synchronous": "FULL",
            "load_before": round(os.getloadavg()[0], 1),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        },
    }


def _recorder(*, grouped: bool) -> Any:
    from django.conf import settings

    from fingerpost.record.groups import GroupCommits, _commit_alone
    from fingerpost.record.keys import KeyStore
    from fingerpost.record.recorder import Recorder

    class Apart(GroupCommits):
        """Each entry in a transaction of its own, in the thread whose it is."""

        def write(self, part: Any) -> None:
            _commit_alone(part)

    made = Recorder(keys=KeyStore(settings.HOME / "keys" / "record-master"), system={"release": "bench"})
    if not grouped:
        made._commits = Apart()
    return made


def _one_run(recorder: Any) -> None:
    from tests.unit.record.ledger_runs import make_run, reply_to

    from fingerpost.contract.references import new_reference

    run = make_run(new_reference())
    with recorder.open(run) as entry:
        entry.close(run, reply=reply_to(run))


def _runs_at_once(recorder: Any, options: argparse.Namespace) -> float:
    """Runs a second that were kept."""
    from django.db import connection

    from fingerpost.contract.errors import StoreUnavailable

    kept: list[int] = []

    def work() -> None:
        done = 0
        for _ in range(options.runs):
            with suppress(StoreUnavailable):  # it waited 20 seconds for its turn: it was not kept, and does not count
                _one_run(recorder)
                done += 1
        kept.append(done)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(options.threads)]
    started = time.perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sum(kept) / (time.perf_counter() - started)


def _milliseconds_alone(recorder: Any, count: int) -> dict[str, float]:
    for _ in range(20):
        _one_run(recorder)
    times = []
    for _ in range(count):
        started = time.perf_counter()
        _one_run(recorder)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return {"median": round(times[count // 2], 2), "p95": round(times[int(count * 0.95)], 2), "n": count}


def _sizes(recorder: Any) -> tuple[int, int]:
    """Bytes of leaf and of sealed words of one closing entry."""
    from fingerpost.record.models import Entry

    _one_run(recorder)
    entry = Entry.objects.filter(event="closed").latest("seq")
    return len(entry.leaf.encode()), len(bytes(entry.sealed or b""))


def _plain_inserts(folder: Path, sizes: tuple[int, int], count: int, a_commit: int) -> float:
    """Inserts a second of rows of the same size, by Python's own driver and one thread."""
    path = folder / "plain.sqlite3"
    for each in folder.glob("plain.sqlite3*"):
        each.unlink()
    opened = sqlite3.connect(path, isolation_level=None)
    opened.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE entry (seq INTEGER PRIMARY KEY, leaf, sealed)"
    )
    leaf, sealed = "x" * sizes[0], b"y" * sizes[1]
    started = time.perf_counter()
    for _ in range(count // a_commit):
        opened.execute("BEGIN IMMEDIATE")
        for _ in range(a_commit):
            opened.execute("INSERT INTO entry (leaf, sealed) VALUES (?, ?)", (leaf, sealed))
        opened.execute("COMMIT")
    taken = time.perf_counter() - started
    opened.close()
    return count / taken


if __name__ == "__main__":
    main()
