"""Tells a watcher how far a run has come: its reference and the names of its steps, never a person's words."""

import logging
from collections.abc import Callable

from fingerpost.contract.run import Run

log = logging.getLogger(__name__)

Watch = Callable[[str, str], object]
"""Called with the run's reference and a name: `OPENED`, then each step once its stage is done, then `CLOSED`."""

OPENED = "opened"
"""The record is open: the reference can be given out."""

CLOSED = "closed"
"""The record is closed: the reply can be given out."""


class Watched:
    """One run, as its watcher is told of it. A watcher that raises is dropped: it cannot break the road."""

    def __init__(self, watch: Watch | None, *, reference: str) -> None:
        self._watch = watch
        self._reference = reference
        self._told = 0

    def tell(self, name: str) -> None:
        """Say one name. The fault of a watcher is logged by its class: its text is not ours to keep."""
        if self._watch is None:
            return
        try:
            self._watch(self._reference, name)
        except Exception as error:  # noqa: BLE001 - whatever a door does wrong, the run goes on
            log.warning("%s: its watcher failed and was dropped: %s", self._reference, type(error).__name__)
            self._watch = None

    def follow(self, run: Run) -> Run:
        """Say the steps that were not said yet, and give the run back."""
        for step in run.steps[self._told :]:
            self.tell(step.name)
        self._told = len(run.steps)
        return run
