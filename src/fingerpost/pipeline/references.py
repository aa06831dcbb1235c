"""References: what a person quotes when they ask about an answer."""

import secrets

# Crockford's base 32: no I, L, O or U, so that a reference survives being read out over the phone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """A fresh random reference such as "FP-7K2M9-QX4DA": 50 bits, so it cannot be guessed and hardly ever repeats."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"FP-{letters[:5]}-{letters[5:]}"


def tidy_reference(typed: str) -> str:
    """What somebody typed or read out, as it was issued: case, spaces, and I, L and O are forgiven."""
    letters = "".join(char for char in typed.upper() if char.isalnum()).removeprefix("FP")
    letters = letters.translate(str.maketrans("ILO", "110"))
    return f"FP-{letters[:5]}-{letters[5:]}"
