"""Turns faults of the database into a sentence the reader can act on."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError

from fingerpost.contract.errors import StoreUnavailable

_FULL = "The disk is full. Nothing already accepted is lost. Free some space, then try again."
_LOCKED = "The database is busy with other work. Nothing already accepted is lost. Try again in a minute."
_AWAY = "The database cannot be reached. Nothing already accepted is lost. Check that it is running, then try again."
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def store_faults() -> Iterator[None]:
    """Raise StoreUnavailable for a database that is locked, full or out of reach. Transactions inside roll back."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StoreUnavailable(_sentence(str(error).lower()), detail=str(error)) from error
    except OSError as error:
        if error.errno not in _NO_SPACE:
            raise
        raise StoreUnavailable(_FULL, detail=str(error)) from error


def _sentence(message: str) -> str:
    if "full" in message or "no space" in message:
        return _FULL
    if "lock" in message or "timeout" in message or "deadlock" in message:
        return _LOCKED
    return _AWAY
