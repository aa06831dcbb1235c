"""A recorder that keeps nothing: for runs that nobody reads, so that the ledger holds only what people were told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from fingerpost.contract.run import Run
from fingerpost.record.recorder import OpenEntry, Recorder


class Unrecorded(Recorder):
    """As the recorder; what it is given goes nowhere."""

    def __init__(self) -> None:
        """It needs no key: it seals nothing."""

    @contextmanager
    def open(self, run: Run, *, system: Mapping[str, str] | None = None) -> Iterator[OpenEntry]:
        yield _Unwritten()


class _Unwritten(OpenEntry):
    def __init__(self) -> None:
        """It needs neither key nor database."""

    def note_shown(self, run: Run, *, number: int, claim: Mapping[str, Any]) -> None:
        """Nobody is shown it."""

    def close(self, run: Run, *, reply: Mapping[str, Any], **more: Any) -> None:
        """Nothing is written, nor is what would be kept with it."""
