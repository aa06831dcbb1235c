"""The list of keys that were erased because somebody asked, outside the database.

A database or a backup from before brings such a key back. The list is gone through at every start, and it goes again.
It names keys, which are random, and nobody. Keys that went by age are not on it: the next sweep takes them again.
"""

import os
from collections.abc import Iterable
from pathlib import Path

NAME = "erasures"
ID_LETTERS = 32


def note_erasures(ids: Iterable[str], *, home: Path) -> None:
    """Add to the list, on disk when this returns. Noted before anything is erased, so that nothing gets lost between.

    Raises OSError.
    """
    lines = "".join(f"{each}\n" for each in ids).encode("ascii")
    if not lines:
        return
    descriptor = os.open(home / NAME, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, lines)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_erasures(home: Path) -> list[str]:
    """The keys on the list, oldest first. A torn last line, of a process that died, is left out."""
    try:
        text = (home / NAME).read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    return list(dict.fromkeys(each for each in text.split("\n") if len(each) == ID_LETTERS))
