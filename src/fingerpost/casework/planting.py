"""Suggestions that are made wrong on purpose, a few in a hundred, to see whether officers really read.

The owner says how many; 0 by default. No resident waits for it: the case lies with the right team, and what was really
proposed is put in force as soon as somebody decides, whatever they decided. One with a sign, or that needs attention,
is never planted, and none is planted as less urgent than it is.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from fingerpost.contract.proposals import Proposal
from fingerpost.contract.services import ServiceBook, Urgency

MOST = 0.05
"""The highest rate: more would cost more than it tells."""


def should_plant(reference: str, rate: float, secret: bytes) -> bool:
    """Is this one to be planted? Always the same for one reference and secret; `rate` is held to 0 to 0.05."""
    return _draw(reference, "plant", secret) < min(max(rate, 0.0), MOST)


def plant(proposal: Proposal, reference: str, *, services: ServiceBook, secret: bytes) -> Mapping[str, Any] | None:
    """The wrong codes to show in the place of the right ones; None where it must not or cannot be planted.

    Another service of the same team, so that the case need not lie with a team that cannot help; where the team has no
    other, one step more urgent.
    """
    if not proposal.service or proposal.signs or proposal.needs_attention:
        return None
    others = sorted(
        slug
        for slug, each in services.services.items()
        if each.team == services.team_of(proposal.service) and slug != proposal.service
    )
    if others:
        return {"service": others[int(_draw(reference, "which", secret) * len(others))]}
    raised = proposal.urgency.rank + 1
    return {"urgency": list(Urgency)[raised].value} if raised < Urgency.EMERGENCY.rank else None


def as_shown(plain: Mapping[str, Any], wrong: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a proposal with the wrong codes, so that nothing beside them gives them away: the wrong service has
    changed places with the right one wherever either stands, and no question of the right one is left."""
    right, other = plain["service"], wrong.get("service")
    if not other:
        return {**plain, **wrong}
    swapped = {right: other, other: right}

    def disguised(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{**each, "label": swapped.get(each["label"], each["label"])} for each in rows]

    return {
        **plain,
        **wrong,
        "services": disguised(plain["services"]),
        "near": disguised(plain["near"]),
        "missing": [],
    }


def _draw(reference: str, what: str, secret: bytes) -> float:
    """A number from 0 to 1 that nobody without the secret can tell beforehand."""
    digest = hmac.digest(secret, f"casework/planting/{what}/{reference}".encode(), hashlib.sha256)
    return int.from_bytes(digest[:7], "big") / 2**56
