"""How often one address may ask. Counted by the minute, per process unless Django's cache is shared."""

import hashlib
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60


def seconds_to_wait(request: HttpRequest) -> int:
    """Count one question from this address; 0 when it may be asked now, else the seconds until it may.

    The address is kept only as a keyed digest, and only for the minute.
    """
    now = int(time.time())
    key = f"asked:{_digest(address_of(request))}:{now // MINUTE}"
    cache.add(key, 0, timeout=MINUTE)
    if cache.incr(key) <= settings.CONFIGURATION.questions_a_minute:
        return 0
    return MINUTE - now % MINUTE


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks. Behind a proxy it is the last one the proxy named, never one the client made up."""
    if settings.CONFIGURATION.behind_proxy:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _digest(address: str) -> str:
    return hashlib.blake2b(address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12).hexdigest()
