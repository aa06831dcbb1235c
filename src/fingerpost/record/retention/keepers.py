"""Others who keep something under the keys of subjects: what stands above the record, such as casework.

The record knows none of them: each adds itself as its app starts. What it keeps is found, given, erased and swept with
everything else that is kept of the person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from fingerpost.record.keys import KeyStore
from fingerpost.record.retention.schedule import Kind, Schedule


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """A file that somebody sent, with a name that is safe to write. `of` is the reference it came with."""

    of: str
    name: str
    content: bytes


class Keeper(Protocol):
    """What keeps one kind of record under the keys of subjects."""

    @property
    def kind(self) -> Kind:
        """Its line in the schedule."""
        ...

    def subjects_of(self, reference: str, *, body: str) -> set[str]:
        """The subjects of whoever was given that reference; none where it is not one of its own."""
        ...

    def count(self, subjects: Sequence[str], *, body: str) -> int:
        """How many records it keeps of them."""
        ...

    def export(
        self, subjects: Sequence[str], *, body: str, keys: KeyStore
    ) -> tuple[list[dict[str, Any]], list[KeptFile]]:
        """All of them, as plain JSON values, and the files. Each has its "reference", and "words", None once erased."""
        ...

    def forget(self, subjects: Sequence[str], *, body: str, at: datetime) -> int:
        """Take away what their keys sealed, and all that tells of it, within the transaction that erases the keys."""
        ...

    def holding(self, *, at: datetime, schedule: Schedule) -> "QuerySet[Any]":
        """Its records that are not old enough, of the `body` and `subject` of an outer query of keys: the key stays."""
        ...

    def old(self, *, body: str, at: datetime, schedule: Schedule) -> "QuerySet[Any]":
        """Its records that are kept for longer than they may be."""
        ...

    def take(self, body: str, at: datetime, schedule: Schedule, at_once: int) -> int:
        """Forget some of those; gives how many."""
        ...


_KEEPERS: list[Keeper] = []


def add_keeper(keeper: Keeper) -> None:
    """Called as an app starts. One a kind: the later one counts."""
    _KEEPERS[:] = [each for each in _KEEPERS if each.kind is not keeper.kind] + [keeper]


def keepers() -> Iterator[Keeper]:
    """All that there are."""
    return iter(tuple(_KEEPERS))
