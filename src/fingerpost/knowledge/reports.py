"""What an import tells: while it runs, and at its end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


class Progress(Protocol):
    """Is told how an import goes on. `total` is None where it cannot be known beforehand."""

    def start(self, total: int | None) -> None: ...

    def advance(self, name: str) -> None: ...

    def finish(self) -> None: ...


class NoProgress:
    """Tells nobody."""

    def start(self, total: int | None) -> None:
        """Nothing."""

    def advance(self, name: str) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Nothing."""


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import did. The counts are of documents, but for `passages`: those of the whole collection now.

    `refused` names what did not go in, each with its reason in plain words; `hidden_text` and `notes` name documents
    that were read anew, with what was stripped from them and what else there is to know. `resumed` counts documents
    that an earlier, broken-off import had already read.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    resumed: int = 0
    refused: Sequence[tuple[str, str]] = ()
    hidden_text: Sequence[tuple[str, str]] = ()
    notes: Sequence[tuple[str, str]] = ()


@dataclass(kw_only=True)
class Tally:
    """An import's findings while they gather."""

    refused: list[tuple[str, str]] = field(default_factory=list)
    hidden_text: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    kept_sources: set[str] = field(default_factory=set)
    seen_digests: set[str] = field(default_factory=set)
    resumed: int = 0
