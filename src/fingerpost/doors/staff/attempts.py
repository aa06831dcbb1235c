"""How often one may try to sign in. Counted for each address and each name, whether there is such an account or not.

Per process unless Django's cache is shared, and forgotten after a quarter of an hour.
"""

import hashlib
import time
from collections.abc import Iterator

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from fingerpost.doors.throttle import address_of

QUARTER = 15 * 60
FROM_ONE_ADDRESS = 30  # an office shares one
FOR_ONE_NAME = 10


def seconds_to_wait(request: HttpRequest, name: str) -> int:
    """Count one try; 0 when it may be made now, else the seconds until it may."""
    counted = [_count(key) <= most for key, most in _counters(request, name)]
    return 0 if all(counted) else QUARTER - int(time.time()) % QUARTER


def forget(request: HttpRequest, name: str) -> None:
    """It was the right password: the name starts afresh, and the address has one try less."""
    (address, _most), (account, _most) = _counters(request, name)
    cache.delete(account)
    if cache.get(address, 0) > 0:
        cache.decr(address)


def _counters(request: HttpRequest, name: str) -> Iterator[tuple[str, int]]:
    quarter = int(time.time()) // QUARTER
    for what, most in ((f"address {address_of(request)}", FROM_ONE_ADDRESS), (f"name {name}", FOR_ONE_NAME)):
        yield f"sign-in:{_digest(what)}:{quarter}", most


def _count(key: str) -> int:
    cache.add(key, 0, timeout=QUARTER)
    return int(cache.incr(key))


def _digest(words: str) -> str:
    return hashlib.blake2b(words.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12).hexdigest()
