"""The mark that our letters about a case carry: whoever answers one shows with it that they had it."""

import base64
import hashlib
import hmac

from fingerpost.record.keys import KeyStore

LETTERS = 12  # of 5 bits each
_STANDARD, _OURS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghjkmnpqrstvwxyz"


def mark_of(reference: str, *, body: str, keys: KeyStore) -> str:
    """`FP-7K2M9-QX4DA.k3j9x8q2abcd`: the reference, and 60 bits that nobody can guess."""
    return f"{reference}.{_token(reference, body=body, keys=keys)}"


def fits(reference: str, token: str, *, body: str, keys: KeyStore) -> bool:
    """Is the token that of this case?"""
    return hmac.compare_digest(_token(reference, body=body, keys=keys), token.lower())


def _token(reference: str, *, body: str, keys: KeyStore) -> str:
    made = hmac.digest(keys.master, f"fingerpost mail {body}/{reference}".encode(), hashlib.sha256)
    return base64.b32encode(made).translate(bytes.maketrans(_STANDARD, _OURS)).decode()[:LETTERS]
