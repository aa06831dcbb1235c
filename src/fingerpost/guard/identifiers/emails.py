"""E-mail addresses, also written out: "jo at example dot com"."""

import re
from collections.abc import Iterator

from fingerpost.guard.identifiers.spans import Span, span_of

KIND = "email"
# The look-behind lets a match begin only where a run of letters begins, so that time stays linear.
_EMAIL = re.compile(r"(?<![\w.%+'-])[\w%+][\w.%+'-]{0,63}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_SPELT = re.compile(
    r"(?i)(?<![\w.%+-])(?:[\w%+-]{1,64}\sdot\s){0,2}[\w.%+-]{1,64}\s?(?:\[at\]|\(at\)|\sat\s)\s?[\w-]{1,63}"
    r"(?:\s?(?:\[dot\]|\(dot\)|\sdot\s|\.)\s?[\w-]{1,63}){0,3}\s?(?:\[dot\]|\(dot\)|\sdot\s)\s?(?:com|uk|net|org|co\.uk|ie|eu)\b"
)
# A mailbox of a public office, and not of an officer.
_OFFICE = re.compile(
    r"(?i)(?:report|phishing|help|helpdesk|enquiries|enquiry|info|contact|contactus|foi|complaints|feedback|support|"
    r"customerservices?|planning|housing|benefits|counciltax|elections|press)@(?:[\w-]{1,63}\.){0,4}"
    r"(?:gov\.uk|gov\.scot|gov\.wales|llyw\.cymru|nhs\.uk|nhs\.scot|police\.uk)"
)


def find_emails(text: str) -> Iterator[Span]:
    """Every e-mail address but the mailboxes of public offices."""
    if "@" in text:
        yield from (span_of(match, KIND) for match in _EMAIL.finditer(text) if not _OFFICE.fullmatch(match[0]))
    if "dot" in text.lower():
        yield from (span_of(match, KIND) for match in _SPELT.finditer(text))
