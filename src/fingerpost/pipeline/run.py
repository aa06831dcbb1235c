"""The loop: every run leaves a record, whatever happens."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.context import Context
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.ports import Engines
from fingerpost.contract.references import new_reference
from fingerpost.contract.run import Route, Run, Step, Verdict
from fingerpost.pipeline.early import Show
from fingerpost.pipeline.explain import explain_failure, explain_outcome
from fingerpost.pipeline.keeping import close_entry, showing_of
from fingerpost.pipeline.phrases import ENGLISH, say
from fingerpost.pipeline.sources import RunEngines
from fingerpost.pipeline.stages import STAGES, Stage
from fingerpost.pipeline.versions import versions_of
from fingerpost.pipeline.watching import CLOSED, OPENED, Watch, Watched
from fingerpost.record.recorder import Recorder

log = logging.getLogger(__name__)


def travel(
    request: Any,
    *,
    capability: Capability,
    context: Context,
    engines: Engines,
    recorder: Recorder,
    watch: Watch | None = None,
    show: Show | None = None,
    reference: str = "",
    stages: Mapping[str, Stage] = STAGES,
) -> Run:
    """Take one request along the road. The run is recorded before the capability runs and again with its result.

    A foreseen fault ends as a FAILED outcome with a sentence for the reader. An unforeseen one is recorded by its class
    and raised again. Raises StoreUnavailable when no record can be kept: no record, no reply. `watch` is told how far
    the run has come (see `pipeline.watching`), in this thread, so it must be quick; so must `show`, which is given each
    claim that may be shown before the run is over, once it is checked and recorded (see `pipeline.early`). `reference`
    is one made beforehand with `new_reference`, by a door that must know it before the run sets out. `stages` are
    others only where a run is gone through again (see `pipeline.replay`).
    """
    reference = reference or new_reference()
    context = context if context.subject else replace(context, subject=reference)
    run = Run(reference=reference, capability=capability.name, request=request, context=context)
    chosen = RunEngines(engines, context=run.context)
    with recorder.open(run, system=versions_of(capability, engines)) as entry:
        chosen.showing = showing_of(run, entry, show)
        stage, started = "", perf_counter()
        watched = Watched(watch, reference=reference)
        watched.tell(OPENED)
        try:
            for name, change in stages.items():
                stage, started = name, perf_counter()
                run = watched.follow(change(run, capability, chosen))
                if run.route is Route.STOP:
                    break
            run = _finish(run, capability, chosen)
        except FingerpostError as error:  # foreseen: a sentence the reader can act on
            log.warning("%s failed in %s: %s. %s", reference, stage, type(error).__name__, error.detail)
            message = error.public if run.context.language == ENGLISH else say("failed", run.context.language)
            run = _fail(run, capability, stage, started, error=error, message=message)
        except Exception as error:  # not foreseen: its class is recorded, never its text
            message = say("failed", run.context.language)
            close_entry(entry, _fail(run, capability, stage, started, error=error, message=message), capability.card)
            raise
        close_entry(entry, watched.follow(run), capability.card, engines=chosen)
    watched.tell(CLOSED)
    return run


def _finish(run: Run, capability: Capability, engines: Engines) -> Run:
    """A run that a guard stopped has not been explained yet; one that says nothing at all says that it was stopped."""
    if run.outcome is None:
        stopped = Outcome(kind=OutcomeKind.STOPPED, message=say("stopped", run.context.language))
        run = replace(run, outcome=stopped)
    return run if run.explanation is not None else explain_outcome(run, capability, engines)


def _fail(run: Run, capability: Capability, stage: str, started: float, *, error: Exception, message: str) -> Run:
    reason = type(error).__name__
    step = Step(
        name=stage,
        verdict=Verdict.STOP,
        reason=reason,
        milliseconds=round((perf_counter() - started) * 1000, 3),
    )
    outcome = Outcome(kind=OutcomeKind.FAILED, reason=reason, message=message)
    explained = explain_failure(capability.card, reference=run.reference, language=run.context.language)
    return run.after(step, outcome=outcome, explanation=explained)
