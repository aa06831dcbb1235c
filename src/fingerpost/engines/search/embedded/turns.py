"""One writer at a time, over all processes: a file that is locked for as long as somebody writes."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from fingerpost.contract.errors import IndexUnavailable
from fingerpost.engines.search.embedded.files import writing_faults

LOCK = "lock"
_LOOK_AGAIN = 0.05  # seconds


class Turns:
    """The right to write to one folder. The same thread may take it again while it has it.

    The system lets go of the lock when its process ends, however it ends.
    """

    def __init__(self, folder: Path, *, wait: float) -> None:
        self._folder = folder
        self._wait = wait
        self._mine = threading.RLock()
        self._file: IO[str] | None = None

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for the turn. Raises IndexUnavailable, which names who has it, after `wait` seconds."""
        with self._mine:
            if self._file is not None:
                yield
                return
            with writing_faults():
                self._folder.mkdir(parents=True, exist_ok=True)
                file = (self._folder / LOCK).open("a+", encoding="utf-8")
            with file:
                self._lock(file)
                self._file = file
                try:
                    yield
                finally:
                    self._file = None

    def _lock(self, file: IO[str]) -> None:
        until = time.monotonic() + self._wait
        while not _try(file):
            if time.monotonic() >= until:
                raise IndexUnavailable(
                    f"The search index is being updated by another process{_holder(file)}. Wait until it is done, "
                    "then try again."
                )
            time.sleep(_LOOK_AGAIN)
        with writing_faults():
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()


def _try(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(file: IO[str]) -> str:
    file.seek(0)
    number = file.read().strip()
    return f" (number {number})" if number else ""
