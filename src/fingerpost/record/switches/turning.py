"""Stops and starts a capability or a model. The turn of the switch and its entry in the ledger are one transaction."""

from datetime import datetime

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import store_faults
from fingerpost.record.switches.models import Switch
from fingerpost.record.switches.reading import newest

NOT_TURNED = "We could not turn the switch. Nothing has changed. Try again, or stop the server."
LONGEST_REASON = 500
STOPPED, STARTED = "switch/stopped", "switch/started"


class CannotTurn(FingerpostError):
    """The switch stands so already, or no reason was given."""


def stop(*, kind: str, name: str, body: str, by: str, reason: str, at: datetime) -> Switch:
    """Stop it for every process, from the next request on. `kind` is "capability" or "model"; `by` names the account.

    `reason` stands in the ledger for ever and may be published: it names no person.

    Raises CannotTurn, StoreUnavailable.
    """
    return _turn(kind=kind, name=name, body=body, by=by, reason=reason, at=at, to_stopped=True)


def start(*, kind: str, name: str, body: str, by: str, reason: str, at: datetime) -> Switch:
    """Let it run again. Raises CannotTurn, StoreUnavailable."""
    return _turn(kind=kind, name=name, body=body, by=by, reason=reason, at=at, to_stopped=False)


def _turn(*, kind: str, name: str, body: str, by: str, reason: str, at: datetime, to_stopped: bool) -> Switch:
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise CannotTurn(f"Say why, in 1 to {LONGEST_REASON} characters. Name no person: the reason is kept for ever.")
    kind = Switch.Kind(kind).value
    with store_faults(NOT_TURNED), committing():
        stands = newest(kind, name, body=body)
        if to_stopped is (stands is not None and stands.is_stopped):
            raise CannotTurn(f"'{name}' is {'stopped already' if to_stopped else 'not stopped'}. Nothing was changed.")
        reference = note_event(
            STOPPED if to_stopped else STARTED,
            body=body,
            at=at,
            capability=name if kind == Switch.Kind.CAPABILITY else "",
            facts={"kind": kind, "name": name, "by": by, "reason": reason},
        )
        turned = Switch(
            body=body, kind=kind, name=name, is_stopped=to_stopped, by=by, reason=reason, at=at, reference=reference
        )
        turned.save(force_insert=True)
    return turned
