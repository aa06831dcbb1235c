"""Files that are there whole or not at all: written beside, flushed to disk, then renamed."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile

from fingerpost.contract.errors import IndexUnavailable

REBUILD = "Run `fingerpost index rebuild` to make it anew from the database; nothing is lost."
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# As tantivy says it, and as numpy does, which keeps the number to itself.
_NO_ROOM_WORDS = ("os error 28", "os error 27", "os error 122", "no space left", "file too large", "requested and")


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step: readers see the old file or the new one."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder as lasting as the files."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def flush_file(path: Path) -> None:
    """Make what was written to a file lasting."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def writing_faults() -> Iterator[None]:
    """Raise IndexUnavailable for a disk that is full or cannot be written. tantivy reports these as ValueError."""
    try:
        yield
    except (OSError, ValueError) as error:
        if isinstance(error, ValueError) and "os error" not in str(error).lower():
            raise
        raise IndexUnavailable(_writing_fault(error), detail=str(error)) from error


@contextmanager
def reading_faults() -> Iterator[None]:
    """Raise IndexUnavailable for files that are missing, cut short or not what they should be."""
    try:
        yield
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise IndexUnavailable(f"The search index is damaged. {REBUILD}", detail=repr(error)) from error


def _writing_fault(error: OSError | ValueError) -> str:
    full = isinstance(error, OSError) and error.errno in _NO_ROOM
    if full or any(words in str(error).lower() for words in _NO_ROOM_WORDS):
        return (
            "The disk is full, so the search index could not take in the latest changes. It still answers from what "
            "it had. Free some space, then run `fingerpost index rebuild`."
        )
    return (
        "The search index could not be written. It still answers from what it had. Check that its folder under "
        "FINGERPOST_HOME can be written, then run `fingerpost index rebuild`."
    )
