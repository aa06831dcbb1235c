"""The circumstances in which somebody asks or reads here: whose body, when, and from which collections.

A collection that is switched off is left out inside the search itself.
"""

from django.conf import settings

from fingerpost.contract.context import Context, Nation
from fingerpost.doors.installation import installation, now
from fingerpost.knowledge.holdings import name_collections

NONE = frozenset({"(none)"})
"""No collection has such a name: it stands for none at all, where an empty set would stand for all."""


def circumstances(*, door: str, language: str, nation: Nation | None) -> Context:
    """Those of whoever comes to that door now, with what they have said of themselves."""
    return Context(
        body=settings.CONFIGURATION.body,
        at=now(),
        nation=nation,
        language=language,
        collections=collections_on(),
        door=door,
    )


def collections_on() -> frozenset[str]:
    """For a context's `collections`: empty where all are on. A collection that came in since is on."""
    off = installation().read_profile().collections_off
    if not off:
        return frozenset()
    held = name_collections(body=settings.CONFIGURATION.body)
    return (held - off or NONE) if held & off else frozenset()
