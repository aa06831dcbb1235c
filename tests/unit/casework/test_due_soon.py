"""What is due soon: the queue's filter says of every case what its own clock says."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from tests.unit.casework.conftest import BODY, Desk

from fingerpost.casework.clocks import CLOSES, OPENS, ZONE, standing
from fingerpost.casework.models import Case
from fingerpost.casework.queues import Filter, list_codes, workload
from fingerpost.casework.states import State
from fingerpost.casework.working_days import is_working_day
from fingerpost.contract.context import Nation
from fingerpost.contract.services import Urgency

HOURS = (-30, -1, 0, 1, 5, 8, 9, 24, 26, 48, 66, 72, 90, 110, 200)


def _fill(at: datetime) -> None:
    """A case of each nation, urgency and state for each of those hours, from that time."""
    rows = []
    for hours, nation, urgency, state in product(
        HOURS, Nation, (Urgency.ROUTINE, Urgency.EMERGENCY), (State.OPEN, State.RESOLVED)
    ):
        due = at + timedelta(hours=hours)
        if urgency is Urgency.ROUTINE and not _is_working_time(due, nation):  # nothing but emergencies is due then
            continue
        rows.append(
            Case(
                body=BODY,
                reference=f"FP-{len(rows):05}-00000",
                team="highways",
                state=state,
                is_live=state is State.OPEN,
                nation=nation.value,
                urgency=urgency,
                rank=urgency.rank,
                received_at=at - timedelta(days=9),
                changed_at=at,
                due_at=due,
                channel="web",
                subject="s",
            )
        )
    Case.objects.bulk_create(rows)


def _is_working_time(due: datetime, nation: Nation) -> bool:
    return is_working_day(due.date(), nation=nation.value) and OPENS <= due.time() <= CLOSES


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-02T11:00",
        "2026-11-02T08:20",  # before the office opens
        "2026-11-06T17:30",  # a Friday evening
        "2026-11-07T12:00",  # a Saturday
        "2026-04-02T16:00",  # before Easter: Scotland works on the Monday
        "2026-12-24T10:15",
    ],
)
def test_the_filter_and_the_clock_agree(desk: Desk, moment: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    _fill(at)
    by_clock = {each.reference for each in Case.objects.all() if standing(each, at).is_soon}
    by_filter = {each.reference for each in list_codes(Filter(soon=True), viewer=desk.mair, at=at)}
    assert by_filter == by_clock
    assert by_clock
    (load,) = workload(desk.mair, at=at)
    assert load.soon == len(by_clock)


def test_what_is_due_at_five_is_soon_all_that_day_and_from_the_evening_before() -> None:
    five = datetime(2026, 11, 3, 17, tzinfo=ZONE)
    case = Case(state=State.OPEN, due_at=five, nation="england", urgency=Urgency.ROUTINE)
    expected = {
        "2026-11-02T16:00": False,
        "2026-11-02T17:30": True,
        "2026-11-03T09:00": True,
        "2026-11-03T17:01": False,
    }
    for moment, is_soon in expected.items():
        assert standing(case, datetime.fromisoformat(moment).replace(tzinfo=ZONE)).is_soon is is_soon, moment
