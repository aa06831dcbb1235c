"""The master key: 32 random bytes in a file outside the database, which only its owner may read."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.folders import flush_folder

KEY_BYTES = 32


def read_or_make_key(path: Path) -> bytes:
    """Read a 32-byte key, or make one. Two processes that start at once agree on one key. Raises StoreUnavailable."""
    if not path.exists():
        _make_key(path)
    return read_key(path)


def read_key(path: Path) -> bytes:
    """Read a key that must be there. Raises StoreUnavailable when it is missing or damaged."""
    try:
        key = path.read_bytes()
    except FileNotFoundError as error:
        raise StoreUnavailable(
            "The key that protects the record is missing. Restore it from your backup before going on.",
            detail=f"{path} does not exist, but the database holds keys that it wrapped",
        ) from error
    if len(key) != KEY_BYTES:
        raise StoreUnavailable(
            "The key that protects the record is damaged. Restore it from your backup before going on.",
            detail=f"{path} holds {len(key)} bytes, not {KEY_BYTES}",
        )
    return key


def name_key(key: bytes) -> str:
    """A name for a key, 16 characters of hex, that tells nothing of the key itself."""
    return hmac.digest(key, b"fingerpost master key", hashlib.sha256).hex()[:16]


def _make_key(path: Path) -> None:
    """Write a draft and link it into place: linking fails where another process was first, and then theirs counts.

    Folder and file are flushed to disk before anything is sealed, so that no power cut leaves text without its key.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(6)}.draft")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    flush_folder(path.parent)
