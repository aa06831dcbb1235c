"""Time and chance, handed in so that tests need to wait for neither."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event


def _now() -> datetime:
    return datetime.now(tz=UTC)


@dataclass(frozen=True, kw_only=True)
class Timing:
    """`clock` gives seconds that only go forward, `now` the time of day with its zone, `chance` a number from 0 to 1.
    `pause` waits for so many seconds and gives True at once when the event is set meanwhile."""

    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _now
    chance: Callable[[], float] = random.random
    pause: Callable[[Event, float], bool] = Event.wait
