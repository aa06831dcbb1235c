"""What a capability may put beside its claims: only what it declared beforehand, so that no model can speak there."""

import re
from collections.abc import Mapping
from dataclasses import replace
from math import isfinite

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Outcome, Written
from fingerpost.contract.context import Nation
from fingerpost.contract.language_models import WhyNoModel

UNDECLARED = "undeclared"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def hold_to_declared(outcome: Outcome, capability: Capability) -> Outcome:
    """The outcome with a declared reason, a confidence from 0 to 1 or none, numbers or declared codes as `found`, and
    nothing but nations to compare.

    A confidence out of its range is none at all: then a person must look. A message is in the language of the run: only
    the guard speaks in others.
    """
    reason = outcome.reason if outcome.reason in capability.reasons or not outcome.reason else UNDECLARED
    confidence = outcome.confidence if _is_chance(outcome.confidence) else None
    found = _declared_of(outcome.found, capability)
    compares = tuple(each for each in outcome.compares if isinstance(each, Nation))
    return replace(
        outcome,
        reason=reason,
        confidence=confidence,
        found=found,
        compares=compares,
        message_language="",
        written=_written_of(outcome),
    )


def _written_of(outcome: Outcome) -> Written:
    """With a code that is known, or none."""
    why = outcome.written.why_quoted
    return replace(outcome.written, why_quoted=why if why in set(WhyNoModel) else "")


def _declared_of(found: Mapping[str, object], capability: Capability) -> dict[str, object]:
    kept = {name: value for name, value in found.items() if _is_name(name) and _may_stand(value, capability)}
    left_out = len(found) - len(kept)
    return {**kept, "left_out": left_out} if left_out else kept


def _is_name(name: object) -> bool:
    return isinstance(name, str) and bool(_NAME.fullmatch(name))


def _may_stand(value: object, capability: Capability) -> bool:
    if isinstance(value, str):
        return value in capability.reasons
    if isinstance(value, list | tuple):
        return all(_may_stand(each, capability) for each in value)
    return value is None or (isinstance(value, int | float) and isfinite(value))


def _is_chance(confidence: object) -> bool:
    return isinstance(confidence, int | float) and not isinstance(confidence, bool) and 0 <= confidence <= 1
