"""A date of birth: a full date that somebody was born on. "Born before 6 April 1951" is a rule, and is let through."""

import re
from collections.abc import Iterator

from fingerpost.guard.identifiers.spans import Span, find_all, is_labelled, span_of

KIND = "date of birth"
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"
)
_DATE = re.compile(
    r"(?i)(?<![\w£/.-])(?:"
    r"\d{1,2}\s?[/.\- ]\s?\d{1,2}\s?[/.\- ]\s?(?:\d{4}|\d{2})"
    r"|\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s\-/.](?:of\s)?(?:{_MONTHS})[\s,.\-/]{{1,2}}(?:\d{{4}}|'?\d{{2}})"
    rf"|(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:\d{{4}}|'?\d{{2}})"
    r"|\d{8}"
    r")(?![\w/]|\.\d|-\d)"
)
_BIRTH = (
    r"born(?:\s+(?:in|at)\s+\w+(?:\s\w+)?\s+on)?|b\.|d\s?o\s?b|d\.o\.b\.?|d/o/b|date\s+of\s+birth|birth\s*date"
    r"|birth\s*day|dyddiad\s+geni|ganwyd|geni|eni"
)
_LABEL = re.compile(
    rf"(?i)(?<!\w)(?:{_BIRTH})(?:\s+(?:is|was|on|in|the|yw|ar|fi|my|i'?m|it'?s)|\s*[:=,(\-]){{0,3}}\s*$"
)
_AFTER = re.compile(
    r"(?i)^\s*[,)(]?\s*(?:(?:is|as|was)\s+)?(?:my|his|her|their|our|the)?\s*(?:\w+'?s\s+)?"
    r"(?:dob|d\.o\.b|date\s+of\s+birth|birth\s?day|birth\s?date)\b"
)


def find_births(text: str) -> Iterator[Span]:
    for match in find_all(_DATE, text):
        if is_labelled(text, match.start(), _LABEL) or _AFTER.search(text[match.end() : match.end() + 40]):
            yield span_of(match, KIND)
