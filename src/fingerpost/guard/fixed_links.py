"""Every link and phone number that fixed words may name. No model can add to it."""

from fingerpost.guard.contacts import CONTACTS

_ENTRY_POINTS = (
    "https://www.gov.uk/",
    "https://www.gov.uk/find-local-council",
    "https://www.gov.uk/contact",
    "https://www.gov.uk/find-legal-advice",
    "https://www.gov.uk/find-your-mp",
    "https://www.nidirect.gov.uk/",
    "https://www.mygov.scot/",
    "https://www.gov.wales/",
    "https://www.citizensadvice.org.uk/",
)

WORK_IT_OUT = "/entitlements"
"""The pages of this very service that work out what somebody is entitled to."""

FIXED_LINKS: frozenset[str] = frozenset(
    {*_ENTRY_POINTS, WORK_IT_OUT, *(c.phone for c in CONTACTS.values()), *(c.url for c in CONTACTS.values())} - {""}
)
