"""May the clock be believed? What is erased by a clock that jumped ahead is gone for good, also from the backups.

The ledger says when a sweep was last done. Whoever acts by the clock alone, with nobody there, looks here first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.models import Entry

SWEPT, LOOKED = "retention/swept", "retention/looked"
LONGEST_GAP = timedelta(days=40)
AHEAD = timedelta(hours=1)  # the clocks of several servers never show quite the same
NOTED_EVERY = timedelta(days=7)  # so that a year in which nothing is old enough leaves no gap


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Why the clock is doubted: the time `at` lies far back, or `is_ahead` of the clock. It is that of the last sweep,
    or of the newest entry of the ledger where none `was_swept`."""

    at: datetime
    was_swept: bool
    is_ahead: bool


def find_doubt(*, body: str, at: datetime) -> Doubt | None:
    """Does `at` fit what the ledger noted? None where it does, or where nothing is noted. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        swept = _last_sweep(body)
        known = swept or Entry.objects.filter(body=body).order_by("-seq").values_list("at", flat=True).first()
    if known is None or at - LONGEST_GAP <= known <= at + AHEAD:
        return None
    return Doubt(at=known, was_swept=swept is not None, is_ahead=known > at)


def note_look(*, body: str, at: datetime) -> None:
    """Note, once a week, that a sweep was done, whatever it found. Callers stand in a transaction."""
    last = _last_sweep(body)
    if last is None or not timedelta(0) <= at - last < NOTED_EVERY:
        note_event(LOOKED, body=body, at=at, facts={})


def _last_sweep(body: str) -> datetime | None:
    """The last by its place in the ledger, not by its time: a sweep by hand puts a wrong time right."""
    kinds = Q(leaf__contains=f'"type":"{SWEPT}"') | Q(leaf__contains=f'"type":"{LOOKED}"')
    found = Entry.objects.filter(kinds, body=body, event=Entry.Event.NOTED)
    return found.order_by("-seq").values_list("at", flat=True).first()
