"""check: what goes out is looked at, and what cannot be borne out is taken away. It fails closed.

The passages are read anew from the database: what a capability says it read is never believed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from fingerpost import guard
from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Claim, NextStep, Outcome, OutcomeKind
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Engines, Passages
from fingerpost.contract.run import Run, Step, Verdict
from fingerpost.guard import Finding
from fingerpost.pipeline.timing import timed

NOTHING_LEFT = "We can't answer this from the guidance we hold. Ask a person instead."


def check_outcome(run: Run, capability: Capability, engines: Engines) -> Run:
    """Check every claim, next step and fixed phrase of the outcome, and take out whatever fails."""
    return timed(lambda run: _check(run, capability, engines), run)


def _check(run: Run, capability: Capability, engines: Engines) -> Run:
    outcome = run.outcome
    if outcome is None:
        raise RuntimeError("the capability stage left no outcome")
    passages = _read_sources(outcome, run.context, engines)
    claims, failures = _sort_claims(outcome.claims, passages, run.context)
    steps = tuple(step for step in outcome.next_steps if _may_offer(step, passages))
    phrase_known = not outcome.message or outcome.message in capability.phrases
    checked = _rebuild(outcome, claims=claims, next_steps=steps, message_known=phrase_known)
    found = {
        "claims": len(outcome.claims),
        "kept": len(claims),
        "taken_out": [{"check": each.check, "reason": each.reason} for each in failures],
        "next_steps_taken_out": len(outcome.next_steps) - len(steps),
        "message_known": phrase_known,
    }
    return run.after(Step(name="check", reason=failures[0].reason if failures else "", found=found), outcome=checked)


def _read_sources(outcome: Outcome, context: Context, engines: Engines) -> Mapping[str, Passage]:
    ids = {claim.source.id for claim in outcome.claims} | {step.source_id for step in outcome.next_steps} - {""}
    if not ids:
        return {}
    return cast(Passages, engines.one("passages")).fetch(ids, context=context)


def _sort_claims(
    claims: tuple[Claim, ...], passages: Mapping[str, Passage], context: Context
) -> tuple[tuple[Claim, ...], list[Finding]]:
    kept, failures = [], []
    for claim in claims:
        failure = _first_failure(claim, passages.get(claim.source.id), context)
        if failure is None:
            kept.append(claim)
        else:
            failures.append(failure)
    return tuple(kept), failures


def _first_failure(claim: Claim, passage: Passage | None, context: Context) -> Finding | None:
    for check in guard.AFTER:
        finding = check(claim, passage, context)
        if finding.verdict is not Verdict.PASS:
            return finding
    return None


def _may_offer(step: NextStep, passages: Mapping[str, Passage]) -> bool:
    return guard.check_next_step(step, passages.get(step.source_id)).verdict is Verdict.PASS


def _rebuild(
    outcome: Outcome, *, claims: tuple[Claim, ...], next_steps: tuple[NextStep, ...], message_known: bool
) -> Outcome:
    message = outcome.message if message_known else ""
    checked = replace(outcome, claims=claims, next_steps=next_steps, message=message)
    if not outcome.speaks:
        return checked
    if not claims and (outcome.claims or not message):
        return Outcome(kind=OutcomeKind.CANNOT_ANSWER, reason="nothing borne out", message=NOTHING_LEFT)
    if len(claims) < len(outcome.claims):  # an answer that lost a claim is no longer whole
        return replace(checked, kind=OutcomeKind.PARTLY_ANSWERED, complete=False)
    return checked
