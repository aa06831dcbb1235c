"""Parameters that a call may do without: servers that speak one protocol do not all take the same ones."""

from collections.abc import Mapping
from threading import Lock
from typing import Any


class Wishes:
    """Parameters by name. One that was refused once is left out for as long as the program runs.

    `otherwise` are parameters that cannot be left out, each with the name it has at servers that refuse the usual one.
    """

    def __init__(self, wished: Mapping[str, Any], *, otherwise: Mapping[str, str] | None = None) -> None:
        self._lock = Lock()
        self._wished = dict(wished)
        self._otherwise = dict(otherwise or {})
        self._renamed: dict[str, str] = {}

    @property
    def asked(self) -> frozenset[str]:
        """Those that may still be refused."""
        with self._lock:
            return frozenset(self._wished) | frozenset(self._otherwise)

    def current(self) -> dict[str, Any]:
        with self._lock:
            return dict(self._wished)

    def word_for(self, name: str) -> str:
        with self._lock:
            return self._renamed.get(name, name)

    def leave_out(self, name: str) -> None:
        """It was refused."""
        with self._lock:
            self._wished.pop(name, None)
            if other := self._otherwise.pop(name, None):
                self._renamed[name] = other
