"""What every way of sending takes and tells."""

from collections.abc import Mapping
from typing import Any, Protocol


class NotSent(Exception):
    """It did not go. `why` is a code for the operator, without an address in it.

    `try_again` says that it may go later: the other side was away or busy. False: it will never take this one.
    `is_gone` says that the other side wants none of them any more.
    """

    def __init__(self, why: str, *, try_again: bool, is_gone: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.try_again = try_again
        self.is_gone = is_gone


class Sender(Protocol):
    """One way. `content` holds to whom and what; its "key" is one a message, however often it is tried."""

    def send(self, content: Mapping[str, Any]) -> str | None:
        """Send it; gives the number that the other side knows it by, where it says one. Raises NotSent."""
        ...
