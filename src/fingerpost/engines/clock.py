"""Clocks: the machine's own, and one that stands still for tests."""

from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class SystemClock:
    """The time now in the United Kingdom: "today" in guidance is the day there."""

    def now(self) -> datetime:
        return datetime.now(tz=LONDON)


class FixedClock:
    """Always the same moment, which must carry its zone."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a fixed clock needs a time with its zone")
        self._at = at

    def now(self) -> datetime:
        return self._at
