"""Where a model's key stands: in a variable or a file, read each time it is needed, and kept nowhere else."""

import os
from collections.abc import Mapping
from pathlib import Path

from fingerpost.site.language_models.described import Described

LONGEST_KEY = 4_096
"""Bytes of a file that holds one."""


class NoKey(Exception):
    """There is no key. The sentence says what to do, and holds nothing of it."""


def read_key(of: Described, *, home: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The key; "" where the model has none. Raises NoKey."""
    if of.key_env:
        key = environment.get(of.key_env, "").strip()
        if not key:
            raise NoKey(f"The variable {of.key_env} is empty. Set it to the key, where the server is started.")
        return key
    return _read_file(home / of.key_file) if of.key_file else ""


def _read_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST_KEY + 1)
    except OSError as error:
        kind = type(error).__name__
        raise NoKey(f"{path} could not be read ({kind}). It must hold the key and nothing else.") from None
    key = data.decode("ascii", "replace").strip()
    if not key or len(data) > LONGEST_KEY or not key.isascii() or not key.isprintable() or " " in key:
        raise NoKey(f"{path} must hold the key and nothing else: one word.")
    return key


def find_doubt(of: Described, *, home: Path) -> str:
    """What is wrong with how the key is kept; "" where nothing is."""
    if not of.key_file:
        return ""
    path = home / of.key_file
    try:
        is_open = path.stat().st_mode & 0o077
    except OSError:
        return ""  # `read_key` says so
    return f"Others on this machine may read {path}. Run: chmod 600 {path}" if is_open else ""
