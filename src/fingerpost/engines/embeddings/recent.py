"""A small memory of what was read last, so that what is asked again costs nothing. Kept in the process only."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked", bound=Hashable)
Made = TypeVar("Made")


class Recent(Generic[Asked, Made]):
    """What was made of the last `size` that were asked. Safe to share between threads; so must be what is made."""

    def __init__(self, *, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Asked, Made] = OrderedDict()
        self._lock = Lock()

    def get(self, question: Asked, make: Callable[[Asked], Made]) -> Made:
        """What is held, or what `make` gives. Two threads may both make it; they make the same."""
        with self._lock:
            if question in self._held:
                self._held.move_to_end(question)
                return self._held[question]
        made = make(question)
        with self._lock:
            self._held[question] = made
            if len(self._held) > self._size:
                self._held.popitem(last=False)
        return made
