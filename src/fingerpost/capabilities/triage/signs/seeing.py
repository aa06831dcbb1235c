"""The signs of one report: what the patterns find, and, where they find nothing that matters, what examples say."""

from fingerpost.capabilities.triage.signs.examples import resembling
from fingerpost.capabilities.triage.signs.patterns import find_signs
from fingerpost.capabilities.triage.urgency import needs_attention
from fingerpost.contract.ports import Embedder
from fingerpost.contract.proposals import Sign


def see_signs(text: str, *, embedder: Embedder | None) -> tuple[Sign, ...]:
    """Each sign once. Without an embedding model the patterns alone: never fewer than they find."""
    found = find_signs(text)
    if needs_attention(found):
        return found
    near = resembling(text, embedder=embedder)
    return (near, *found) if near is not None else found
