"""How often one visitor may ask, send feedback, dictate or hear an answer. Counted by the minute.

A visitor is a session where there is one, else an address. People who share an address, as in a library, then have
their own counts once they have a session; an address may still ask no more than ten times what one visitor may.
"""

import ipaddress
import time
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.http import HttpRequest

from fingerpost.doors.counters import Counters

MINUTE = 60
CROWD = 10  # visitors with a session each that one address may stand for

Kind = Literal["ask", "feedback", "dictate", "speech"]

# How many of each there may be for one question that may be asked. With 60 questions: 10 recordings, as each costs
# about a second of a core, and 15 opinions. Attempts to sign in are counted apart (see `staff.attempts`).
SHARES: dict[Kind, float] = {"ask": 1, "speech": 1, "dictate": 1 / 6, "feedback": 1 / 4}


def seconds_to_wait(request: HttpRequest, kind: Kind = "ask") -> int:
    """Count one request of that kind; 0 when it may be answered now, else the seconds until one may.

    Nothing of the address or the session is kept: only counts, for the minute (see `counters`). Raises
    StoreUnavailable when the counts cannot be kept.
    """
    now = time.time()
    counters = counters_over(MINUTE)
    most = max(1, int(settings.CONFIGURATION.questions_a_minute * SHARES[kind]))
    counts = [counters.add(f"{kind} {who}", at=now) > most * times for who, times in _visitors(request)]
    return MINUTE - int(now) % MINUTE if any(counts) else 0


def _visitors(request: HttpRequest) -> list[tuple[str, int]]:
    """Whom the request counts for, and how many times the limit of one visitor each may reach."""
    address, session = network_of(address_of(request)), _session_of(request)
    return [(f"session {session}", 1), (f"crowd {address}", CROWD)] if session else [(f"address {address}", 1)]


def _session_of(request: HttpRequest) -> str:
    """The key of a session that we keep; "" where there is none. One that was made up is forgotten as it is read."""
    session = getattr(request, "session", None)
    if session is None or not session.keys():
        return ""
    return str(session.session_key or "")


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks. Behind a proxy it is the last one the proxy named, never one the client made up."""
    if settings.CONFIGURATION.behind_proxy:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """What counts as one: an IPv4 address, or the /64 that a household or a phone is given of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address  # no address at all, as over a Unix socket
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return parsed.packed[:8].hex()


def counters_over(seconds: int) -> Counters:
    """The counts of this installation in windows of so many seconds, one file for each length."""
    return _counters(settings.HOME / f"counters-{seconds}", settings.SECRET_KEY, seconds)


@cache
def _counters(path: Path, secret: str, seconds: int) -> Counters:
    return Counters(path, secret=secret.encode(), seconds=seconds)
