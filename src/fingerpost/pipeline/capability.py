"""capability: the one thing it is registered for, with the engines its card names and no other."""

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Outcome
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run, Step
from fingerpost.pipeline.declared import hold_to_declared
from fingerpost.pipeline.timing import timed


def run_capability(run: Run, capability: Capability, engines: Engines) -> Run:
    """Hand over the guarded request. Raises MissingEngine when the installation lacks what the card needs."""
    chosen = engines.only(capability.card.needs)

    def handle(run: Run) -> Run:
        outcome = capability.handle(run.request, context=run.context, **chosen)
        if not isinstance(outcome, Outcome):
            raise TypeError(f"{capability.name}.handle gave a {type(outcome).__name__}, not an Outcome")
        held = hold_to_declared(outcome, capability)
        found = {**held.found, "outcome": held.kind.value, "claims": len(held.claims)}
        return run.after(Step(name="capability", reason=held.reason, found=found), outcome=held)

    return timed(handle, run)
