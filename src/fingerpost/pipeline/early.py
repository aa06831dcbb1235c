"""Shows a claim before the whole answer is there: checked as the check stage checks, and in the ledger before it is.

Nothing is shown early of a run that a person must look at first, nor before the help for somebody in danger.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Claim, Outcome, OutcomeKind
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.ports import Engines, Passages
from fingerpost.contract.run import Route, Run
from fingerpost.pipeline.claims import Removed, check_claim, sources_of
from fingerpost.pipeline.route import why_a_person

log = logging.getLogger(__name__)

ENGINE = "reader"

Show = Callable[[int, Claim], object]
"""Called with the number of a claim, from 1, and the claim as the check restates it."""

Keep = Callable[[int, Claim], object]
"""Writes into the ledger that a claim is about to be shown. Raises StoreUnavailable: then it is not shown."""


@dataclass(frozen=True, kw_only=True)
class Showing:
    """How a door shows a claim early, and how that is kept first."""

    keep: Keep
    show: Show


def reader_of(run: Run, capability: Capability, engines: Engines) -> "EarlyReader":
    """The reader of this run. Where its door cannot show early, or the run is gone through again, claims are only
    checked."""
    return EarlyReader(run, capability, engines, showing=getattr(engines, "showing", None))


class EarlyReader:
    """The port `Reader` of one run. `removed` are the claims that were not borne out, for whoever audits the run."""

    def __init__(self, run: Run, capability: Capability, engines: Engines, *, showing: Showing | None) -> None:
        self._run = run
        self._capability = capability
        self._engines = engines
        self._showing = showing
        self._shown = 0
        self.removed: list[Removed] = []

    def found(self) -> dict[str, object]:
        """For the step: how many claims each check took out, and no word of them."""
        counts = Counter(each.finding.check for each in self.removed)
        return {"taken_out": dict(counts)} if counts else {}

    def show(self, claim: Claim, *, confidence: float | None) -> bool:
        """As the port has it. Raises StoreUnavailable when the passages cannot be read."""
        passages = cast(Passages, self._engines.one("passages")).fetch(
            sorted(sources_of(claim)), context=self._run.context
        )
        checked = check_claim(claim, passages, self._run.context)
        if checked.claim is None:
            if checked.failure is not None:
                self.removed.append(Removed(claim=claim, finding=checked.failure))
            return False
        if self._showing is not None and self._may_show(confidence):
            self._show_early(checked.claim, self._showing)
        return True

    def _may_show(self, confidence: float | None) -> bool:
        outcome = Outcome(kind=OutcomeKind.ANSWERED, confidence=confidence)
        is_held = self._run.route is not Route.DELIVER or bool(why_a_person(outcome, self._capability))
        return not is_held and not self._run.signposts

    def _show_early(self, claim: Claim, showing: Showing) -> None:
        """Nothing more is shown early once that failed: the whole answer comes at the end, or the fault does."""
        try:
            showing.keep(self._shown + 1, claim)
            self._shown += 1
            showing.show(self._shown, claim)
        except StoreUnavailable as error:
            log.warning("%s: a claim could not be kept, and is not shown early: %s", self._run.reference, error.detail)
            self._showing = None
        except Exception as error:  # noqa: BLE001 - whatever a door does wrong, the run goes on
            log.warning("%s: its door failed to show a claim: %s", self._run.reference, type(error).__name__)
            self._showing = None
