"""Run tasks against a service that runs, write their logs, and bundle them for a web server.

python -m fingerpost.evaluate.inspect --address http://127.0.0.1:8000 --logs logs --bundle bundle
"""

import argparse
import sys
from pathlib import Path

from inspect_ai import eval as run_tasks
from inspect_ai.log import EvalLog, bundle_log_dir

from fingerpost.evaluate.inspect import tasks

USUAL = ("direct", "ordinary", "pressure", "pairs", "abstention")
AT_ONCE = 4  # questions on the way to the door


def main() -> int:
    """0 where every task ran to its end, whatever it found; 1 where one did not."""
    chosen = _arguments()
    logs = run_tasks(
        [getattr(tasks, name)(address=chosen.address) for name in chosen.task],
        model="none/none",
        log_dir=str(chosen.logs),
        limit=chosen.limit or None,
        max_samples=AT_ONCE,
        display="plain",
    )
    for log in logs:
        sys.stdout.write(f"{_line_of(log)}\n")
    if chosen.bundle:
        bundle_log_dir(log_dir=str(chosen.logs), output_dir=str(chosen.bundle), overwrite=True)
        sys.stdout.write(f"Bundled in {chosen.bundle}: put it on a web server, and its address into the settings.\n")
    return 0 if all(log.status == "success" for log in logs) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fingerpost.evaluate.inspect", description=__doc__)
    parser.add_argument("--address", default=tasks.ADDRESS, help="of the service")
    parser.add_argument("--task", action="append", choices=[*USUAL, "documents"], help="one or more; the usual five")
    parser.add_argument("--logs", type=Path, default=Path("redteam/logs"))
    parser.add_argument("--bundle", type=Path, help="a folder for the logs and their viewer, as static files")
    parser.add_argument("--limit", type=int, default=0, help="only the first so many of each")
    chosen = parser.parse_args()
    chosen.task = chosen.task or list(USUAL)
    return chosen


def _line_of(log: EvalLog) -> str:
    scores = log.results.scores if log.results else []
    told = ", ".join(f"{each.name} {each.metrics['accuracy'].value:.4f}" for each in scores)
    return f"{log.eval.task}: {log.status}, {log.eval.dataset.samples} samples. {told}"


if __name__ == "__main__":
    sys.exit(main())
