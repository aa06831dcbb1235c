"""The phases of a system's life, and who moved it from one to the next.

The card says where it begins. After that the last move counts. A move is one row and one event of the ledger.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.register.models import PhaseMove, RecordVersion
from fingerpost.record.register.public import Fault, PhaseChange

PRE_DEPLOYMENT, BETA_PILOT, PRIVATE_BETA, PUBLIC_BETA, PRODUCTION, RETIRED = (
    "pre-deployment",
    "beta-pilot",
    "private-beta",
    "public-beta",
    "production",
    "retired",
)
ALLOWED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        PRE_DEPLOYMENT: frozenset({BETA_PILOT, PRIVATE_BETA, PUBLIC_BETA, RETIRED}),
        BETA_PILOT: frozenset({PRE_DEPLOYMENT, PRIVATE_BETA, PUBLIC_BETA, PRODUCTION, RETIRED}),
        PRIVATE_BETA: frozenset({PRE_DEPLOYMENT, BETA_PILOT, PUBLIC_BETA, PRODUCTION, RETIRED}),
        PUBLIC_BETA: frozenset({PRE_DEPLOYMENT, PRIVATE_BETA, PRODUCTION, RETIRED}),
        PRODUCTION: frozenset({PUBLIC_BETA, RETIRED}),
        RETIRED: frozenset({PRE_DEPLOYMENT}),
    }
)
"""Where each phase may lead. Nothing goes into production untried, and what is brought back begins again."""

NOT_MOVED = "We could not move it to another phase. Nothing has changed. Try again in a minute."
LONGEST_REASON = 500
MOVED = "register/phase"


class CannotMove(FingerpostError):
    """A move that is not allowed. `faults` are what stands between it and production, where that is why."""

    def __init__(self, public: str, *, faults: Sequence[Fault] = ()) -> None:
        super().__init__(public)
        self.faults = tuple(faults)


def may_move(moved_from: str, moved_to: str) -> bool:
    """Does the table allow it? Raises KeyError for a phase that there is not."""
    return moved_to in ALLOWED[moved_from]


def phase_of(name: str, *, declared: str, body: str) -> str:
    """The phase that counts now: that of the last move, else what is declared. Raises StoreUnavailable."""
    moved = last_move(name, body=body)
    return moved.moved_to if moved else declared


def last_move(name: str, *, body: str) -> PhaseMove | None:
    """Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return PhaseMove.objects.filter(body=body, name=name).order_by("-pk").first()


def list_moves(name: str, *, body: str) -> tuple[PhaseChange, ...]:
    """Every move of one system, newest first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return tuple(_change(each) for each in PhaseMove.objects.filter(body=body, name=name).order_by("-pk"))


def move_phase(
    name: str,
    *,
    to: str,
    by: str,
    owner: str,
    reason: str,
    declared: str,
    blocking: Sequence[Fault],
    body: str,
    at: datetime,
) -> PhaseChange:
    """Move a system to another phase, with its owner of that day, in one transaction with its event.

    `declared` is what its card says; `blocking` are the faults that stand between it and production. Raises CannotMove
    with a sentence, and StoreUnavailable.
    """
    reason = " ".join(reason.split())
    if to not in ALLOWED:
        raise CannotMove(f"'{to}' is not a phase. Choose from: {', '.join(ALLOWED)}.")
    if not reason or len(reason) > LONGEST_REASON:
        raise CannotMove(f"Say why, in 1 to {LONGEST_REASON} characters. It is published: name no person.")
    with store_faults(NOT_MOVED), committing():
        _hold(name, body=body)
        newest = PhaseMove.objects.filter(body=body, name=name).order_by("-pk").first()
        stands = newest.moved_to if newest else declared
        return add_move(
            name,
            stands=stands,
            to=to,
            by=by,
            owner=owner,
            reason=reason,
            declared=declared,
            blocking=blocking,
            body=body,
            at=at,
        )


def _hold(name: str, *, body: str) -> None:
    """Let one move of a system end before another is looked at, where the database takes locks on rows."""
    RecordVersion.objects.select_for_update().filter(body=body, name=name).order_by("-number").first()


def add_move(
    name: str,
    *,
    stands: str,
    to: str,
    by: str,
    owner: str,
    reason: str,
    declared: str,
    body: str,
    at: datetime,
    blocking: Sequence[Fault] = (),
) -> PhaseChange:
    """The same within a transaction of the caller's. Raises CannotMove, and whatever the database raises."""
    _check_move(stands, to, blocking=blocking)
    row = PhaseMove(
        body=body,
        name=name,
        moved_from=stands,
        moved_to=to,
        declared=declared,
        by=by,
        owner=owner,
        reason=reason,
        at=at,
    )
    row.save(force_insert=True)
    facts = {"name": name, "from": stands, "to": to, "by": by, "owner": owner, "reason": reason}
    note_event(MOVED, body=body, at=at, capability=name, facts=facts)
    return _change(row)


def _check_move(stands: str, to: str, *, blocking: Sequence[Fault]) -> None:
    if stands == to:
        raise CannotMove(f"It is in {to} already. Nothing was changed.")
    if not may_move(stands, to):
        allowed = ", ".join(phase for phase in ALLOWED if phase in ALLOWED[stands])
        raise CannotMove(f"From {stands} it may go to: {allowed}. Not to {to}.")
    if to == PRODUCTION and blocking:
        said = " ".join(f"({number}) {fault.words}" for number, fault in enumerate(blocking, start=1))
        raise CannotMove(f"It cannot go into production yet. Put this right first: {said}", faults=blocking)


def _change(row: PhaseMove) -> PhaseChange:
    return PhaseChange(
        at=row.at,
        moved_from=row.moved_from,
        moved_to=row.moved_to,
        by=row.by,
        owner=row.owner,
        reason=row.reason,
    )
