"""Files that are there whole or not at all, and on disk before anybody goes on."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.folders import flush_folder

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def read_text(path: Path) -> str | None:
    """What the file says, or None where there is none. Raises StoreUnavailable."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, error) from error


def replace_text(path: Path, text: str) -> None:
    """Put the text in the place of the file's. Until it is on disk, the old text stands. Raises StoreUnavailable."""
    with _draft(path, text) as draft:
        draft.replace(path)


def create_text(path: Path, text: str) -> bool:
    """Write a file that was not there; False where another process was first. Raises StoreUnavailable."""
    try:
        with _draft(path, text) as draft:
            os.link(draft, path)
    except StoreUnavailable as error:
        if isinstance(error.__cause__, FileExistsError):
            return False
        raise
    return True


@contextmanager
def _draft(path: Path, text: str) -> Iterator[Path]:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}.draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield draft
        flush_folder(path.parent)
    except OSError as error:
        raise _unusable(path, error) from error
    finally:
        draft.unlink(missing_ok=True)


def _unusable(path: Path, error: Exception) -> StoreUnavailable:
    return StoreUnavailable(
        "A file of the ledger's keys could not be read or written. Nothing is lost. Check that the disk has room, and "
        "that the folder belongs to whoever runs this.",
        detail=f"{path}: {type(error).__name__}: {error}",
    )
