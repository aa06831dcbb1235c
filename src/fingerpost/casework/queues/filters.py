"""What an officer looks for, as one filter of a query."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from math import cos, radians
from operator import or_

from django.db.models import Q, QuerySet

from fingerpost.casework.clocks import soon_until
from fingerpost.casework.models import Case, CaseWord
from fingerpost.casework.states import IS_LIVE, State
from fingerpost.casework.viewing import Viewer, visible
from fingerpost.casework.words import marks_of
from fingerpost.contract.context import Nation
from fingerpost.contract.places import METRES_A_DEGREE
from fingerpost.contract.references import tidy_reference
from fingerpost.record.keys import KeyStore

NOBODY = "-"
"""As `Filter.assigned`: those that nobody has."""
MOST_WORDS = 6  # of one search
RARE = 400  # cases


class Order(StrEnum):
    """What comes first. QUEUE: what needs attention, then what is most urgent, then what is due first."""

    QUEUE = "queue"
    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What to show; empty means all that the viewer may see. `states` empty means live cases alone.

    `assigned` is an account, or NOBODY. `words` must all stand in the case. `near` is a latitude, a longitude and how
    many metres around. `since` and `until` bound when it came. `demo` None means both. `soon` leaves what
    is due within a working day, and is not late.
    """

    teams: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    urgency: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    assigned: str = ""
    late: bool | None = None
    soon: bool = False
    attention: bool | None = None
    words: str = ""
    reference: str = ""
    near: tuple[float, float, float] | None = None
    since: datetime | None = None
    until: datetime | None = None
    channel: str = ""
    demo: bool | None = None


def matching(wanted: Filter, *, viewer: Viewer, at: datetime | None, keys: KeyStore | None) -> "QuerySet[Case]":
    """The cases that the filter and the viewer leave. `at` is wanted for `late` and `soon`, `keys` for `words`."""
    found = Case.objects.filter(visible(viewer) & _of_codes(wanted) & _of_times(wanted, at))
    if wanted.near is not None:
        found = found.filter(around(*wanted.near))
    if wanted.words.strip() and keys is not None:
        found = _with_words(found, wanted.words, body=viewer.body, keys=keys)
    return found


def _with_words(found: "QuerySet[Case]", words: str, *, body: str, keys: KeyStore) -> "QuerySet[Case]":
    """Of a rare word the cases are listed; for a usual one the database reads its list once, and asks it of each case
    that is left: a third quicker than asking the index of words case by case."""
    marks = marks_of(words, body=body, keys=keys)[:MOST_WORDS]
    if not marks:
        return found.none()
    few: set[int] | None = None
    for mark in marks:
        with_word = CaseWord.objects.filter(body=body, word=mark)
        numbers = set(with_word.values_list("case_id", flat=True)[: RARE + 1])
        if len(numbers) <= RARE:
            few = numbers if few is None else few & numbers
        else:
            found = found.filter(pk__in=with_word.values("case_id"))
    return found if few is None else found.filter(pk__in=few)


def around(latitude: float, longitude: float, metres: float) -> Q:
    """Within a square around a place: so many metres to each side."""
    north = metres / METRES_A_DEGREE
    east = north / max(0.01, cos(radians(latitude)))
    return Q(
        latitude__range=(latitude - north, latitude + north), longitude__range=(longitude - east, longitude + east)
    )


def _of_codes(wanted: Filter) -> Q:
    found = Q()
    if wanted.reference.strip():
        found &= Q(reference=tidy_reference(wanted.reference))
    elif wanted.states:
        found &= Q(state__in=wanted.states)
        live = {State(each) in IS_LIVE for each in wanted.states if each in set(State)}
        if len(live) == 1:
            found &= Q(is_live=live.pop())  # says the same, and the index goes by it
    else:
        found &= Q(is_live=True)
    for name, codes in (("team", wanted.teams), ("urgency", wanted.urgency), ("service", wanted.services)):
        if codes:
            found &= Q(**{f"{name}__in": codes})
    if wanted.assigned:
        found &= Q(assigned_to="" if wanted.assigned == NOBODY else wanted.assigned)
    if wanted.channel:
        found &= Q(channel=wanted.channel)
    for name, flag in (("attention", wanted.attention), ("is_demo", wanted.demo)):
        if flag is not None:
            found &= Q(**{name: flag})
    return found


def _of_times(wanted: Filter, at: datetime | None) -> Q:
    found = Q()
    if wanted.since is not None:
        found &= Q(received_at__gte=wanted.since)
    if wanted.until is not None:
        found &= Q(received_at__lt=wanted.until)
    if wanted.late is not None and at is not None:
        is_late = Q(is_live=True, due_at__lt=at)
        found &= is_late if wanted.late else ~is_late
    if wanted.soon and at is not None:
        found &= due_soon(at)
    return found


def due_soon(at: datetime) -> Q:
    """Live cases that are due within a working day and are not late."""
    return Q(is_live=True, due_at__gte=at) & due_by_then(at)


def due_by_then(at: datetime) -> Q:
    """Cases that are due before another working day is over, or were before. Bank holidays differ between nations."""
    ends = {each: soon_until(at, nation=each.value) for each in Nation}
    if len(set(ends.values())) == 1:  # on most days: then the index of the queue tells it alone
        return Q(due_at__lte=ends[Nation.ENGLAND])
    return reduce(or_, (Q(nation=nation.value, due_at__lte=end) for nation, end in ends.items()))
