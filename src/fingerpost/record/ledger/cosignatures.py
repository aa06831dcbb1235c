"""Cosignatures: a witness says that it saw this checkpoint, when, and that it fits all it saw before.

After C2SP `tlog-cosignature`, version 1 over Ed25519. Whoever cosigns checks consistency first: nothing here does.
"""

from datetime import UTC, datetime

from fingerpost.record.ledger.algorithms import (
    COSIGNATURE,
    GREATEST_TIMESTAMP,
    TIMESTAMP_BYTES,
    cosigned_message,
)
from fingerpost.record.ledger.notes import InvalidKey, Note, SigningKey, VerifierKey, signature_line


def new_cosigner_key(name: str) -> SigningKey:
    """A new key for a witness. It signs cosignatures and nothing else. Raises InvalidKey for a name no key may have."""
    return SigningKey.generate(name, algorithm=COSIGNATURE)


def cosign(text: str, *, key: SigningKey, at: datetime) -> str:
    """The signature line, with its newline, that a witness puts under a checkpoint. `text` is the note's text.

    `at` is aware, and counts in whole seconds. Raises InvalidKey when the key is not one for cosignatures.
    """
    if key.algorithm != COSIGNATURE:
        raise InvalidKey(f"the key of {key.name} is one for {key.algorithm.title}, not for cosignatures")
    timestamp = int(at.timestamp())
    if not 0 <= timestamp <= GREATEST_TIMESTAMP:
        raise ValueError("a cosignature cannot be older than 1970")
    signature = key.sign_bytes(cosigned_message(text.encode(), timestamp=timestamp))
    return signature_line(key.verifier, timestamp.to_bytes(TIMESTAMP_BYTES, "big") + signature)


def cosigned_at(note: Note, key: VerifierKey) -> datetime | None:
    """When that witness saw the checkpoint of an opened note; None where it did not sign it."""
    if key.algorithm != COSIGNATURE:
        return None
    for each in note.signed_by:
        if (each.name, each.key_id) == (key.name, key.key_id):
            return datetime.fromtimestamp(int.from_bytes(each.payload[:TIMESTAMP_BYTES], "big"), tz=UTC)
    return None
