"""How often one visitor may ask, send feedback, dictate or hear an answer. Counted by the minute.

A visitor is a session where there is one, else an address. People who share an address, as in a library, then have
their own counts once they have a session; an address may still ask no more than ten times what one visitor may.
"""

import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.http import HttpRequest

from fingerpost.doors.limits.counters import Counters
from fingerpost.doors.limits.visitors import network_of, session_of

MINUTE = 60
CROWD = 10  # visitors with a session each that one address may stand for

Kind = Literal[
    "ask", "search", "session", "feedback", "challenge", "dictate", "speech", "alert", "report", "follow", "support"
]

# How many of each there may be for one question that may be asked. With 60 questions: 10 recordings, as each costs
# about a second of a core, 15 opinions, challenges or reports, 10 times "me too", and 5 requests to be told of a
# change. A private link may be opened 30 times: no guess ever hits one. A session is one begun without asking. Attempts
# to sign in have limits of their own (see `doors.entry.attempts`).
SHARES: dict[Kind, float] = {
    "ask": 1,
    "search": 2,
    "session": 1,
    "speech": 1,
    "dictate": 1 / 6,
    "feedback": 1 / 4,
    "challenge": 1 / 4,
    "alert": 1 / 12,
    "report": 1 / 4,
    "follow": 1 / 2,
    "support": 1 / 6,
}


def seconds_to_wait(request: HttpRequest, kind: Kind = "ask") -> int:
    """Count one request of that kind; 0 when it may be answered now, else the seconds until one may.

    Nothing of the address or the session is kept: only counts, for the minute (see `counters`). Raises
    StoreUnavailable when the counts cannot be kept.
    """
    most = max(1, int(settings.CONFIGURATION.questions_a_minute * SHARES[kind]))
    return count(((f"{kind} {who}", most * times) for who, times in _visitors(request)), seconds=MINUTE)


def count(limits: Iterable[tuple[str, int]], *, seconds: int) -> int:
    """Count each key once in the window of so many seconds. `limits` are keys, and how often each may be counted.

    0 while no key is over its limit, else the seconds until the window ends. Raises StoreUnavailable.
    """
    now, counters = time.time(), counters_over(seconds)
    is_over = [counters.add(key, at=now) > most for key, most in limits]  # each is counted, also after one that is over
    return seconds - int(now) % seconds if any(is_over) else 0


def counters_over(seconds: int) -> Counters:
    """The counts of this installation in windows of so many seconds, one file for each length."""
    return _counters(settings.HOME / f"counters-{seconds}", settings.SECRET_KEY, seconds)


def _visitors(request: HttpRequest) -> list[tuple[str, int]]:
    """Whom the request counts for, and how many times the limit of one visitor each may reach."""
    network, session = network_of(request), session_of(request)
    return [(f"session {session}", 1), (f"crowd {network}", CROWD)] if session else [(f"address {network}", 1)]


@cache
def _counters(path: Path, secret: str, seconds: int) -> Counters:
    return Counters(path, secret=secret.encode(), seconds=seconds)
