"""What `fingerpost serve` does once a day beside serving: it sweeps, learns from what officers decided, and looks for
answers whose guidance has changed.

Each in a process of its own that ends again.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fingerpost.doors.cli.console import err

FIRST = 10 * 60.0  # seconds after the start: not while everybody waits for the service to be up
DAY = 24 * 3600.0
_FINGERPOST = (sys.executable, "-c", "from fingerpost.doors.cli import main; main()")
SWEEP = (*_FINGERPOST, "retention", "sweep", "--unattended")
REPAIR = (*_FINGERPOST, "repair", "--unattended")
LEARN = (*_FINGERPOST, "triage", "learn", "--unattended")
DAILY = (SWEEP, LEARN, REPAIR)
TOLD = {
    SWEEP: "The daily sweep failed",
    LEARN: "Reports are sorted as before, for learning from cases failed",
    REPAIR: "The daily look for changed answers failed",
}


@contextmanager
def sweeping_daily(
    *, first: float = FIRST, every: float = DAY, commands: tuple[tuple[str, ...], ...] = DAILY
) -> Iterator[None]:
    """Do these while it lasts, one after another. What is broken off when serving ends goes on the next time.

    Several servers of one installation may do so at once: each takes away what the other has not.
    """
    stop = threading.Event()
    thread = threading.Thread(target=_sweep_until, args=(stop, first, every, commands), name="sweep", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


def _sweep_until(stop: threading.Event, first: float, every: float, commands: tuple[tuple[str, ...], ...]) -> None:
    wait, before = first, dict.fromkeys(commands, "")
    while not stop.wait(wait):
        for command in commands:
            told = "" if stop.is_set() else _sweep(stop, command)
            if told and told != before[command]:
                err().print(f"{TOLD.get(command, TOLD[SWEEP])}: {told}", markup=False, soft_wrap=True)
            before[command] = told
        wait = every


def _sweep(stop: threading.Event, command: tuple[str, ...]) -> str:
    """One sweep; gives why it failed, or "". The next day it is tried again, and the same fault is not told again:
    `doctor` says what is over age, and where the clock is doubted."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as sweep:  # noqa: S603
        told = ""
        while sweep.poll() is None:
            try:
                told = sweep.communicate(timeout=1)[1]
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    sweep.terminate()
        failed = sweep.returncode and not stop.is_set()
    return (told.strip() or f"exit code {sweep.returncode}") if failed else ""
