"""What there is to switch off: every capability, and every engine with a model. What a door shows of a stop."""

import logging
from dataclasses import dataclass
from typing import Literal

from django.conf import settings

from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.asking import capabilities, capability_called
from fingerpost.doors.installation import installation
from fingerpost.pipeline.switch import stopped_by
from fingerpost.record.switches.reading import Stopped, find_stopped

logger = logging.getLogger(__name__)

NO_MODELS = frozenset({"search"})  # it says the digest of the embedder that it uses


@dataclass(frozen=True, kw_only=True)
class Switchable:
    """One switch. `title` says what it switches, `digest` what the model is; `stopped` is None while it is on."""

    kind: Literal["capability", "model"]
    name: str
    title: str
    digest: str = ""
    stopped: Stopped | None = None


def list_switchable() -> list[Switchable]:
    """Every switch as it stands, capabilities first. Raises StoreUnavailable."""
    stopped = find_stopped(settings.CONFIGURATION.body)
    found = [
        Switchable(
            kind="capability", name=each.name, title=each.card.title, stopped=stopped.get(("capability", each.name))
        )
        for each in capabilities().values()
    ]
    engines = installation().build_engines()
    return found + [
        Switchable(kind="model", name=name, title=name, digest=digest, stopped=stopped.get(("model", name)))
        for name in engines.names
        if name not in NO_MODELS and (digest := str(getattr(engines.one(name), "digest", "")))
    ]


def is_off(command: str) -> bool:
    """Is the capability of that command switched off? For a page that must say so before anything is asked.

    False where the switch cannot be read: the road, which reads it too, answers nothing then.
    """
    try:
        return is_capability_off(capability_called(command))
    except StoreUnavailable as error:
        logger.warning("the switches could not be read: %s", error.detail)
        return False


def is_capability_off(capability: Capability) -> bool:
    """The same of a capability. Raises StoreUnavailable."""
    return stopped_by(capability.card, find_stopped(settings.CONFIGURATION.body)) is not None
