"""Vehicle registration marks, where words nearby say that this is what it is."""

import re
from collections.abc import Iterator

from fingerpost.guard.identifiers.spans import Span, is_near, span_of

KIND = "vehicle registration"
_CURRENT = re.compile(r"(?i)(?<!\w)[a-z]{2}\d{2} ?[a-z]{3}(?!\w)")
_OLDER = re.compile(
    r"(?i)(?<!\w)(?:[a-z]\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3}[a-z]"
    r"|(?!(?:act|in|by|on|for|of|at|the|and|to|is|was|fee|no|as|law|since)\b)[a-z]{1,3} ?\d{4})(?!\w)"
)
_VEHICLE = re.compile(
    r"(?i)\breg(?:istration|d|istered)?\b|\bnumber\s*plates?\b|\bplates?\b|\bcars?\b|\bvans?\b|\bvehicles?\b|\bmot\b"
    r"|\bmotor(?:bike|cycle)\b|\bsorn\b|\bv5c\b|\bdvla\b|\bparked\b|\blog\s?book\b|\bcerbyd\b"
)
_PLATE = re.compile(r"(?i)\b(?:reg(?:istration)?\s*(?:number|no\.?|mark|plate)?|number\s*plate)\s*(?:is|:|-|=)?\s*$")


def find_vehicles(text: str) -> Iterator[Span]:
    """The present form (AB12 CDE) near a word about vehicles; older forms right after "registration" or "plate"."""
    for match in _CURRENT.finditer(text):
        if is_near(text, *match.span(), _VEHICLE):
            yield span_of(match, KIND)
    for match in _OLDER.finditer(text):
        if _PLATE.search(text[max(0, match.start() - 40) : match.start()]):
            yield span_of(match, KIND)
