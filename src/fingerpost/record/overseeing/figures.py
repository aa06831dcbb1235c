"""The figures of a run, a row that is written in the transaction that closes it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from fingerpost.contract.run import Run, Step, Verdict
from fingerpost.record.leaves import reason_of
from fingerpost.record.overseeing.models import RunFigures

MICROSECONDS = 1000  # in a millisecond
OWN_TIME = ("capability", "check", "explain")  # stages of one step each; what comes before them is the guard
_NOT_GUARD = frozenset({*OWN_TIME, "route", "switch"})


def figures_of(run: Run) -> RunFigures:
    """The row, not saved yet."""
    outcome, check = run.outcome, run.step("check")
    return RunFigures(
        body=run.context.body,
        reference=run.reference,
        at=run.context.at,
        day=timezone.localdate(run.context.at),
        capability=run.capability,
        door=run.context.door,
        outcome=outcome.kind.value if outcome else "failed",
        reason=reason_of(run),
        route=run.route.value,
        unpassed=_unpassed((step.name, step.verdict.value) for step in run.steps),
        failed_check=_failed_check(check.found if check else {}),
        taken_out=len(_taken_out(check.found if check else {})),
        **_times(run.steps),
    )


def _unpassed(steps: Iterable[tuple[str, str]]) -> str:
    """Such as " crisis=stop route=review ": blanks in a name become hyphens, so that each can be looked for."""
    said = [f"{name.replace(' ', '-')}={verdict}" for name, verdict in steps if verdict != Verdict.PASS]
    return f" {' '.join(said)} " if said else ""


def _taken_out(found: Mapping[str, Any]) -> list[Mapping[str, str]]:
    return list(found.get("taken_out", ()))


def _failed_check(found: Mapping[str, Any]) -> str:
    failures = _taken_out(found)
    return failures[0]["check"] if failures else ""


def _times(steps: Iterable[Step]) -> dict[str, int]:
    """Microseconds by stage; a stage that the run never came to is not counted."""
    spent: dict[str, float] = {}
    for step in steps:
        stage = step.name if step.name in _NOT_GUARD else "guard"
        spent[stage] = spent.get(stage, 0.0) + step.milliseconds
    times = {f"{stage}_time": spent[stage] for stage in ("guard", *OWN_TIME) if stage in spent}
    times["whole_time"] = sum(spent.values())
    return {name: round(milliseconds * MICROSECONDS) for name, milliseconds in times.items()}
