"""Puts a case before others because it is late, or because somebody says so: once for each."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_noop

from fingerpost.casework.changing import change, keeping, lock, write
from fingerpost.casework.faults import OVER, NotAllowed, UnknownCase
from fingerpost.casework.history import MACHINE, Told
from fingerpost.casework.models import Case
from fingerpost.casework.states import IS_LIVE, State
from fingerpost.casework.viewing import Viewer
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore

A_ROUND = 500


def escalate(reference: str, *, reason: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore) -> Case:
    """Ask whoever leads the team to look at it."""
    if not reason.strip():
        raise NotAllowed(gettext_noop("Say why it cannot wait."))

    def do(case: Case) -> Told:
        if State(case.state) not in IS_LIVE:
            raise NotAllowed(OVER)
        return _escalated(case, "asked", at=at, text=reason.strip())

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys)


def escalate_late(*, body: str, at: datetime, keys: KeyStore, most: int = A_ROUND) -> list[str]:
    """Put each case that is late before others, once; gives their references. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        late = Case.objects.filter(_late(body, at)).order_by("due_at", "pk")
        references = list(late.values_list("reference", flat=True)[:most])
    return [each for each in references if _escalate_one(each, body=body, at=at, keys=keys)]


def _escalate_one(reference: str, *, body: str, at: datetime, keys: KeyStore) -> bool:
    """False where somebody dealt with it meanwhile, or another process was first."""
    try:
        with keeping():
            case = lock(reference, allowed=_late(body, at))
            write(case, lambda row: _escalated(row, "late", at=at), by=MACHINE, at=at, keys=keys)
    except UnknownCase:
        return False
    return True


def _late(body: str, at: datetime) -> Q:
    return Q(body=body, is_live=True, due_at__lt=at, escalated_at=None)


def _escalated(case: Case, why: str, *, at: datetime, text: str = "") -> Told:
    case.escalated_at = at
    if why == "asked":
        case.attention, case.is_public = True, False
    return Told(kind="escalated", facts={"why": why}, text=text)
