"""Runs that were answered, in part or not at all, with replies as the road gives them, for the tests of feedback."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.unit.record.ledger_runs import NOON, answered, make_run

from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Run, Step, Verdict
from fingerpost.record.recorder import Recorder

REFERENCE = "FP-7K2M9-QX4DA"
Keep = Callable[..., Run]


def keep_run(recorder: Recorder, reference: str = REFERENCE, **more: Any) -> Run:
    """Open and close a run; `at`, `door` and `kind` may be said, and what the reply holds beside the usual."""
    said = {name: more.pop(name) for name in ("not_found", "nation", "suggested") if name in more}
    kind, reason = more.pop("kind", OutcomeKind.ANSWERED), more.pop("reason", "")
    at, door = more.pop("at", NOON), more.pop("door", "citizen")
    outcome = answered() if kind is OutcomeKind.ANSWERED else Outcome(kind=kind, reason=reason)
    run = make_run(reference, outcome=outcome, **more)
    run = _at(run, at=at, door=door)
    with recorder.open(run) as entry:
        entry.close(run, reply=reply_of(run, **said))
    return run


def held_run(recorder: Recorder, reference: str = REFERENCE) -> Run:
    """A run whose answer waits for a person."""
    return keep_run(recorder, reference, steps=(Step(name="route", verdict=Verdict.REVIEW),))


def reply_of(run: Run, **said: Any) -> dict[str, Any]:
    claims = run.outcome.claims if run.outcome else ()
    return {
        "reference": run.reference,
        "nation": None,
        "language": run.context.language,
        "claims": [{"source": {"digest": each.source.digest, "title": each.source.title}} for each in claims],
        "not_found": [],
        "suggested": [],
        **said,
    }


def _at(run: Run, *, at: datetime, door: str) -> Run:
    return replace(run, context=replace(run.context, at=at, door=door))
