"""A small memory of the latest questions, so that a question asked again costs nothing. Kept in the process only."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from fingerpost.contract.ports import Vector


class Recent:
    """The vectors of the last `size` questions. Safe to share between threads."""

    def __init__(self, *, size: int) -> None:
        self._size = size
        self._held: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()

    def get(self, question: str, make: Callable[[str], Vector]) -> Vector:
        """The vector held, or the one that `make` gives. Two threads may both make it; they make the same."""
        with self._lock:
            if question in self._held:
                self._held.move_to_end(question)
                return self._held[question]
        vector = make(question)
        vector.setflags(write=False)  # shared between callers
        with self._lock:
            self._held[question] = vector
            if len(self._held) > self._size:
                self._held.popitem(last=False)
        return vector
