"""What there is to switch off: every capability, every engine with a model, and every language model by its name.
What a door shows of a stop."""

import logging
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.capabilities import find_capability
from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import FingerpostError, StoreUnavailable
from fingerpost.doors.asking import capability_called, installed
from fingerpost.doors.installation import installation
from fingerpost.pipeline.switch import stopped_by, what_stops
from fingerpost.record.switches.reading import Stopped, find_stopped

logger = logging.getLogger(__name__)

NO_MODELS = frozenset({"search"})  # it says the digest of the embedder that it uses


class SwitchedOff(FingerpostError):
    """A tool of staff that somebody switched off, or that the register has retired."""


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
        for each in installed().values()
    ]
    engines = installation().build_engines()
    found += [
        Switchable(kind="model", name=name, title=name, digest=digest, stopped=stopped.get(("model", name)))
        for name in engines.names
        if name not in NO_MODELS and (digest := str(getattr(engines.one(name), "digest", "")))
    ]
    models = installation().build_language_models()
    return found + [
        Switchable(
            kind="model",
            name=each.name,
            title=f"{each.name} ({each.model})",
            digest=each.digest,
            stopped=stopped.get(("model", each.name)),
        )
        for each in (models.list_states() if models else ())
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


def check_runs(name: str) -> None:
    """For a tool of staff, before it does anything. Raises SwitchedOff where it is switched off or retired, and
    StoreUnavailable where that cannot be read: then it does not run either."""
    card = find_capability(name).card
    key = what_stops(card, body=settings.CONFIGURATION.body)
    if key is None:
        return
    stopped = find_stopped(settings.CONFIGURATION.body).get(key)
    title = _(card.title)
    if stopped is None:
        raise SwitchedOff(_("“%(title)s” is retired, so nothing was done. The register says why.") % {"title": title})
    raise SwitchedOff(
        _(
            "“%(title)s” has been switched off since %(day)s, so nothing was done. What was found before is still "
            "here. Why it is off: %(why)s"
        )
        % {"title": title, "day": timezone.localdate(stopped.at), "why": stopped.reason}
    )


def is_capability_off(capability: Capability) -> bool:
    """The same of a capability. Raises StoreUnavailable."""
    return stopped_by(capability.card, find_stopped(settings.CONFIGURATION.body)) is not None
