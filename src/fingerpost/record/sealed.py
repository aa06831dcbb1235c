"""Seals bytes under a key: AES-256-GCM (NIST SP 800-38D), with a fresh nonce before what is sealed."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class NotOpened(ValueError):
    """Sealed under another key, bound to something else, altered, or too short to be sealed at all."""


def seal_bytes(key: bytes, content: bytes, *, bound_to: bytes) -> bytes:
    """The nonce, and the content with its tag. It opens only with the same key and `bound_to`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to)


def open_bytes(key: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    """What `seal_bytes` was given. Raises NotOpened."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:  # ValueError: so short that no nonce stands before it
        raise NotOpened("it was not sealed with this key, or was changed") from error
