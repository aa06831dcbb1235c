"""guard: what comes in is looked at, one check after another, until one says stop."""

from fingerpost import guard
from fingerpost.contract.capability import Capability
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Route, Run
from fingerpost.pipeline.timing import timed


def guard_request(run: Run, capability: Capability, engines: Engines) -> Run:
    """Every check of `guard.BEFORE` in order. A check that stops the run gives the outcome the reader is shown."""
    for check in guard.BEFORE:
        run = timed(check, run)
        if run.route is Route.STOP:
            break
    return run
