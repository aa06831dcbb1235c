"""Phone numbers that may be a person's own.

A United Kingdom number has ten or eleven digits with its leading 0 (Ofcom, National Telephone Numbering Plan). Numbers
that begin 01, 02, 05 or 07 may be a person's. Those that begin 03, 08 or 09 are organisations': they are masked only
where somebody says that they are theirs. An amount, a date or a case number has another shape, and is let through.
"""

import re
from collections.abc import Iterator

from fingerpost.guard.identifiers.public_numbers import PUBLIC_PHONES
from fingerpost.guard.identifiers.spans import Span, digits_of, find_all, is_labelled, span_of

KIND = "phone number"
_GAP = r"[ ().\-/]{0,2}"
_HOME = re.compile(
    rf"(?<![\w£+])(?<!\d[.,/-])(?:\(?(?:\+|00)44\)?{_GAP}(?:\(?0\)?)?{_GAP}|\(?0)[1-9](?:{_GAP}\d){{8,9}}(?!\d)"
)
_ABROAD = re.compile(r"(?<![\w+])(?<!\d[.,/])(?:\+|00)(?!44)[1-9]\d{0,2}(?:[ ().\-]{0,2}\d){7,12}(?!\d)")
_WITHOUT_ZERO = re.compile(rf"(?<![\w£+])(?<!\d[.,/-])7[1-9]\d(?:{_GAP}\d){{7}}(?!\w)")
# The first group of digits, as people set it apart: "01632", "020", "0207", "07700", or no gap at all.
_AREA_CODE = re.compile(r"\(?0(?:1\d{2,4}|2\d{1,2}|7\d{1,4}|5[56]\d{0,3})(?!\d)|\(?0\d{9,10}$")
_MAY_BE_OWN = re.compile(r"0(?:1[1-9]|2[03489]|5[56]|7[1-9])")
_ORGANISATION = re.compile(r"0(?:3[0347]|8[0478]|9[018])")
_ANY_SHAPE = re.compile(r"(?<![\w£+])(?<!\d[.,/-])\(?\d(?:[ ().\-/]{0,2}\d){6,14}(?!\w)")
_PHONE_OF_THEIRS = re.compile(
    r"(?i)\b(?:my|mum'?s|dad'?s|his|her|their|our)\s+(?:\w+\s+)?(?:phone|mobile|telephone|landline)"
    r"(?:\s+(?:number|no\.?))?\s*(?:is|was|:|-)?\s*$"
    r"|\b(?:call|ring|phone|text|whatsapp)\s+(?:me|us|him|her|them)\s+(?:back\s+)?(?:on|at)\s*:?\s*$"
)
_OWN = re.compile(
    r"(?i)\b(?:my|mum'?s|dad'?s|his|her|their|son'?s|wife'?s|husband'?s|partner'?s)\s+(?:\w+\s+){0,2}"
    r"(?:number|no\.?|phone|mobile|tel|telephone|landline|cell)\b[^.\d]{0,20}$"
    r"|\b(?:call|ring|phone|text|contact|reach|whatsapp)\s+(?:me|us|him|her|them)\b[^.\d]{0,20}$"
    r"|\b(?:mobile|mob|ffôn symudol|rhif ffôn)\s*(?:number|no\.?)?\s*(?:is|yw|:|-)?\s*$"
)


def find_phones(text: str) -> Iterator[Span]:
    """Numbers of this country, of others where they begin with + or 00, and any that somebody calls their phone."""
    yield from (span_of(match, KIND) for match in find_all(_HOME, text) if _is_personal(text, match))
    yield from (span_of(match, KIND) for match in find_all(_ABROAD, text))
    yield from (span_of(match, KIND) for match in find_all(_WITHOUT_ZERO, text) if _is_own(text, match))
    for match in find_all(_ANY_SHAPE, text):
        if is_labelled(text, match.start(), _PHONE_OF_THEIRS, within=60):
            yield span_of(match, KIND)


def _is_personal(text: str, match: re.Match[str]) -> bool:
    written = match[0].lstrip("(")
    national = _as_dialled_at_home(written)
    if national in PUBLIC_PHONES or len(national) not in (10, 11):
        return False
    if _is_own(text, match):
        return bool(_MAY_BE_OWN.match(national) or _ORGANISATION.match(national))
    plausible = written.startswith(("+", "0044")) or _AREA_CODE.match(written)
    return bool(plausible and _MAY_BE_OWN.match(national))


def _is_own(text: str, match: re.Match[str]) -> bool:
    return is_labelled(text, match.start(), _OWN, within=60)


def _as_dialled_at_home(written: str) -> str:
    """ "+44 (0)7700 900123" becomes "07700900123"."""
    for prefix in ("+44", "0044"):
        if written.startswith(prefix):
            return "0" + digits_of(written.removeprefix(prefix)).removeprefix("0")
    return digits_of(written)
