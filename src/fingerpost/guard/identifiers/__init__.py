"""What counts as an identifier of a person. Each recogniser reads folded text and names the spans it knows.

Order is priority: where two spans overlap they become one, of the kind that stands first. A number alone is seldom
personal data: most kinds need a check digit, or a word nearby that says what the number is.
"""

from collections.abc import Callable, Iterable

from fingerpost.guard.identifiers.addresses import find_addresses
from fingerpost.guard.identifiers.bank import find_accounts, find_cards, find_ibans
from fingerpost.guard.identifiers.birth import find_births
from fingerpost.guard.identifiers.emails import find_emails
from fingerpost.guard.identifiers.phones import find_phones
from fingerpost.guard.identifiers.spans import Span
from fingerpost.guard.identifiers.state import (
    find_licences,
    find_national_insurance,
    find_nhs,
    find_passports,
    find_tax_references,
)
from fingerpost.guard.identifiers.vehicles import find_vehicles

Recogniser = Callable[[str], Iterable[Span]]

RECOGNISERS: tuple[Recogniser, ...] = (
    find_emails,
    find_ibans,
    find_cards,
    find_licences,
    find_national_insurance,
    find_accounts,
    find_nhs,
    find_tax_references,
    find_passports,
    find_phones,
    find_births,
    find_addresses,
    find_vehicles,
)


def find_identifiers(text: str) -> list[Span]:
    """All identifiers in folded text, first to last, none overlapping."""
    ranked = ((rank, span) for rank, find in enumerate(RECOGNISERS) for span in find(text))
    merged: list[tuple[int, Span]] = []
    for rank, span in sorted(ranked, key=lambda each: (each[1].start, each[0])):
        if merged and span.start < merged[-1][1].end:
            merged[-1] = _join(merged[-1], (rank, span))
        else:
            merged.append((rank, span))
    return [span for _, span in merged]


def _join(one: tuple[int, Span], other: tuple[int, Span]) -> tuple[int, Span]:
    rank, kind = min((one[0], one[1].kind), (other[0], other[1].kind))
    return rank, Span(start=one[1].start, end=max(one[1].end, other[1].end), kind=kind)
