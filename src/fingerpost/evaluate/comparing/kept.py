"""What a comparison has measured until now, in a file: one that was broken off goes on where it stopped.

The first line says what is compared and at which moment; each further line is one case of one side. A line that was
being written when the machine went down is dropped.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from fingerpost.contract.errors import FingerpostError, StoreUnavailable

GOES_ON_FOR = timedelta(days=3)
"""One that is older begins anew: guidance has changed since."""


class AlreadyRunning(FingerpostError):
    """The same comparison is under way in another process."""


class Kept:
    """`at` is the moment at which every case is asked; `found` has the values of each case by (side, case)."""

    def __init__(self, file: TextIO, *, key: str, at: datetime) -> None:
        self._file = file
        self.at = at
        self.found: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._read(key)

    def add(self, side: str, case: str, values: Mapping[str, Any]) -> None:
        """Keep one case. It is on disk when this ends. Raises StoreUnavailable."""
        self._write({"side": side, "case": case, "found": values})
        self.found[side, case] = values

    def _read(self, key: str) -> None:
        self._file.seek(0)
        rows, end = [], 0
        for line in iter(self._file.readline, ""):
            row = _row(line)
            if row is None:
                break
            rows.append(row)
            end = self._file.tell()
        began = _began(rows, key=key)
        if began is None or not timedelta(0) <= self.at - began <= GOES_ON_FOR:
            self._file.seek(0)
            self._file.truncate()
            self._write({"key": key, "at": self.at.isoformat()})
            return
        self.at = began
        self._file.seek(end)
        self._file.truncate()
        self.found = {(row["side"], row["case"]): row["found"] for row in rows[1:]}

    def _write(self, row: Mapping[str, Any]) -> None:
        try:
            self._file.write(json.dumps(row) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise StoreUnavailable(
                "What was measured could not be kept. Is there room on the disk?", detail=str(error)
            ) from error


@contextmanager
def keeping(folder: Path, *, key: str, at: datetime) -> Iterator[Kept]:
    """The file of the comparison of that key; gone when this ends without a fault. `key` is a digest in hex.

    Raises AlreadyRunning and StoreUnavailable.
    """
    path = folder / f"{key[:32]}.jsonl"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = path.open("a+", encoding="ascii", errors="replace")
    except OSError as error:
        raise StoreUnavailable("The folder for what is measured cannot be written.", detail=str(error)) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning("The same comparison is under way already. Wait until it is done.") from None
        yield Kept(file, key=key, at=at)
        path.unlink(missing_ok=True)


def _row(line: str) -> dict[str, Any] | None:
    """None for a line that is not whole."""
    try:
        row = json.loads(line) if line.endswith("\n") else None
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


def _began(rows: list[dict[str, Any]], *, key: str) -> datetime | None:
    """When what stands in the file began; None where it is of another comparison."""
    if not rows or rows[0].get("key") != key:
        return None
    return datetime.fromisoformat(rows[0]["at"])
