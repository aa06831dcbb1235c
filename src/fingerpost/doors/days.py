"""Days as people type them, and when each begins where the service is."""

from datetime import date, datetime, time

from django.utils import timezone

EARLIEST, LATEST = 2000, 2999  # years that anything here can be from


def read_day(typed: str) -> date | None:
    """A day such as 2026-11-22, as typed; None for anything else, and for years that no calendar here reaches."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None


def midnight(day: date) -> datetime:
    """When the day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))
