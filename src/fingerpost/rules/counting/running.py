"""What a compiled rule is, and what it asks while it runs."""

from collections.abc import Callable
from typing import Any, Protocol

from fingerpost.rules.counting.spans import Pair
from fingerpost.rules.reading.naming import NATIONS

Slot = int | None
NATION_BITS = {nation: 1 << i for i, nation in enumerate(NATIONS)}


class State(Protocol):
    """What a compiled term asks while it runs."""

    on: int

    def fact(self, key: str, slot: Slot) -> Any: ...
    def rule(self, name: str, slot: Slot) -> Pair: ...
    def parameter(self, name: str) -> Pair: ...
    def table(self, name: str) -> Any: ...
    def nation(self) -> Any: ...
    def members(self, entity: str) -> list[tuple[int, Pair]]: ...
    def start_of(self, name: str) -> int: ...


Run = Callable[[State, Slot], Any]
