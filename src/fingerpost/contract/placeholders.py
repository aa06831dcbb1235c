"""Finds words that stand where something was still to be written: "TBC", "put your own", a made-up address."""

import re

_WORDS = (
    r"\bt\.?b\.?[cad]\b\.?",
    r"\bto[ -]be[ -](?:filled[ -]in|confirmed|completed|decided|added|determined)\b",
    r"\b(?:put|write|enter|insert|add) your(?: own)?\b",
    r"\byour (?:name|organisation|body|council|team|e-?mail|phone|text) here\b",
    r"\bfictional\b|\bmade[ -]up\b",
    r"\blorem\b|\bipsum\b",
    r"\bplaceholder\b|\bx{3,}\b|\?{3,}|\.{4,}",
    r"[\w-]\.example\b|\bexample\.(?:com|org|net)\b",  # RFC 2606: nobody can ever be reached there
    r"\b01632[ -]?960",  # numbers that Ofcom keeps for drama: nobody ever answers
)
_SOMEWHERE = re.compile("|".join(_WORDS), re.IGNORECASE)
_WHOLLY = re.compile(
    r"(?:n\.?/?a\.?|not applicable|none given|unknown|example|sample|test|todo|fixme|pending|-+|\?+|\.+|"
    r"<[^>]*>|\[[^\]]*\]|example (?:name|body|council|organisation|text))\.?",
    re.IGNORECASE,
)


def find_placeholder(text: str) -> str:
    """The part of `text` that is a placeholder, or the whole of it when it says nothing; "" when it is in order.

    Empty text is not a placeholder: it is missing.
    """
    bare = " ".join(text.split())
    if not bare:
        return ""
    if _WHOLLY.fullmatch(bare):
        return bare
    found = _SOMEWHERE.search(bare)
    return found.group() if found else ""
