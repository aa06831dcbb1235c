"""The kinds of signature that notes may bear, by the byte that C2SP `signed-note` gives each.

A further kind (ML-DSA-44 is 0x06) is one more line of the table: how long its public key and its signatures are, and
how one is checked. A key of a kind that is not here is refused by name; a signature of one is passed over.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TIMESTAMP_BYTES = 8
GREATEST_TIMESTAMP = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Algorithm:
    """`payload_bytes` is the length of what follows the key ID in a signature line.

    `fits(public, text, payload)` says whether the payload is a signature of the text by that key.
    """

    byte: int
    title: str
    public_bytes: int
    payload_bytes: int
    fits: Callable[[bytes, bytes, bytes], bool]


def cosigned_message(text: bytes, *, timestamp: int) -> bytes:
    """What a cosignature/v1 signs: two lines of its own, and then the text of the checkpoint."""
    return b"cosignature/v1\ntime %d\n" % timestamp + text


def _fits_ed25519(public: bytes, text: bytes, payload: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(payload, text)
    except InvalidSignature:
        return False
    return True


def _fits_cosignature(public: bytes, text: bytes, payload: bytes) -> bool:
    timestamp = int.from_bytes(payload[:TIMESTAMP_BYTES], "big")
    if timestamp > GREATEST_TIMESTAMP:
        return False
    return _fits_ed25519(public, cosigned_message(text, timestamp=timestamp), payload[TIMESTAMP_BYTES:])


ED25519 = Algorithm(byte=0x01, title="Ed25519", public_bytes=32, payload_bytes=64, fits=_fits_ed25519)
COSIGNATURE = Algorithm(
    byte=0x04, title="cosignature/v1", public_bytes=32, payload_bytes=TIMESTAMP_BYTES + 64, fits=_fits_cosignature
)
ALGORITHMS = {each.byte: each for each in (ED25519, COSIGNATURE)}
