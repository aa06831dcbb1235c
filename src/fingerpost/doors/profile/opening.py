"""Is somebody there? From weekly hours, bank holidays and a moment: open until when, or closed until when.

Nothing here knows a clock, a database or a language. Times are those on the wall in the United Kingdom, whatever the
season: 9 in the morning is 9 in the morning on both sides of a change of the clocks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fingerpost.doors.profile import Hours

HERE = ZoneInfo("Europe/London")
LOOKED_AHEAD = 60  # days: longer than any row of holidays

Holidays = Mapping[date, str]
"""The bank holidays by day, with their names: of every year that is looked at."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What holds at a moment, in times on the wall, without a zone.

    Open: `until` is when it closes; None means that it does not close within the days looked ahead. Closed: `opens` is
    when it opens next, None when it does not. `holiday` names the bank holiday that closes a day which is otherwise an
    opening day.
    """

    at: datetime
    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None
    holiday: str = ""


def opening_at(moment: datetime, *, hours: Hours, holidays: Holidays) -> Opening:
    """What holds at `moment`, which has a zone. A day whose hours are missing is closed."""
    now = moment.astimezone(HERE).replace(tzinfo=None)
    spans = list(_spans(now.date() - timedelta(days=1), hours=hours, holidays=holidays))
    current = next((span for span in spans if span[0] <= now < span[1]), None)
    if current:
        last = now.date() + timedelta(days=LOOKED_AHEAD)
        return Opening(at=now, is_open=True, until=current[1] if current[1].date() < last else None)
    today = now.date()
    return Opening(
        at=now,
        is_open=False,
        opens=next((start for start, _ in spans if start > now), None),
        holiday=holidays.get(today, "") if today.weekday() in hours else "",
    )


def closures_after(day: date, *, hours: Hours, holidays: Holidays, most: int = 3) -> list[tuple[date, str]]:
    """The next bank holidays, from that day on, that fall on opening days; each with its name."""
    coming = sorted((each, name) for each, name in holidays.items() if each >= day and each.weekday() in hours)
    return coming[:most]


def _spans(first: date, *, hours: Hours, holidays: Holidays) -> Iterator[tuple[datetime, datetime]]:
    """Each time of being open, from that day on, in order. One that goes on at midnight is one and not two."""
    running: tuple[datetime, datetime] | None = None
    for day in (first + timedelta(days=number) for number in range(LOOKED_AHEAD + 2)):
        span = _span_on(day, hours=hours, holidays=holidays)
        if running and span and span[0] == running[1]:
            running = running[0], span[1]
            continue
        if running:
            yield running
        running = span
    if running:
        yield running


def _span_on(day: date, *, hours: Hours, holidays: Holidays) -> tuple[datetime, datetime] | None:
    if day in holidays or day.weekday() not in hours:
        return None
    opens, closes = hours[day.weekday()]
    return _on(day, opens), _on(day, closes)


def _on(day: date, wall: str) -> datetime:
    """That time of that day. "24:00" is the start of the next."""
    if wall == "24:00":
        return datetime.combine(day + timedelta(days=1), time())
    return datetime.combine(day, time.fromisoformat(wall))
