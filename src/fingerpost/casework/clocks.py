"""By when a case should be dealt with: working days of the body's nation, without the time that it waited.

Working time is 9 to 5 on working days. The day on which a report came is not counted; it is due at 5 on the last day.
An emergency is due on the same day, whatever day it is: by 5, or within an hour where it came later. The clock stands
while a case waits for its resident, and while it is over: what was left is left when it goes on.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fingerpost.casework.models import Case
from fingerpost.casework.states import IS_LIVE, State
from fingerpost.casework.working_days import add_working_days, is_working_day
from fingerpost.contract.services import Service, Urgency

ZONE = ZoneInfo("Europe/London")
OPENS, CLOSES = time(9), time(17)
A_DAY = 8 * 60  # minutes
USUAL_DAYS = {Urgency.ROUTINE: 10, Urgency.SOON: 5, Urgency.URGENT: 1, Urgency.EMERGENCY: 0}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a case stands to its day. `due_at` is None while the clock stands. `is_soon`: a working day or less is
    left. `working_hours_left` is negative for one that is late, and None where the case is over.
    """

    due_at: datetime | None
    is_late: bool = False
    is_soon: bool = False
    working_hours_left: float | None = None


def standing(case: Case, at: datetime) -> Standing:
    """How the case stands to its day at that time."""
    if State(case.state) not in IS_LIVE:
        return Standing(due_at=case.due_at)
    if case.due_at is None:
        left = case.left_minutes
        return Standing(due_at=None, working_hours_left=None if left is None else round(left / 60, 1))
    minutes = _minutes_between(case, at, case.due_at)
    is_late = case.due_at < at
    return Standing(
        due_at=case.due_at,
        is_late=is_late,
        is_soon=not is_late and _is_soon(case, at, minutes),
        working_hours_left=round(minutes / 60, 1),
    )


def _is_soon(case: Case, at: datetime, minutes: int) -> bool:
    """An emergency goes by the clock on the wall, but is due as soon as whatever else is due at that time."""
    if case.urgency == Urgency.EMERGENCY and case.due_at is not None:
        return case.due_at <= soon_until(at, nation=case.nation)
    return minutes <= A_DAY


def soon_until(at: datetime, *, nation: str) -> datetime:
    """What is due from `at` on until then is due soon: a working day of that nation or less is left."""
    return add_working_minutes(at, A_DAY, nation=nation)


def days_for(service: Service | None, urgency: Urgency) -> int:
    """The working days that a service has for an urgency."""
    if service is None or urgency is Urgency.EMERGENCY:
        return USUAL_DAYS[urgency]
    return service.days.get(urgency, USUAL_DAYS[urgency])


def set_clock(case: Case, *, days: int, at: datetime) -> None:
    """Give the case its day by `days` and its urgency; of one whose clock stands, what would be left."""
    case.target_days = days
    _set_due(case, at)


def stop_clock(case: Case, *, at: datetime) -> None:
    """The clock stands from now on."""
    if case.stopped_at is None:
        case.stopped_at = at
    _set_due(case, at)


def start_clock(case: Case, *, at: datetime) -> None:
    """The clock goes on with what was left."""
    if case.stopped_at is not None:
        case.waited_minutes += max(0, _minutes_between(case, case.stopped_at, at))
        case.stopped_at = None
    _set_due(case, at)


def _set_due(case: Case, at: datetime) -> None:
    due = _target(case)
    if case.state == State.WAITING:
        case.left_minutes = max(0, _minutes_between(case, case.stopped_at or at, due))
        case.due_at = None
    else:
        case.due_at, case.left_minutes = due, None


def _target(case: Case) -> datetime:
    """The end of its time, counted from when it came."""
    received = case.received_at.astimezone(ZONE)
    if case.urgency == Urgency.EMERGENCY:
        due = max(received + timedelta(hours=1), datetime.combine(received.date(), CLOSES, ZONE))
        return due + timedelta(minutes=case.waited_minutes)
    day = received.date()
    if case.target_days:
        day = add_working_days(day, case.target_days, nation=case.nation)
    elif not is_working_day(day, nation=case.nation) or received.time() >= CLOSES:
        day = add_working_days(day, 1, nation=case.nation)
    return add_working_minutes(datetime.combine(day, CLOSES, ZONE), case.waited_minutes, nation=case.nation)


def _minutes_between(case: Case, first: datetime, last: datetime) -> int:
    if case.urgency == Urgency.EMERGENCY:
        return int((last - first).total_seconds() // 60)
    return working_minutes_between(first, last, nation=case.nation)


def working_minutes_between(first: datetime, last: datetime, *, nation: str) -> int:
    """Whole minutes of working time from the one to the other; negative where `last` is the earlier."""
    if last < first:
        return -working_minutes_between(last, first, nation=nation)
    first, last = first.astimezone(ZONE), last.astimezone(ZONE)
    if first.date() == last.date():
        return _minutes_of_day(first.date(), first.time(), last.time(), nation=nation)
    between = sum(
        A_DAY
        for number in range(1, (last.date() - first.date()).days)
        if is_working_day(first.date() + timedelta(days=number), nation=nation)
    )
    return (
        _minutes_of_day(first.date(), first.time(), CLOSES, nation=nation)
        + between
        + _minutes_of_day(last.date(), OPENS, last.time(), nation=nation)
    )


def add_working_minutes(at: datetime, minutes: int, *, nation: str) -> datetime:
    """The time after so many minutes of working time."""
    found = at.astimezone(ZONE)
    while minutes > 0:
        left = _minutes_of_day(found.date(), found.time(), CLOSES, nation=nation)
        if left >= minutes:
            begins = max(found, datetime.combine(found.date(), OPENS, ZONE))
            return begins + timedelta(minutes=minutes)
        minutes -= left
        found = datetime.combine(add_working_days(found.date(), 1, nation=nation), OPENS, ZONE)
    return found


def _minutes_of_day(day: date, first: time, last: time, *, nation: str) -> int:
    """Working minutes of one day between two times of it."""
    if not is_working_day(day, nation=nation):
        return 0
    begins, ends = (max(OPENS, min(each.replace(tzinfo=None), CLOSES)) for each in (first, last))
    return max(0, _minute(ends) - _minute(begins))


def _minute(of: time) -> int:
    return of.hour * 60 + of.minute
