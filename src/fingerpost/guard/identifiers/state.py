"""Numbers that the state gives a person: National Insurance, NHS, tax, passport, driving licence."""

import re
from collections.abc import Iterator

from fingerpost.guard.identifiers.checksums import is_nhs, is_tax_reference
from fingerpost.guard.identifiers.spans import Span, digits_of, find_all, is_labelled, is_near, span_of

_IS = r"\s*(?:number|no\.?|num|#|code)?\s*(?:is|was|are|yw|:|-|=|of)?\s*(?:now\s+)?$"

_NI = re.compile(
    r"(?i)(?<![\w£])([a-z]{2})(?:(\d{6})|[ .-]?(\d\d)([ .-])(\d\d)\4(\d\d)|[ .-](\d{6}))[ .-]?([a-d])(?!\w)"
)
_NI_WITHOUT_LETTER = re.compile(r"(?i)(?<!\w)[a-z]{2}[ .-]?\d\d[ .-]?\d\d[ .-]?\d\d(?!\w)")
_NI_WORDS = re.compile(
    r"(?i)\bnational\s+insurance\b|\bnino\b|\bn\.?i\.?(?:\s+(?:number|no\.?|num)\b|\s*[:#])|\byswiriant gwladol\b"
)
_NI_LABEL = re.compile(rf"(?i)(?:\bnational\s+insurance|\bnino|\bn\.?i\.?|\byswiriant gwladol){_IS}")

_TEN_GROUPED = re.compile(r"(?<![\w£+])(?<!\d[.,/-])\d{3}[ -]\d{3}[ -]\d{4}(?!\w|[,/]\d|\.\d|-\d)")
_TEN = re.compile(r"(?i)(?<![\w£+])(?<!\d[.,/-])\d(?:[ -]?\d){9}k?(?!\w|[,/]\d|\.\d|-\d)")
_NHS_WORDS = re.compile(r"(?i)\bnhs\b|\bgig\b|\bhealth\s+(?:service\s+)?number\b|\bpatient\b")
_NHS_LABEL = re.compile(rf"(?i)\b(?:nhs|rhif gig){_IS}")

_UTR_WORDS = re.compile(
    r"(?i)\butr\b|\bunique\s+tax(?:payer)?(?:'?s)?\s+ref|\btax(?:payer)?\s+ref(?:erence)?\b|\bself[ -]assess\w*\s+ref"
)
_UTR_LABEL = re.compile(rf"(?i)(?:\butr|\btax(?:payer)?(?:'?s)?\s+ref(?:erence)?){_IS}")

_PASSPORT = re.compile(r"(?i)(?<![\w£+])(?<!\d[.,/-])(?:\d{9}|\d{3} \d{3} \d{3}|[a-z]{2} ?\d{7})(?!\w|[,/]\d|\.\d)")
_PASSPORT_WORDS = re.compile(r"(?i)\bpass?ports?\b|\bpasbort\b|\bbrp\b|\bresidence\s+permit\b")

_LICENCE = re.compile(
    r"(?i)(?<!\w)[a-z][a-z9]{4} ?\d(?:[05][1-9]|[16][0-2])(?:0[1-9]|[12]\d|3[01])\d ?"
    r"[a-z][a-z9]\d ?[a-z]{2}(?: ?\d\d)?(?!\w)"
)
_LICENCE_LOOSE = re.compile(r"(?i)(?<!\w)[a-z][a-z9]{4} ?\d{6} ?[a-z9]{2} ?[a-z0-9]{3}(?: ?\d\d)?(?!\w)")
_LICENCE_NI = re.compile(r"(?<![\w£+])(?<!\d[.,/-])\d{8}(?!\w|[,/]\d|\.\d)")
_LICENCE_WORDS = re.compile(r"(?i)\bdriv\w+\s+licen[cs]e\b|\blicen[cs]e\s+(?:number|no\b)|\btrwydded yrru\b")
_LICENCE_LABEL = re.compile(rf"(?i)\bdriv\w+\s+licen[cs]e{_IS}")


def find_national_insurance(text: str) -> Iterator[Span]:
    """Two letters, six digits, a letter A to D. "at 100000 a year" has that shape too: words with a gap before six
    digits in one run need a label."""
    kind = "national insurance number"
    for match in _NI.finditer(text):
        loose = match[7] is not None
        if not loose or (match[1].isupper() and match[8].isupper() and _is_near_ni(text, match)) or _is_ni(text, match):
            yield span_of(match, kind)
    for match in _NI_WITHOUT_LETTER.finditer(text):
        if _is_ni(text, match):
            yield span_of(match, kind)


def _is_near_ni(text: str, match: re.Match[str]) -> bool:
    return is_near(text, *match.span(), _NI_WORDS)


def _is_ni(text: str, match: re.Match[str]) -> bool:
    return is_labelled(text, match.start(), _NI_LABEL)


def find_nhs(text: str) -> Iterator[Span]:
    """Ten digits with the right check digit that stand 3-3-4 or near the word NHS; or that are called an NHS number."""
    for match in find_all(_TEN, text):
        plausible = _TEN_GROUPED.fullmatch(match[0]) or is_near(text, *match.span(), _NHS_WORDS)
        checked = plausible and is_nhs(digits_of(match[0]))
        if checked or is_labelled(text, match.start(), _NHS_LABEL):
            yield span_of(match, "nhs number")


def find_tax_references(text: str) -> Iterator[Span]:
    """Ten digits near the words for a taxpayer reference with the right check digit, or right after those words."""
    for match in find_all(_TEN, text):
        near = is_near(text, *match.span(), _UTR_WORDS) and is_tax_reference(digits_of(match[0]))
        if near or is_labelled(text, match.start(), _UTR_LABEL):
            yield span_of(match, "tax reference")


def find_passports(text: str) -> Iterator[Span]:
    for match in find_all(_PASSPORT, text):
        if is_near(text, *match.span(), _PASSPORT_WORDS):
            yield span_of(match, "passport number")


def find_licences(text: str) -> Iterator[Span]:
    """Great Britain: 16 characters made from name and birth (DVLA). Northern Ireland: eight digits after the words."""
    kind = "driving licence number"
    yield from (span_of(match, kind) for match in _LICENCE.finditer(text))
    for match in _LICENCE_LOOSE.finditer(text):
        if is_near(text, *match.span(), _LICENCE_WORDS):
            yield span_of(match, kind)
    for match in _LICENCE_NI.finditer(text):
        if is_labelled(text, match.start(), _LICENCE_LABEL):
            yield span_of(match, kind)
