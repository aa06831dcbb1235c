"""Asks a recorded question again of today's library and says whether the answer would come out otherwise.

The same road, in the same circumstances, on today's date. Nothing is recorded of it as a run: nobody asked. No language
model is asked either, unless one wrote the answer that is looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.errors import MissingEngine
from fingerpost.contract.language_models import WhyNoModel
from fingerpost.contract.ports import Engines
from fingerpost.pipeline.models import REGISTRY
from fingerpost.pipeline.replay import travel_again, why_not
from fingerpost.pipeline.switch import stopped_by
from fingerpost.pipeline.tape import unpack_context
from fingerpost.record.reading import KeptRun
from fingerpost.record.register.phases import RETIRED, phase_of
from fingerpost.record.repair.comparing import What, gist_of, what_differs
from fingerpost.record.repair.findings import Hindrance
from fingerpost.record.switches.reading import find_stopped

BY_CHOICE = frozenset({"", WhyNoModel.NOT_CHOSEN, WhyNoModel.SWITCHED_OFF, WhyNoModel.NOTHING_BORNE_OUT})
"""Why no model wrote where waiting for another day would change nothing."""


class Again(StrEnum):
    """How it came out. PUT_OFF is for another day: something of ours was switched off or did not work.
    GIVEN_UP is for a person: it was put off too often."""

    SAME = "the same"
    DIFFERENT = "different"
    ERASED = "erased"
    NOT_POSSIBLE = "not possible"
    PUT_OFF = "put off"
    GIVEN_UP = "given up"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of it. `said` is the answer of today as plain JSON values: of one that waits for a person, what it
    would be once they let it through is left out, as a reader would be shown nothing of it. `hindrance` is why it was
    put off."""

    result: Again
    what: tuple[What, ...] = ()
    kind_then: str = ""
    kind_now: str = ""
    now_digest: str = ""
    said: Mapping[str, Any] | None = None
    hindrance: Hindrance | None = None


def answer_again(kept: KeptRun, *, capability: Capability | None, engines: Engines, at: datetime) -> Answer:
    """Ask the same again, at `at`. `capability` is the one of that name as it is today. Raises StoreUnavailable."""
    told = why_not(kept, capability)
    if told is not None or capability is None or kept.reply is None or kept.tape is None:
        is_erased = kept.reply is None
        return Answer(result=Again.ERASED if is_erased else Again.NOT_POSSIBLE)
    if _is_off(capability, body=kept.leaf["body"]):
        return Answer(result=Again.PUT_OFF, hindrance=Hindrance.OFF)
    context = replace(unpack_context(kept.tape["context"], subject=kept.subject or kept.reference), at=at)
    was_written = bool((kept.reply.get("written") or {}).get("by"))
    chosen = engines if was_written else WithoutLanguageModels(engines)
    now = travel_again(kept, capability, context=context, engines=chosen)["reply"]
    if now["outcome"] == OutcomeKind.FAILED:
        return Answer(result=Again.PUT_OFF, hindrance=Hindrance.FAILED)
    if was_written and _was_hindered(now):
        return Answer(result=Again.PUT_OFF, hindrance=Hindrance.NO_MODEL)
    return _compare(kept.reply, now)


def _compare(then: Mapping[str, Any], now: Mapping[str, Any]) -> Answer:
    gist = gist_of(now)
    what = what_differs(gist_of(then), gist)
    return Answer(
        result=Again.DIFFERENT if what else Again.SAME,
        what=what,
        kind_then=then["outcome"],
        kind_now=now["outcome"],
        now_digest=gist.digest,
        said={name: now[name] for name in ("outcome", "reason", "complete", "language", "claims", "written")},
    )


def _was_hindered(now: Mapping[str, Any]) -> bool:
    written = now["written"]
    return not written["by"] and written["why_quoted"] not in BY_CHOICE


def _is_off(capability: Capability, *, body: str) -> bool:
    """Nothing of a capability runs while it is switched off, and nothing of a retired one ever."""
    if stopped_by(capability.card, find_stopped(body)) is not None:
        return True
    return phase_of(capability.name, declared=capability.card.phase, body=body) == RETIRED


class WithoutLanguageModels(Engines):
    """The engines of this installation, as if it had no language model."""

    def __init__(self, behind: Engines) -> None:
        self._behind = behind

    def one(self, name: str) -> object:
        if name == REGISTRY:
            raise MissingEngine(name)
        return self._behind.one(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in self._behind.names if name != REGISTRY)
