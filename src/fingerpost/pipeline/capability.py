"""capability: the one thing it is registered for, with the engines its card names and no other."""

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Outcome
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run, Step
from fingerpost.pipeline import early, models
from fingerpost.pipeline.declared import hold_to_declared
from fingerpost.pipeline.sources import remember_removed
from fingerpost.pipeline.timing import timed


def run_capability(run: Run, capability: Capability, engines: Engines) -> Run:
    """Hand over the guarded request. Raises MissingEngine when the installation lacks what the card needs."""
    chosen = {**engines.only(capability.card.needs), **_optional(run, capability, engines)}

    def handle(run: Run) -> Run:
        outcome = capability.handle(run.request, context=run.context, **chosen)
        if not isinstance(outcome, Outcome):
            raise TypeError(f"{capability.name}.handle gave a {type(outcome).__name__}, not an Outcome")
        held = hold_to_declared(outcome, capability)
        model, reader = chosen.get(models.ENGINE), chosen.get(early.ENGINE)
        took = model.found() if isinstance(model, models.CountedModel) else {}
        if isinstance(reader, early.EarlyReader):
            remember_removed(engines, reader.removed)
            took = {**took, **reader.found()}
        found = {**held.found, "outcome": held.kind.value, "claims": len(held.claims), **took}
        return run.after(Step(name="capability", reason=held.reason, found=found), outcome=held)

    return timed(handle, run)


def _optional(run: Run, capability: Capability, engines: Engines) -> dict[str, object]:
    """The engines that the card names under `may_use`; None for one that is not set up."""
    optional: dict[str, object] = {}
    for name in capability.card.may_use:
        if name == models.ENGINE:
            optional[name] = models.choose_model(run, engines)
        elif name == early.ENGINE:
            optional[name] = early.reader_of(run, capability, engines)
        else:
            optional[name] = engines.one(name) if name in engines.names else None
    return optional
