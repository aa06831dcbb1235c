"""The fault of one file: it is left out of the import and named in its report; the other files go in."""

from collections.abc import Iterator
from contextlib import contextmanager


class Unreadable(Exception):
    """`reason` is one or two plain sentences: what is wrong with the file, and what to do about it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@contextmanager
def unreadable_on(*faults: type[Exception], reason: str) -> Iterator[None]:
    """Raise Unreadable with `reason` in place of these faults of a parser."""
    try:
        yield
    except faults as fault:
        raise Unreadable(reason) from fault
