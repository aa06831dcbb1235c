"""Remembers the passages that a run was checked against, so that exactly those are kept with it."""

from collections.abc import Iterable, Mapping
from typing import cast

from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Engines, Passages
from fingerpost.contract.run import Run
from fingerpost.knowledge.reading import keep_passages

PASSAGES = "passages"


class SeenPassages:
    """The port `Passages`: reads anew each time, and remembers what it last read of each passage."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        self._seen: dict[str, Passage] = {}

    def fetch(self, ids: Iterable[str], *, context: Context) -> Mapping[str, Passage]:
        """As the port behind it. Raises StoreUnavailable."""
        found = self._passages.fetch(ids, context=context)
        self._seen.update(found)
        return found

    def keep_for(self, run: Run) -> None:
        """Keep the quoted passages as the check saw them, so that the answer can still be read when a page changes.

        To be called in the transaction that closes the run. Raises StoreUnavailable.
        """
        claims = run.outcome.claims if run.outcome else ()
        quoted = dict.fromkeys(claim.source.id for claim in claims)
        if quoted:
            keep_passages([self._seen[each] for each in quoted], body=run.context.body, at=run.context.at)


class RunEngines(Engines):
    """The engines of one run: those of the installation, with the passages remembered."""

    def __init__(self, engines: Engines) -> None:
        self._behind = engines
        self.seen = SeenPassages(_Late(engines))

    def one(self, name: str) -> object:
        """One engine by name. Raises MissingEngine."""
        engine = self._behind.one(name)
        return self.seen if name == PASSAGES else engine

    @property
    def names(self) -> tuple[str, ...]:
        return self._behind.names


class _Late:
    """The installation's passages, looked up only when they are read: a run without claims needs none."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def fetch(self, ids: Iterable[str], *, context: Context) -> Mapping[str, Passage]:
        return cast(Passages, self._engines.one(PASSAGES)).fetch(ids, context=context)
