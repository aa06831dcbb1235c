"""What a check of a claim gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.run import Verdict


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The verdict of one check on one claim or next step.

    `check` names the check. `reason` is empty on a pass; else a plain sentence for the officer who reads the record.
    Anything but a pass takes the claim out. `found` holds plain JSON values.
    """

    check: str
    verdict: Verdict = Verdict.PASS
    reason: str = ""
    found: Mapping[str, object] = field(default_factory=dict)


ClaimCheck = Callable[[Claim, Passage | None, Context], Finding]


def stop(check: str, reason: str, **found: object) -> Finding:
    """A finding that takes the claim out."""
    return Finding(check=check, verdict=Verdict.STOP, reason=reason, found=found)


def no_source(check: str) -> Finding:
    """What every check says of a claim whose source does not stand in the database: it fails closed."""
    return stop(check, "The source of this claim does not exist.")
