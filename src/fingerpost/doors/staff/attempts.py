"""How often one may try to sign in. Counted for each address and each name, whether there is such an account or not.

All processes of one machine count together, and forget it after a quarter of an hour (see `doors.counters`).
"""

import time

from django.http import HttpRequest

from fingerpost.doors.throttle import address_of, counters_over, network_of

QUARTER = 15 * 60
FROM_ONE_ADDRESS = 30  # an office shares one
FOR_ONE_NAME = 10


def seconds_to_wait(request: HttpRequest, name: str) -> int:
    """Count one try; 0 when it may be made now, else the seconds until it may."""
    now = time.time()
    counts = [counters_over(QUARTER).add(what, at=now) <= most for what, most in _counted(request, name)]
    return 0 if all(counts) else QUARTER - int(now) % QUARTER


def forget(request: HttpRequest, name: str) -> None:
    """It was the right password: the name starts afresh, and the address has one try less."""
    (address, _most), (account, _most) = _counted(request, name)
    counters_over(QUARTER).take_back(account, at=time.time())
    counters_over(QUARTER).take_back(address, at=time.time(), times=1)


def _counted(request: HttpRequest, name: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """What a try counts for, and how many there may be."""
    address = network_of(address_of(request))
    return (f"sign-in address {address}", FROM_ONE_ADDRESS), (f"sign-in name {name}", FOR_ONE_NAME)
