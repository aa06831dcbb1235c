"""Keys: one master key outside the database, and one key for each subject, wrapped by it (AES-256-GCM)."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.models import SubjectKey

KEY_BYTES = 32
NONCE_BYTES = 12


class Erased(Exception):
    """The subject's key was erased: what it sealed can no longer be read by anyone."""


class KeyStore:
    """Wraps and unwraps the keys of subjects. The master key is a file that only its owner may read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._master: bytes | None = None

    def seal(self, text: bytes, *, subject: str, body: str, at: datetime) -> bytes:
        """Encrypt under the subject's key, made on first use. Gives nonce and ciphertext."""
        return _encrypt(self._key_of(subject, body=body, at=at), text, bound_to=subject)

    def unseal(self, sealed: bytes, *, subject: str) -> bytes:
        """Decrypt. Raises Erased when the key is gone, StoreUnavailable when it does not fit."""
        row = SubjectKey.objects.filter(subject=subject).first()
        if row is None or not row.wrapped:
            raise Erased(subject)
        return _decrypt(self._unwrap(row), sealed, bound_to=subject)

    def erase(self, *, subject: str, at: datetime) -> None:
        """Erase the subject's key. Every hash in the ledger still holds; the text is gone for good."""
        SubjectKey.objects.filter(subject=subject).update(wrapped=b"", erased_at=at)

    def _key_of(self, subject: str, *, body: str, at: datetime) -> bytes:
        fresh = secrets.token_bytes(KEY_BYTES)
        row, created = SubjectKey.objects.get_or_create(
            subject=subject,
            defaults={"body": body, "created_at": at, "wrapped": _encrypt(self.master, fresh, bound_to=subject)},
        )
        if created:
            return fresh
        if not row.wrapped:
            raise Erased(subject)
        return self._unwrap(row)

    def _unwrap(self, row: SubjectKey) -> bytes:
        return _decrypt(self.master, bytes(row.wrapped), bound_to=row.subject)

    @property
    def master(self) -> bytes:
        """The master key, read once; made on first use, readable by its owner only."""
        if self._master is None:
            self._master = read_or_make_key(self._path)
        return self._master


def read_or_make_key(path: Path) -> bytes:
    """Read a 32-byte key, or make one. Two processes that start at once agree on one key."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process made it first: theirs counts
        finally:
            draft.unlink()
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StoreUnavailable(
            "The key that protects the record is damaged. Restore it from your backup before going on.",
            detail=f"{path} holds {len(key)} bytes, not {KEY_BYTES}",
        )
    return key


def _encrypt(key: bytes, text: bytes, *, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text, bound_to.encode())


def _decrypt(key: bytes, sealed: bytes, *, bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except InvalidTag as error:
        raise StoreUnavailable(
            "This record cannot be opened with the key of this installation.",
            detail="AES-GCM tag does not fit: the master key was replaced, or the row was altered",
        ) from error
