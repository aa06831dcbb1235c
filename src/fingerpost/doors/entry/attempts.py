"""How often one may try to sign in. Counted for each address and each name, whether there is such an account or not.

All processes of one machine count together, and forget it after a quarter of an hour (see `limits.counters`). Security
codes are counted by themselves, and by the day as well: the right password takes nothing off their count.
"""

import time

from django.http import HttpRequest

from fingerpost.doors.limits.throttle import count, counters_over
from fingerpost.doors.limits.visitors import network_of

QUARTER = 15 * 60  # seconds
DAY = 24 * 3600
FROM_ONE_ADDRESS = 30  # an office shares one
FOR_ONE_NAME = 10
CODES = 5  # wrong codes of one account in a quarter of an hour
CODES_A_DAY = 30  # whoever has the password then guesses right once in 30 years: 3 codes of a million count at a time


def seconds_to_wait(request: HttpRequest, name: str) -> int:
    """Count one try; 0 when it may be made now, else the seconds until it may. Raises StoreUnavailable."""
    return count([(_address(request), FROM_ONE_ADDRESS), (_account(name), FOR_ONE_NAME)], seconds=QUARTER)


def forget(request: HttpRequest, name: str) -> None:
    """It was the right password: the name starts afresh, and the address has one try less."""
    now, counters = time.time(), counters_over(QUARTER)
    counters.take_back(_account(name), at=now)
    counters.take_back(_address(request), at=now, times=1)


def seconds_to_wait_for_code(request: HttpRequest, account: int) -> int:
    """Count one code; 0 when it may be tried now, else the seconds until one may. Raises StoreUnavailable."""
    quarter = count([(_address(request), FROM_ONE_ADDRESS), (_code(account), CODES)], seconds=QUARTER)
    return quarter or count([(_code(account), CODES_A_DAY)], seconds=DAY)


def forget_codes(request: HttpRequest, account: int) -> None:
    """It was a right code: the account starts afresh, and the address has one try less."""
    now = time.time()
    counters_over(DAY).take_back(_code(account), at=now)
    counters = counters_over(QUARTER)
    counters.take_back(_code(account), at=now)
    counters.take_back(_address(request), at=now, times=1)


def seconds_to_wait_here(request: HttpRequest) -> int:
    """Count one sign-in by the organisation, whose provider counts guesses itself. Raises StoreUnavailable."""
    return count([(f"{_address(request)} organisation", FROM_ONE_ADDRESS)], seconds=QUARTER)


def _address(request: HttpRequest) -> str:
    return f"sign-in address {network_of(request)}"


def _account(name: str) -> str:
    return f"sign-in name {name}"


def _code(account: int) -> str:
    return f"sign-in code {account}"
