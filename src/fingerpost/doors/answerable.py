"""From which collections residents are answered. What is switched off is left out inside the search itself."""

from django.conf import settings

from fingerpost.doors.installation import installation
from fingerpost.knowledge.holdings import name_collections

NONE = frozenset({"(none)"})
"""No collection has such a name: it stands for none at all, where an empty set would stand for all."""


def collections_on() -> frozenset[str]:
    """For a context's `collections`: empty where all are on. A collection that came in since is on."""
    off = installation().read_profile().collections_off
    if not off:
        return frozenset()
    held = name_collections(body=settings.CONFIGURATION.body)
    return (held - off or NONE) if held & off else frozenset()
