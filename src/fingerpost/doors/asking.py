"""What every door does with a filled form: one call along the road, and the reply that comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.conf import settings
from pydantic import BaseModel

from fingerpost.capabilities import discover
from fingerpost.contract.capability import Capability
from fingerpost.contract.context import Context, Nation
from fingerpost.contract.errors import UnknownCapability
from fingerpost.contract.references import new_reference, tidy_reference
from fingerpost.doors.circumstances import circumstances
from fingerpost.doors.forms import Filled, fill, filled_from
from fingerpost.doors.installation import installation
from fingerpost.doors.profile.contacts import with_own_contact
from fingerpost.pipeline.reply import reply_of
from fingerpost.pipeline.run import travel
from fingerpost.pipeline.watching import Watch
from fingerpost.record.reading import KeptRun, find_for_reader


@cache
def capabilities() -> dict[str, Capability]:
    """Every capability by its command: the word that is its URL, its API path and its CLI command."""
    return {each.card.command: each for each in discover().values()}


def capability_called(command: str) -> Capability:
    """The capability of that command. Raises UnknownCapability, which names those there are."""
    try:
        return capabilities()[command]
    except KeyError:
        known = ", ".join(sorted(capabilities()))
        raise UnknownCapability(f"There is no '{command}' here. There is: {known}.") from None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A form that was filled in rightly, and the capability that it is for. `reference` is that of the run to come.

    `subject` is that of the conversation which it goes on with; "" where it begins one.
    """

    capability: Capability
    filled: Filled
    reference: str = field(default_factory=new_reference)
    subject: str = ""


def prepare(command: str, values: Mapping[str, Any] | BaseModel, *, subject: str = "") -> Asked:
    """Check what was sent. `values` are the form's fields by name, or a form that was already checked.

    `subject` is that of the run it follows: the whole conversation is then found, and erased, at once. Raises
    InvalidRequest when the form is wrong, and UnknownCapability.
    """
    capability = capability_called(command)
    filled = filled_from(capability, values) if isinstance(values, BaseModel) else fill(capability, values)
    return Asked(capability=with_own_contact(capability), filled=filled, subject=subject)


def answer(asked: Asked, *, door: str, watch: Watch | None = None) -> dict[str, Any]:
    """Take it along the road and give the reply, as plain JSON values (see `pipeline.reply`).

    `watch` is told how far the run has come. Raises StoreUnavailable when no record can be kept.
    """
    run = travel(
        asked.filled.request,
        capability=asked.capability,
        context=replace(_context_of(asked.filled, door=door), subject=asked.subject),
        engines=installation().build_engines(),
        recorder=installation().build_recorder(),
        watch=watch,
        reference=asked.reference,
    )
    return reply_of(run, asked.capability.card)


def ask(command: str, values: Mapping[str, Any] | BaseModel, *, door: str, subject: str = "") -> dict[str, Any]:
    """`prepare` and `answer` in one."""
    return answer(prepare(command, values, subject=subject), door=door)


def _context_of(filled: Filled, *, door: str) -> Context:
    usual = settings.CONFIGURATION.nation  # assumed when a person has not said
    nation = filled.nation or (Nation(usual) if usual else None)
    return circumstances(door=door, language=filled.language, nation=nation)


def find_kept(reference: str) -> KeptRun | None:
    """The run of that reference as it was recorded, however the reference was typed; None when there is none.

    Of one that was erased, or closed by whoever asked, neither request nor reply is given.
    """
    body = settings.CONFIGURATION.body
    return find_for_reader(tidy_reference(reference), body=body, keys=installation().build_keys())


def subject_after(reference: str) -> str:
    """Whose conversation the answer of that reference stands in; "" where it is unknown, erased or closed."""
    kept = find_kept(reference) if reference else None
    return kept.subject if kept is not None and kept.request else ""
