"""Words for a voice: numbers to call are said digit by digit, a reference letter by letter, addresses not at all."""

import re
from urllib.parse import urlsplit

# Numbers that people dial: 0 and nine or ten more digits in groups; 116 123; and the short ones of the UK, where they
# are not part of a figure.
_DIALLED = re.compile(
    r"\b0\d[\d ]{7,12}\d\b|\b116 ?\d{3}\b|(?<![£€$\d,.])\b(?:999|112|101|105|111|119)\b(?!%|[,.]\d)", re.ASCII
)
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+")


def speak_plainly(words: str) -> str:
    """The same words as a voice should say them."""
    named = _ADDRESS.sub(_site_of, words)
    return _DIALLED.sub(_digit_by_digit, named).replace(" | ", ", ").replace("\n- ", "\n")


def spell(reference: str) -> str:
    """FP-1EH9J-7SYE7 as "F P, 1 E H 9 J, 7 S Y E 7"."""
    return ", ".join(" ".join(part) for part in reference.split("-"))


def _digit_by_digit(found: re.Match[str]) -> str:
    """Group by group, so that a listener can write it down."""
    return ", ".join(" ".join(group) for group in found[0].split())


def _site_of(found: re.Match[str]) -> str:
    """The name of the site, which people can say and remember; its full stop if it ended a sentence."""
    address = found[0].rstrip(".,;:)")
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    return host.removeprefix("www.") + found[0][len(address) :]
