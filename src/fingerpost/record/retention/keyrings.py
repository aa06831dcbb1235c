"""The keys of a backup, apart from its database, in a file in which single keys can be overwritten where they stand.

One line a key, all of one length and sorted: the key's id, a space, and the key as the master key wrapped it, in hex.
A key that was erased is overwritten with zeros. The master key is in no backup.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

ID_LETTERS = 32
WRAPPED_BYTES = 60  # nonce, key and tag
LINE = ID_LETTERS + 1 + 2 * WRAPPED_BYTES + 1
GONE = b"0" * (2 * WRAPPED_BYTES)
NAME = "keyring"


def write_keyring(path: Path, keys: Mapping[str, bytes]) -> None:
    """Write a new one. Raises ValueError for a key of another length, and OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for name in sorted(keys):
            line = f"{name} {keys[name].hex()}\n".encode("ascii")
            if len(line) != LINE:
                raise ValueError(f"the key {name} has an odd length")
            file.write(line)
        file.flush()
        os.fsync(file.fileno())


def read_keyring(path: Path) -> dict[str, bytes]:
    """The living keys by id. Raises OSError, and ValueError where the file is damaged."""
    return dict(_living(path))


def scrub_keyring(path: Path, ids: Iterable[str]) -> int:
    """Overwrite the keys of these ids, as far as it holds them; gives how many. Once more does no harm.

    Raises OSError.
    """
    scrubbed = 0
    with _opened(path) as (file, lines):
        for each in ids:
            place = _find(file, each.encode("ascii"), lines)
            if place is None:
                continue
            file.seek(place * LINE + ID_LETTERS + 1)
            if file.read(len(GONE)) != GONE:
                file.seek(place * LINE + ID_LETTERS + 1)
                file.write(GONE)
                scrubbed += 1
        file.flush()
        os.fsync(file.fileno())
    return scrubbed


def blank_keyring(path: Path) -> None:
    """Overwrite all of it, for one that goes. Does nothing where there is none. Raises OSError."""
    with suppress(FileNotFoundError), path.open("r+b", buffering=0) as file:
        file.write(b"0" * path.stat().st_size)
        os.fsync(file.fileno())


def _living(path: Path) -> Iterator[tuple[str, bytes]]:
    data = path.read_bytes()
    if len(data) % LINE:
        raise ValueError(f"{path} is cut short")
    for start in range(0, len(data), LINE):
        name, wrapped = data[start : start + ID_LETTERS], data[start + ID_LETTERS + 1 : start + LINE - 1]
        if wrapped != GONE:
            yield name.decode("ascii"), bytes.fromhex(wrapped.decode("ascii"))


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    with path.open("r+b", buffering=0) as file:
        yield file, path.stat().st_size // LINE  # unbuffered: each write reaches the system


def _find(file: BinaryIO, name: bytes, lines: int) -> int | None:
    """The line of a key, by halving."""
    low, high = 0, lines
    while low < high:
        middle = (low + high) // 2
        file.seek(middle * LINE)
        found = file.read(ID_LETTERS)
        if found == name:
            return middle
        low, high = (middle + 1, high) if found < name else (low, middle)
    return None
