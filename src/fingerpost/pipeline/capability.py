"""capability: the one thing it is registered for, with the engines its card names and no other."""

from fingerpost.contract.capability import Capability
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run, Step
from fingerpost.pipeline.timing import timed


def run_capability(run: Run, capability: Capability, engines: Engines) -> Run:
    """Hand over the guarded request. Raises MissingEngine when the installation lacks what the card needs."""
    chosen = engines.only(capability.card.needs)

    def handle(run: Run) -> Run:
        outcome = capability.handle(run.request, context=run.context, **chosen)
        found = {"outcome": outcome.kind.value, "claims": len(outcome.claims), **outcome.found}
        return run.after(Step(name="capability", reason=outcome.reason, found=found), outcome=outcome)

    return timed(handle, run)
