"""Keeps what somebody wants changed. It changes nothing: a second person decides (see `deciding`)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import store_faults
from fingerpost.record.rulemaking.models import Proposal

PROPOSED = "rule/proposed"
NOT_PROPOSED = "We could not keep your proposal. Nothing has changed. Try again in a minute."
LONGEST_REASON = 500
LONGEST_TITLE = 300
LONGEST_ADDRESS = 500


class CannotPropose(FingerpostError):
    """No reason or no source was given, or the same change waits already."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is to change: `parameter` is "scheme.name"; `value` as a rule file has it, with amounts as text.

    `ends_on` is the last day of it, None where it holds until somebody changes it again.
    """

    parameter: str
    value: Any
    starts_on: date
    ends_on: date | None = None
    source_title: str
    source_url: str
    reason: str


def propose(change: Change, *, digest: str, body: str, by: str, at: datetime) -> Proposal:
    """Keep a proposal by the account `by`, made for the rules with that digest. It waits until somebody else decides.

    The reason stands in the ledger for ever and may be published: it names no person. Raises CannotPropose,
    StoreUnavailable.
    """
    change = _tidied(change)
    with store_faults(NOT_PROPOSED), committing():
        waiting = Proposal.objects.filter(body=body, decision__isnull=True)
        if waiting.filter(parameter=change.parameter, starts_on=change.starts_on).exists():
            raise CannotPropose("A change of this figure from this day waits already. Decide on that one first.")
        row = Proposal(body=body, digest=digest, by=by, at=at, **vars(change))
        row.reference = note_event(PROPOSED, body=body, at=at, facts=facts_of(row))
        row.save(force_insert=True)
    return row


def facts_of(row: Proposal) -> dict[str, Any]:
    """What the ledger holds of a proposal."""
    return {
        "parameter": row.parameter,
        "value": row.value,
        "from": row.starts_on.isoformat(),
        "to": row.ends_on.isoformat() if row.ends_on else "",
        "source": row.source_url,
        "source_title": row.source_title,
        "reason": row.reason,
        "rules": row.digest,
        "by": row.by,
    }


def _tidied(change: Change) -> Change:
    """Spaces folded, and nothing left out. Raises CannotPropose."""
    words: dict[str, Any] = {
        name: " ".join(getattr(change, name).split()) for name in ("source_title", "source_url", "reason")
    }
    if not words["reason"] or len(words["reason"]) > LONGEST_REASON:
        raise CannotPropose(f"Say why, in 1 to {LONGEST_REASON} characters. Name no person: it is kept for ever.")
    if not words["source_title"] or len(words["source_title"]) > LONGEST_TITLE:
        raise CannotPropose(f"Say where the new figure stands, in 1 to {LONGEST_TITLE} characters.")
    if not words["source_url"].startswith("https://") or len(words["source_url"]) > LONGEST_ADDRESS:
        raise CannotPropose("Give the address of the source. It begins with https://.")
    if change.ends_on is not None and change.ends_on < change.starts_on:
        raise CannotPropose("The last day is before the first.")
    return replace(change, **words)
