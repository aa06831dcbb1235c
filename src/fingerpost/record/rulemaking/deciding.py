"""Decides on a proposal: approves, refuses, or takes it back. Whoever made it can only take it back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import store_faults
from fingerpost.record.rulemaking.models import Decision, Proposal
from fingerpost.record.rulemaking.overrides import digest_of

EVENTS = {kind.value: f"rule/{kind.value}" for kind in Decision.Kind}
NOT_DECIDED = "We could not keep your decision. Nothing has changed. Try again in a minute."
DECIDED = "This proposal is decided already. Look at it as it is now."
LONGEST_REASON = 500


class CannotDecide(FingerpostError):
    """There is nothing to decide, it is decided, or it is not this person's to decide."""


def approve(
    number: int, *, body: str, by: str, reason: str, at: datetime, check: Callable[[Proposal], None]
) -> Decision:
    """Approve what somebody else proposed. `check` raises where the rules would not stand with it.

    The file that puts it in force is written afterwards (`overrides.put_in_force`): an approval that was not kept puts
    nothing in force. Raises CannotDecide, StoreUnavailable, and what `check` raises.
    """
    return _decide(number, Decision.Kind.APPROVED, body=body, by=by, reason=reason, at=at, check=check)


def refuse(number: int, *, body: str, by: str, reason: str, at: datetime) -> Decision:
    """Say no to what somebody else proposed. Raises CannotDecide, StoreUnavailable."""
    return _decide(number, Decision.Kind.REFUSED, body=body, by=by, reason=reason, at=at)


def withdraw(number: int, *, body: str, by: str, reason: str, at: datetime) -> Decision:
    """Take one's own proposal back. Raises CannotDecide, StoreUnavailable."""
    return _decide(number, Decision.Kind.WITHDRAWN, body=body, by=by, reason=reason, at=at)


def facts_of(row: Decision) -> dict[str, Any]:
    """What the ledger holds of a decision."""
    return {
        "proposal": row.proposal.reference,
        "parameter": row.proposal.parameter,
        "reason": row.reason,
        "file": row.file_digest,
        "by": row.by,
    }


def _decide(
    number: int,
    kind: Decision.Kind,
    *,
    body: str,
    by: str,
    reason: str,
    at: datetime,
    check: Callable[[Proposal], None] = lambda proposal: None,
) -> Decision:
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise CannotDecide(f"Say why, in 1 to {LONGEST_REASON} characters. Name no person: it is kept for ever.")
    with store_faults(NOT_DECIDED), committing():
        proposal = Proposal.objects.select_for_update().filter(body=body, pk=number).first()
        _check_may_decide(proposal, kind, by=by)
        assert proposal is not None  # noqa: S101 - `_check_may_decide` raised otherwise
        check(proposal)
        digest = digest_of(proposal) if kind is Decision.Kind.APPROVED else ""
        row = Decision(body=body, proposal=proposal, kind=kind, reason=reason, file_digest=digest, by=by, at=at)
        row.reference = note_event(EVENTS[kind], body=body, at=at, facts=facts_of(row))
        try:
            row.save(force_insert=True)
        except IntegrityError as error:  # two decided at once: the table holds one decision a proposal
            raise CannotDecide(DECIDED) from error
    return row


def _check_may_decide(proposal: Proposal | None, kind: Decision.Kind, *, by: str) -> None:
    if proposal is None:
        raise CannotDecide("There is no proposal of this number.")
    if Decision.objects.filter(proposal=proposal).exists():
        raise CannotDecide(DECIDED)
    if (proposal.by == by) is not (kind is Decision.Kind.WITHDRAWN):
        raise CannotDecide(
            "You made this proposal. Somebody else must decide on it; you can take it back."
            if proposal.by == by
            else "Somebody else made this proposal. Only they can take it back; you can refuse it."
        )
