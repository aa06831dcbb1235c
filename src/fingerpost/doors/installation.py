"""What is wired on this machine, as the doors may use it.

Doors stand below `site` and never import it; they find it by the name in Django's settings. Tests put another there.
"""

from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from fingerpost.contract.ports import Engines
from fingerpost.record.keys import KeyStore
from fingerpost.record.recorder import Recorder


class Installation(Protocol):
    """Each is made once a process, at first use."""

    def build_engines(self) -> Engines:
        """The engines of this installation. Starts without what is missing: a capability that needs it says so."""
        ...

    def build_recorder(self) -> Recorder:
        """What writes the ledger."""
        ...

    def build_keys(self) -> KeyStore:
        """What opens the text kept with each record."""
        ...


def installation() -> Installation:
    """The installation that Django's settings name."""
    return cast(Installation, import_module(settings.FINGERPOST_INSTALLATION))
