"""What every door does with a filled form: one call along the road, and the reply that comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.conf import settings
from pydantic import BaseModel

from fingerpost.capabilities import discover
from fingerpost.contract.capability import Capability, no_problems
from fingerpost.contract.context import Access, Context, Nation
from fingerpost.contract.errors import InvalidRequest, UnknownCapability
from fingerpost.contract.references import new_reference, tidy_reference
from fingerpost.doors.circumstances import circumstances
from fingerpost.doors.forms import Filled, fill, filled_from
from fingerpost.doors.installation import installation, now
from fingerpost.doors.profile.contacts import with_own_contact
from fingerpost.doors.tokens import PUBLIC_ONLY
from fingerpost.pipeline.early import Show
from fingerpost.pipeline.reply import reply_of
from fingerpost.pipeline.run import travel
from fingerpost.pipeline.watching import Watch
from fingerpost.record.reading import KeptRun, find_for_reader


@cache
def installed() -> dict[str, Capability]:
    """Every capability by its command, those of staff too: for the register, switches, evaluations and challenges."""
    return {each.card.command: each for each in discover().values()}


@cache
def capabilities() -> dict[str, Capability]:
    """Those that anyone may ask, by command: the word that is their URL, their API path and their CLI command."""
    return {command: each for command, each in installed().items() if not each.card.is_for_staff}


def typed_of(request: Mapping[str, Any], *, of: str) -> dict[str, str]:
    """What somebody wrote of a kept request of the capability `of`, by field: codes, such as how it came, are left out.

    All texts of it where that capability is no longer installed.
    """
    found = next((each for each in installed().values() if each.name == of), None)
    fields = getattr(found.request, "__dataclass_fields__", {}) if found else {}
    texts = {name: value for name, value in request.items() if isinstance(value, str) and value}
    return {
        name: value for name, value in texts.items() if name not in fields or fields[name].metadata.get("free_text")
    }


def capability_called(command: str) -> Capability:
    """The capability of that command that anyone may ask. Raises UnknownCapability, which names those there are."""
    try:
        return capabilities()[command]
    except KeyError:
        known = ", ".join(sorted(capabilities()))
        raise UnknownCapability(f"There is no '{command}' here. There is: {known}.") from None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A form that was filled in rightly, and the capability that it is for. `reference` is that of the run to come.

    `subject` is that of the conversation which it goes on with; "" where it begins one. `access` is what whoever asks
    may see.
    """

    capability: Capability
    filled: Filled
    reference: str = field(default_factory=new_reference)
    subject: str = ""
    access: frozenset[Access] = PUBLIC_ONLY


def prepare(
    command: str,
    values: Mapping[str, Any] | BaseModel,
    *,
    subject: str = "",
    access: frozenset[Access] = PUBLIC_ONLY,
) -> Asked:
    """Check what was sent. `values` are the form's fields by name, or a form that was already checked.

    `subject` is that of the run it follows: the whole conversation is then found, and erased, at once. `access` beyond
    what is public is for those who showed that they may see it. Raises InvalidRequest when the form is wrong, or the
    capability says that what it holds is, and UnknownCapability.
    """
    capability = capability_called(command)
    filled = filled_from(capability, values) if isinstance(values, BaseModel) else fill(capability, values)
    _check_problems(capability, filled)
    return Asked(capability=with_own_contact(capability), filled=filled, subject=subject, access=access)


def _check_problems(capability: Capability, filled: Filled) -> None:
    """What only the capability knows to be wrong, with its engines; most have nothing to say."""
    if capability.problems is no_problems:
        return
    engines = installation().build_engines().only(capability.card.needs)
    today = now().date()
    problems = dict(capability.problems(filled.request, language=filled.language, today=today, **engines))
    if problems:
        raise InvalidRequest(problems)


def answer(asked: Asked, *, door: str, watch: Watch | None = None, show: Show | None = None) -> dict[str, Any]:
    """Take it along the road and give the reply, as plain JSON values (see `pipeline.reply`).

    `watch` is told how far the run has come; `show` is given each claim that may be shown before it is over. Raises
    StoreUnavailable when no record can be kept.
    """
    run = travel(
        asked.filled.request,
        capability=asked.capability,
        context=replace(_context_of(asked.filled, door=door), subject=asked.subject, access=asked.access),
        engines=installation().build_engines(),
        recorder=installation().build_recorder(),
        watch=watch,
        show=show,
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

    Of one that was erased, or closed by whoever asked, neither request nor reply is given. One whose asker could see
    more than is public is none to whoever has its reference alone.
    """
    body = settings.CONFIGURATION.body
    kept = find_for_reader(tidy_reference(reference), body=body, keys=installation().build_keys())
    return kept if kept is not None and _is_for_everybody(kept) else None


def _is_for_everybody(kept: KeptRun) -> bool:
    """A run without a tape read no passage."""
    return kept.tape is None or frozenset(kept.tape["context"]["access"]) <= PUBLIC_ONLY


def subject_after(reference: str) -> str:
    """Whose conversation the answer of that reference stands in; "" where it is unknown, erased or closed."""
    kept = find_kept(reference) if reference else None
    return kept.subject if kept is not None and kept.request else ""
