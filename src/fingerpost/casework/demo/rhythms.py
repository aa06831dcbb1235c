"""When things happen and when people write: months, storms, days of the week and hours."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# How much more or less of it there is in each month, January first.
SEASONS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "all": (1,) * 12,
        "winter": (2.2, 2.2, 1.8, 1, 0.6, 0.4, 0.3, 0.3, 0.5, 0.8, 1.2, 1.8),
        "ice": (4, 3, 1, 0.1, 0, 0, 0, 0, 0, 0.1, 1, 4),
        "dark": (1.8, 1.5, 1, 0.6, 0.4, 0.3, 0.3, 0.5, 0.8, 1.3, 2, 2),
        "leaves": (0.6, 0.4, 0.4, 0.3, 0.3, 0.4, 0.4, 0.5, 1, 2.8, 3.2, 1.5),
        "wet": (1.6, 1.4, 1, 0.7, 0.5, 0.6, 0.7, 0.8, 0.9, 1.3, 1.6, 1.8),
        "wind": (1.8, 1.7, 1.2, 0.7, 0.5, 0.4, 0.4, 0.5, 0.9, 1.4, 1.6, 1.6),
        "autumn": (0.9, 0.7, 0.7, 0.7, 0.8, 0.9, 0.9, 1, 1.3, 1.7, 1.5, 1.1),
        "summer": (0.3, 0.3, 0.5, 0.8, 1.3, 2, 2.4, 2.2, 1.2, 0.6, 0.3, 0.2),
        "grass": (0, 0, 0.2, 1, 2.6, 2.8, 2, 1.6, 0.8, 0.3, 0, 0),
        "evenings": (0.6, 0.6, 0.8, 1.1, 1.3, 1.3, 1.5, 1.5, 1, 1.2, 1, 0.5),
        "holidays": (1.7, 0.8, 0.8, 1.2, 1.3, 0.8, 0.9, 1.1, 0.8, 0.8, 0.8, 1.4),
        "term": (1.1, 1, 1.2, 0.8, 1.1, 1.1, 0.6, 0, 2, 1.2, 1.3, 0.8),
        "bills": (0.8, 0.9, 2.5, 2, 1.2, 0.9, 0.8, 0.8, 0.8, 0.8, 0.7, 0.6),
        "admissions": (1.6, 0.8, 2, 1.8, 0.8, 0.7, 0.7, 0.9, 1.4, 1.6, 0.8, 0.5),
        "election": (0.4, 0.5, 1.5, 3, 2.5, 0.5, 0.4, 0.8, 1, 0.9, 0.6, 0.4),
    }
)
BUSIEST = 4.0  # the largest number above
STORM_MONTHS = (1, 1, 2, 10, 11, 11, 12, 12)
STORM_HOURS = 14

CHANNELS: Mapping[str, float] = MappingProxyType(
    {"web": 0.56, "officer": 0.2, "e-mail": 0.14, "api": 0.04, "open311": 0.06}
)
_OFFICE = (0,) * 8 + (1, 3, 4, 4, 3, 3, 3, 3, 2) + (0,) * 7  # the telephone is staffed
_ANY_HOUR = (2, 1, 1, 1, 1, 2, 5, 12, 18, 15, 13, 12, 14, 13, 12, 12, 13, 15, 16, 16, 15, 13, 9, 4)
_ANY_DAY = (1.35, 1.2, 1.1, 1.05, 1, 0.7, 0.75)  # Monday first


def pick_day(rng: random.Random, season: str, *, ends: datetime) -> datetime:
    """A midnight within the year before `ends`, as often as the season and the day of the week have it."""
    months = SEASONS[season]
    while True:
        day = ends - timedelta(days=rng.randrange(365) + 1)
        likely = months[day.astimezone(LONDON).month - 1] * _ANY_DAY[day.weekday()]
        if rng.random() * BUSIEST * max(_ANY_DAY) < likely:
            return day


def pick_time(rng: random.Random, channel: str, day: datetime) -> datetime:
    """A moment of that day, or of the next Monday for the telephone, which nobody answers at the weekend."""
    here = day.astimezone(LONDON)
    if channel == "officer" and here.weekday() > 4:
        here += timedelta(days=7 - here.weekday())
    hour = rng.choices(range(24), weights=_OFFICE if channel == "officer" else _ANY_HOUR)[0]
    return here.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60), microsecond=0).astimezone(UTC)


def pick_storms(rng: random.Random, *, ends: datetime) -> list[datetime]:
    """When each storm of the year began."""
    begun = []
    for month in STORM_MONTHS:
        day = next(
            day for day in (ends - timedelta(days=rng.randrange(365) + 2) for _ in iter(int, 1)) if day.month == month
        )
        begun.append(day + timedelta(hours=rng.randrange(24)))
    return sorted(begun)
