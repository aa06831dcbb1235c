"""References: what a person quotes when they ask about an answer."""

import secrets
from collections.abc import Iterable

# Crockford's base 32: no I, L, O or U, so that a reference survives being read out over the phone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = 10
_AS_MEANT = str.maketrans("ILOU", "110V")


def new_reference() -> str:
    """A fresh random reference such as "FP-7K2M9-QX4DA": 50 bits, so it cannot be guessed and hardly ever repeats."""
    return _write(secrets.choice(ALPHABET) for _ in range(LETTERS))


def tidy_reference(typed: str) -> str:
    """What somebody typed or read out, as it was issued: case, spaces, a missing FP, and I, L, O and U are forgiven."""
    letters = "".join(char for char in typed.upper() if char.isalnum())
    if len(letters) > LETTERS:
        letters = letters.removeprefix("FP")  # ten letters of their own may begin with FP
    return _write(letters.translate(_AS_MEANT))


def _write(letters: Iterable[str]) -> str:
    joined = "".join(letters)
    return f"FP-{joined[:5]}-{joined[5:]}"
