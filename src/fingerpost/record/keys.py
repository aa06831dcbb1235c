"""One key for each subject, wrapped by the master key; what it seals can be read until it is erased (AES-256-GCM)."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.references import tidy_reference
from fingerpost.record.commits import committing, empty_log, overwriting
from fingerpost.record.faults import NOT_ERASED, store_faults
from fingerpost.record.master_key import KEY_BYTES, name_key, read_key, read_or_make_key
from fingerpost.record.models import Feedback, SubjectKey
from fingerpost.record.sealed import NotOpened, open_bytes, seal_bytes

ID_BYTES = 16
ERASED_MEANWHILE = "What you asked before has been erased, so this could not be kept with it. Ask again from the start."
KEYS_AT_ONCE = 500  # of one query: SQLite takes no more than a thousand values


class Erased(Exception):
    """The subject's key was erased: what it sealed can no longer be read by anyone."""


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What was sealed: key id, nonce and ciphertext, with whose it is and what it is bound to."""

    text: bytes
    subject: str
    bound_to: str


class KeyStore:
    """Seals and unseals text under the keys of subjects. The master key is a file that only its owner may read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._master: bytes | None = None

    def seal(self, text: bytes, *, subject: str, body: str, at: datetime, bound_to: str) -> bytes:
        """Encrypt under the subject's key, made on first use. `bound_to` must be given again to read it.

        Gives the key's id, the nonce and the ciphertext, one after another. Raises StoreUnavailable.
        """
        is_new = subject == bound_to  # a run that belongs to nobody is its own subject, and has no key yet
        row = self._make_key(subject, body=body, at=at) if is_new else self._living_key(subject, body=body, at=at)
        return bytes.fromhex(row.id) + seal_bytes(
            self._unwrap(row), text, bound_to=f"{body}/{subject}/{bound_to}".encode()
        )

    def seal_apart(self, text: bytes, *, subject: str, body: str, at: datetime) -> tuple[bytes, SubjectKey]:
        """As `seal` of a run that is its own subject, without touching the database.

        Gives the sealed text and the row of its key, which whoever calls saves in the transaction that keeps the text.
        """
        row, key = self._new_key(subject, body=body, at=at)
        return bytes.fromhex(row.id) + seal_bytes(key, text, bound_to=f"{body}/{subject}/{subject}".encode()), row

    def seal_beside(self, text: bytes, *, beside: bytes, subject: str, body: str, bound_to: str) -> bytes:
        """Encrypt under the very key that sealed `beside`, so that erasing the one erases the other.

        Within the transaction that keeps it: whoever erases the key meanwhile waits for that to end. Raises Erased when
        the key is gone.
        """
        found = SubjectKey.objects.select_for_update().filter(id=beside[:ID_BYTES].hex(), body=body, subject=subject)
        row = found.first()
        if row is None or not row.wrapped:
            raise Erased(subject)
        return bytes.fromhex(row.id) + seal_bytes(
            self._unwrap(row), text, bound_to=f"{body}/{subject}/{bound_to}".encode()
        )

    def unseal_many(self, sealed: Iterable[Sealed], *, body: str) -> list[bytes | None]:
        """Decrypt many at once, each None where its key is gone. Raises StoreUnavailable when one does not fit."""
        texts = list(sealed)
        ids = {each.text[:ID_BYTES].hex() for each in texts}
        rows = {
            row.id: row
            for start in range(0, len(ids), KEYS_AT_ONCE)
            for row in SubjectKey.objects.filter(id__in=sorted(ids)[start : start + KEYS_AT_ONCE])  # by id alone: quick
            if row.body == body
        }
        return [self._open(each, rows.get(each.text[:ID_BYTES].hex()), body=body) for each in texts]

    def _open(self, sealed: Sealed, row: SubjectKey | None, *, body: str) -> bytes | None:
        if row is None or not row.wrapped or row.subject != sealed.subject:
            return None
        bound_to = f"{body}/{sealed.subject}/{sealed.bound_to}"
        return _decrypt(self._unwrap(row), sealed.text[ID_BYTES:], bound_to=bound_to)

    def unseal(self, sealed: bytes, *, subject: str, body: str, bound_to: str) -> bytes:
        """Decrypt. Raises Erased when the key is gone, StoreUnavailable when it does not fit."""
        key_id, rest = sealed[:ID_BYTES], sealed[ID_BYTES:]
        row = SubjectKey.objects.filter(id=key_id.hex(), body=body, subject=subject).first()
        if row is None or not row.wrapped:
            raise Erased(subject)
        return _decrypt(self._unwrap(row), rest, bound_to=f"{body}/{subject}/{bound_to}")

    def erase(self, *, subject: str, body: str, at: datetime) -> None:
        """Erase the subject's key. Every hash in the ledger still holds; the text is gone for good.

        Of their feedback stay only the columns that are counted.

        On SQLite the old bytes are overwritten and the write-ahead log is emptied, so that no file of the database
        holds them. On PostgreSQL they go when the table is next vacuumed and its log segments are recycled. Raises
        StoreUnavailable; then erase again.
        """
        with store_faults(NOT_ERASED):
            with overwriting(), committing():
                living = SubjectKey.objects.filter(subject=subject, body=body, erased_at__isnull=True)
                living.update(wrapped=b"", erased_at=at)
                Feedback.objects.filter(subject=subject, body=body).update(sealed=None, page="")
            if not empty_log():
                raise StoreUnavailable(NOT_ERASED, detail="others were reading: the log could not be emptied")

    def _living_key(self, subject: str, *, body: str, at: datetime) -> SubjectKey:
        """The key of a subject. Two processes that ask at once are given one and the same.

        A subject who was erased and comes back is given another. A conversation is not: what follows repeats what was
        said before, so that would bring back what was erased.
        """
        living = SubjectKey.objects.filter(subject=subject, body=body, erased_at__isnull=True)
        row = living.first()
        if row is not None:
            return row
        if tidy_reference(subject) == subject and SubjectKey.objects.filter(subject=subject, body=body).exists():
            raise StoreUnavailable(ERASED_MEANWHILE, detail=f"the conversation {subject} was erased")
        try:
            with transaction.atomic():
                return self._make_key(subject, body=body, at=at)
        except IntegrityError:  # another process was first: its key counts
            return living.get()

    def _make_key(self, subject: str, *, body: str, at: datetime) -> SubjectKey:
        row, _key = self._new_key(subject, body=body, at=at)
        row.save(force_insert=True)
        return row

    def _new_key(self, subject: str, *, body: str, at: datetime) -> tuple[SubjectKey, bytes]:
        key_id = secrets.token_hex(ID_BYTES)
        key = secrets.token_bytes(KEY_BYTES)
        row = SubjectKey(
            id=key_id,
            body=body,
            subject=subject,
            master=name_key(self.master),
            wrapped=seal_bytes(self.master, key, bound_to=f"{key_id}/{body}/{subject}".encode()),
            created_at=at,
        )
        return row, key

    def _unwrap(self, row: SubjectKey) -> bytes:
        return _decrypt(self.master, bytes(row.wrapped), bound_to=f"{row.id}/{row.body}/{row.subject}")

    @property
    def master(self) -> bytes:
        """The master key: made on first use, read once, and held to the one that wrapped what the database holds."""
        if self._master is None:
            self._master = self._read_master()
        return self._master

    def _read_master(self) -> bytes:
        wrapped_by = SubjectKey.objects.values_list("master", flat=True).first()
        if wrapped_by is None:
            return read_or_make_key(self._path)
        key = read_key(self._path)  # never made anew beside text that another key protects
        if name_key(key) != wrapped_by:
            raise StoreUnavailable(
                "The key that protects the record is not the one it was begun with. Restore that one from your backup.",
                detail=f"{self._path} holds key {name_key(key)}; the database was wrapped by {wrapped_by}",
            )
        return key


def _decrypt(key: bytes, sealed: bytes, *, bound_to: str) -> bytes:
    try:
        return open_bytes(key, sealed, bound_to=bound_to.encode())
    except NotOpened as error:
        raise StoreUnavailable(
            "This record cannot be opened with the key of this installation.",
            detail="AES-GCM tag does not fit: the master key was replaced, or the row was altered",
        ) from error
