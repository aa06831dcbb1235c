"""The services as they are now: the file is read anew when it has changed, and a broken one changes nothing."""

import threading
from pathlib import Path

from fingerpost.casework.services.reading import InvalidServices, read_services, starter_services
from fingerpost.contract.services import ServiceBook

Stamp = tuple[int, int, int]  # when it was written, in nanoseconds; its size in bytes; its inode


class RunningServices:
    """The book of one file, for as long as a process runs. May be used from several threads.

    Where there has never been such a file, the book is `otherwise`: the starter services, unless another is given.
    `problems` says what is wrong with the file as it is now; while there are any, the last good book stays. Raises
    InvalidServices on the first reading if the file is there and broken: there is no good one to keep.
    """

    def __init__(self, path: Path, *, otherwise: ServiceBook | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp = _stamp(path)
        self._problems: tuple[str, ...] = ()
        self._book = (otherwise or starter_services()) if self._stamp is None else read_services(path)

    @property
    def book(self) -> ServiceBook:
        self._keep_up()
        return self._book

    @property
    def problems(self) -> tuple[str, ...]:
        self._keep_up()
        return self._problems

    def _keep_up(self) -> None:
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return
        with self._lock:
            if stamp == self._stamp:
                return
            try:
                self._book, self._problems = read_services(self._path), ()
            except InvalidServices as fault:
                self._problems = fault.problems
            self._stamp = stamp  # last: until then, others go on with the book before


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
