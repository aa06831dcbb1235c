"""Counts that every process of one machine shares, in a file whose size never changes.

It holds numbers and nothing else: no address, no session, no digest of one. Each key falls on one number in each of
two rows, and the smaller of the two is its count, so a count may come out too high where many keys crowd together and
never too low: a count-min sketch with conservative update (Cormode and Muthukrishnan 2005; Estan and Varghese 2002).
Ten thousand addresses a minute make none of them wait for another.
"""

import fcntl
import hashlib
import mmap
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fingerpost.contract.errors import StoreUnavailable

ROWS, COLUMNS = 2, 65_536
_WINDOW, _COUNT = struct.Struct("<Q"), struct.Struct("<I")
SIZE = _WINDOW.size + ROWS * COLUMNS * _COUNT.size  # bytes: 512 kB
MOST = 2**32 - 1


class Counters:
    """How often each key was seen in the window of time that runs now. Safe for threads and for processes.

    `secret` keys the places on which keys fall, so that nobody can choose an address that falls on another's.
    """

    def __init__(self, path: Path, *, secret: bytes, seconds: int) -> None:
        self.seconds = seconds
        self._secret = hashlib.sha256(secret).digest()
        self._within = threading.Lock()
        self._file, self._map = _open(path)

    def add(self, key: str, *, at: float) -> int:
        """Count this key once more at that time (Unix seconds); gives its count in the window."""
        window, places = int(at) // self.seconds, self._places_of(key)
        with self._alone():
            if _WINDOW.unpack_from(self._map, 0)[0] != window:
                self._map[:] = _WINDOW.pack(window) + bytes(SIZE - _WINDOW.size)
            counts = [_COUNT.unpack_from(self._map, place)[0] for place in places]
            count = min(*counts, MOST - 1) + 1
            for place, before in zip(places, counts, strict=True):
                _COUNT.pack_into(self._map, place, max(before, count))
        return int(count)

    def take_back(self, key: str, *, at: float, times: int = MOST) -> None:
        """Count this key so many times less, never below nothing. Whoever shares its places may gain by that."""
        window, places = int(at) // self.seconds, self._places_of(key)
        with self._alone():
            if _WINDOW.unpack_from(self._map, 0)[0] == window:
                counts = [_COUNT.unpack_from(self._map, place)[0] for place in places]
                for place, before in zip(places, counts, strict=True):
                    _COUNT.pack_into(self._map, place, before - min(*counts, times))

    def clear(self) -> None:
        """Nobody was seen yet."""
        with self._alone():
            self._map[:] = bytes(SIZE)

    def close(self) -> None:
        self._map.close()
        os.close(self._file)

    def _places_of(self, key: str) -> list[int]:
        """Where in the file its numbers stand, one a row."""
        mixed = hashlib.blake2b(key.encode(), key=self._secret, digest_size=8 * ROWS).digest()
        columns = (value % COLUMNS for value in struct.unpack(f"<{ROWS}Q", mixed))
        return [_WINDOW.size + (row * COLUMNS + column) * _COUNT.size for row, column in enumerate(columns)]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A lock on the file holds off other processes, also those forked from this one; not other threads."""
        with self._within:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def _open(path: Path) -> tuple[int, mmap.mmap]:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        size = os.fstat(file).st_size
        if size < SIZE:  # written, so that a full disk is told here: filling a hole through the map would end us
            _write_all(file, bytes(SIZE - size), at=size)  # never cuts a file that another process has mapped
        return file, mmap.mmap(file, SIZE)
    except OSError as error:
        raise StoreUnavailable(
            f"{path} cannot be written. Check the folder that holds it.", detail=str(error)
        ) from error


def _write_all(file: int, data: bytes, *, at: int) -> None:
    while data:  # a disk that is nearly full takes a part, and refuses the next
        written = os.pwrite(file, data, at)
        data, at = data[written:], at + written
