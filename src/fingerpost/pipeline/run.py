"""The loop: every run leaves a record, whatever happens."""

from dataclasses import replace
from typing import Any

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.context import Context
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Route, Run, Step, Verdict
from fingerpost.knowledge.reading import keep_passages
from fingerpost.pipeline.explain import explain_failure, explain_outcome
from fingerpost.pipeline.references import new_reference
from fingerpost.pipeline.reply import reply_of
from fingerpost.pipeline.stages import STAGES
from fingerpost.record.recorder import Recorder

FAILED = "Something went wrong on our side, so we could not answer. It has been noted. Try again, or ask a person."


def travel(request: Any, *, capability: Capability, context: Context, engines: Engines, recorder: Recorder) -> Run:
    """Take one request along the road. The run is recorded before the capability runs and again with its result.

    A foreseen fault ends as a FAILED outcome with a sentence for the reader. An unforeseen one is recorded by its class
    and raised again. Raises StoreUnavailable when no record can be kept: no record, no reply.
    """
    reference = new_reference()
    context = context if context.subject else replace(context, subject=reference)
    run = Run(reference=reference, capability=capability.name, request=request, context=context)
    with recorder.open(run, system=_versions(capability, engines)) as entry:
        stage = STAGES[0]
        try:
            for stage in STAGES:
                run = stage(run, capability, engines)
                if run.route is Route.STOP:
                    break
        except FingerpostError as error:  # foreseen: a sentence the reader can act on
            run = _fail(run, stage.__name__, reason=type(error).__name__, message=error.public)
        except Exception as error:  # not foreseen: its class is recorded, never its text
            failed = _fail(run, stage.__name__, reason=type(error).__name__, message=FAILED)
            failed = replace(failed, explanation=explain_failure(capability.card))
            entry.close(failed, reply=reply_of(failed, capability.card))
            raise
        if run.explanation is None:
            run = _explain_early_end(run, capability, engines)
        entry.close(run, reply=reply_of(run, capability.card), with_it=lambda: _keep_sources(run, engines))
    return run


def _fail(run: Run, stage: str, *, reason: str, message: str) -> Run:
    outcome = Outcome(kind=OutcomeKind.FAILED, reason=reason, message=message)
    return run.after(Step(name=stage, verdict=Verdict.STOP, reason=reason), outcome=outcome)


def _explain_early_end(run: Run, capability: Capability, engines: Engines) -> Run:
    if run.outcome is not None and run.outcome.kind is OutcomeKind.FAILED:
        return replace(run, explanation=explain_failure(capability.card))
    return explain_outcome(run, capability, engines)


def _keep_sources(run: Run, engines: Engines) -> None:
    """Keep the passages that were quoted as they were, so that the answer can still be read when the page changes."""
    if run.outcome is None or not run.outcome.claims:
        return
    passages = engines.one("passages").fetch(  # type: ignore[attr-defined]
        {claim.source.id for claim in run.outcome.claims}, context=run.context
    )
    keep_passages(passages.values(), body=run.context.body)


def _versions(capability: Capability, engines: Engines) -> dict[str, str]:
    versions = {"capability": f"{capability.name} {capability.card.version}"}
    for name in capability.card.needs:
        digest = getattr(engines.one(name) if name in engines.names else None, "digest", "")
        if digest:
            versions[name] = digest
    return versions
