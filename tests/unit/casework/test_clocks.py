"""By when a case should be dealt with: bank holidays, weekends, the hours of work, and the time that it waited."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.unit.casework.conftest import BODY, Desk, proposed

from fingerpost.casework import acting, following
from fingerpost.casework.clocks import (
    A_DAY,
    ZONE,
    add_working_minutes,
    set_clock,
    standing,
    start_clock,
    stop_clock,
    working_minutes_between,
)
from fingerpost.casework.models import Case
from fingerpost.casework.states import State
from fingerpost.contract.services import Urgency


def _at(day: str, hour: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZONE)


def _case(received: datetime, *, days: int, nation: str = "england", urgency: Urgency = Urgency.ROUTINE) -> Case:
    case = Case(body=BODY, received_at=received, nation=nation, urgency=urgency, state=State.RECEIVED)
    set_clock(case, days=days, at=received)
    return case


@pytest.mark.parametrize(
    ("received", "days", "nation", "due"),
    [
        (_at("2026-03-02"), 1, "england", _at("2026-03-03", "17:00")),
        (_at("2026-03-02"), 0, "england", _at("2026-03-02", "17:00")),
        (_at("2026-03-02", "18:00"), 0, "england", _at("2026-03-03", "17:00")),  # after hours
        (_at("2026-03-06"), 1, "england", _at("2026-03-09", "17:00")),  # over a weekend
        (_at("2026-03-07"), 0, "england", _at("2026-03-09", "17:00")),  # on a Saturday
        (_at("2026-04-02"), 2, "england", _at("2026-04-08", "17:00")),  # over Easter
        (_at("2026-04-02"), 2, "scotland", _at("2026-04-07", "17:00")),  # no Easter Monday in Scotland
        (_at("2026-12-24"), 1, "england", _at("2026-12-29", "17:00")),  # Boxing Day on Saturday, so Monday stands in
        (_at("2026-12-31"), 1, "scotland", _at("2027-01-05", "17:00")),  # 2 January too
        (_at("2026-07-10"), 1, "northern-ireland", _at("2026-07-14", "17:00")),  # the Battle of the Boyne
        (_at("2026-03-27"), 1, "wales", _at("2026-03-30", "17:00")),  # the clocks go forward between
    ],
)
def test_a_case_is_due_at_five_on_the_last_working_day(
    received: datetime, days: int, nation: str, due: datetime
) -> None:
    assert _case(received, days=days, nation=nation).due_at == due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (_at("2026-03-08", "09:00"), _at("2026-03-08", "17:00")),  # a Sunday
        (_at("2026-12-25", "23:30"), _at("2026-12-26", "00:30")),
        (_at("2026-03-02", "16:30"), _at("2026-03-02", "17:30")),
    ],
)
def test_an_emergency_is_due_on_the_same_day_whatever_day_it_is(received: datetime, due: datetime) -> None:
    assert _case(received, days=0, urgency=Urgency.EMERGENCY).due_at == due


def test_the_time_that_a_case_waits_does_not_count() -> None:
    case = _case(_at("2026-03-02"), days=2)
    case.state = State.WAITING
    stop_clock(case, at=_at("2026-03-03", "13:00"))
    assert (case.due_at, case.left_minutes) == (None, 4 * 60 + A_DAY)
    case.state = State.OPEN
    start_clock(case, at=_at("2026-03-12", "13:00"))  # seven working days later
    assert case.due_at == _at("2026-03-13", "17:00")
    assert case.left_minutes is None


def test_a_case_that_waits_twice_is_given_both_back() -> None:
    case = _case(_at("2026-03-02"), days=2)
    for day in ("2026-03-03", "2026-03-05"):
        case.state = State.WAITING
        stop_clock(case, at=_at(day, "09:00"))
        case.state = State.OPEN
        start_clock(case, at=_at(day, "17:00"))
    assert case.due_at == _at("2026-03-06", "17:00")


def test_a_case_that_is_late_when_it_waits_is_late_when_it_goes_on() -> None:
    case = _case(_at("2026-03-02"), days=1)
    case.state = State.WAITING
    stop_clock(case, at=_at("2026-03-05", "10:00"))
    assert standing(case, _at("2026-03-09")).is_late is False
    assert case.left_minutes == 0
    case.state = State.OPEN
    start_clock(case, at=_at("2026-03-09", "10:00"))
    assert standing(case, _at("2026-03-09", "10:00")).is_late


def test_waiting_over_easter_takes_no_working_time() -> None:
    case = _case(_at("2026-04-02"), days=2)
    due = case.due_at
    case.state = State.WAITING
    stop_clock(case, at=_at("2026-04-02", "17:00"))
    case.state = State.OPEN
    start_clock(case, at=_at("2026-04-07", "09:00"))
    assert case.due_at == due


def test_how_a_case_stands_is_said_in_working_hours() -> None:
    case = _case(_at("2026-03-02"), days=2)
    early = standing(case, _at("2026-03-02"))
    assert (early.is_late, early.is_soon, early.working_hours_left) == (False, False, 23.0)
    late_in_time = standing(case, _at("2026-03-04", "12:00"))
    assert (late_in_time.is_soon, late_in_time.working_hours_left) == (True, 5.0)
    late = standing(case, _at("2026-03-05", "12:00"))
    assert (late.is_late, late.is_soon, late.working_hours_left) == (True, False, -3.0)


def test_working_time_there_is_working_time_back() -> None:
    start = _at("2026-12-23", "15:20")
    for minutes in (0, 1, 99, 480, 481, 5_000):
        end = add_working_minutes(start, minutes, nation="england")
        assert working_minutes_between(start, end, nation="england") == minutes
        assert working_minutes_between(end, start, nation="england") == -minutes


def test_sending_it_elsewhere_gives_it_that_services_time_and_keeps_what_it_waited(desk: Desk) -> None:
    opened = desk.report()
    reference = opened.reference
    desk.act(acting.ask_resident, reference, words="Where?")
    later = desk.at + timedelta(days=2)
    following.add(reference, opened.link_secret, words="There", body=BODY, at=later, keys=desk.keys)
    waited = desk.case(reference).waited_minutes
    assert waited == 2 * A_DAY
    case = desk.act(acting.route, reference, services=desk.services, urgency="urgent", at=later)
    assert case.due_at == add_working_minutes(_at("2026-03-03", "17:00"), waited, nation="england")


def test_another_urgency_while_it_waits_changes_what_is_left(desk: Desk) -> None:
    reference = desk.report().reference
    asked = desk.act(acting.ask_resident, reference, words="Where?")
    sooner = desk.act(acting.route, reference, services=desk.services, urgency="urgent", at=desk.at + timedelta(days=5))
    assert sooner.due_at is None
    assert 0 < (sooner.left_minutes or 0) < (asked.left_minutes or 0)


def test_a_case_that_was_done_and_opens_again_has_what_was_left(desk: Desk) -> None:
    reference = desk.report().reference
    due = desk.case(reference).due_at
    desk.act(acting.resolve, reference, words="Filled")
    case = desk.act(acting.reopen, reference, reason="It is back", at=desk.at + timedelta(days=7))
    assert due is not None
    assert case.due_at == add_working_minutes(due, 5 * A_DAY, nation="england")


def test_what_is_late_is_put_before_others_once(desk: Desk) -> None:
    urgent = desk.report(proposal=proposed(urgency=Urgency.URGENT)).reference
    desk.report("A small hole")
    waits = desk.report("A third", proposal=proposed(urgency=Urgency.URGENT)).reference
    desk.act(acting.ask_resident, waits, words="Where?")
    late = desk.at + timedelta(days=2)
    given = {"body": BODY, "at": late, "keys": desk.keys}
    assert acting.escalate_late(**given) == [urgent]
    assert acting.escalate_late(**given) == []
    case = desk.case(urgent)
    assert (case.escalated_at, case.attention) == (late, False)
    assert [line.facts for line in desk.open(urgent).history if line.kind == "escalated"] == [{"why": "late"}]


def test_a_day_that_is_over_cannot_be_planned(desk: Desk) -> None:
    from fingerpost.casework.faults import NotAllowed  # noqa: PLC0415

    reference = desk.report().reference
    with pytest.raises(NotAllowed):
        desk.act(acting.plan, reference, on=date(2026, 3, 1))
    assert desk.act(acting.plan, reference, on=date(2026, 3, 9)).planned_on == date(2026, 3, 9)
    assert desk.act(acting.start, reference).planned_on is None


def test_times_are_those_of_the_united_kingdom() -> None:
    summer = _case(datetime(2026, 7, 1, 8, tzinfo=UTC), days=1)
    assert summer.due_at == datetime(2026, 7, 2, 16, tzinfo=UTC)
