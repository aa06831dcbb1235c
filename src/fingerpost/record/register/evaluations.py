"""Evaluations that were kept: what was measured, of which system, and when. Each has an event in the ledger."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.register.models import EvaluationRun
from fingerpost.record.register.public import Evidence, PublicFigure
from fingerpost.record.register.running import differences

NOT_KEPT = "We could not keep this evaluation. Its figures are right, but the register does not show them. Try again."
PUBLISHED_HALVES = ("all", "test")  # the half that settings were fitted on flatters
FINISHED = "evaluation/finished"
PARTS = {
    "capability": "the version of the capability",
    "behaviour": "its thresholds, review rule, settings or engines",
    "release": "the release of the software",
    "cases": "the cases it is measured on",
    "language_model": "the language model",
    "prompts": "the prompts of the language model",
}
MODEL = "language_model"
NO_MODEL = "none"
BESIDE = ("calibration",)
"""What is kept beside the figures, by its name in the values of an evaluation."""


def keep_evaluation(values: Mapping[str, Any], *, system: Mapping[str, str], body: str, at: datetime) -> str:
    """Keep one evaluation and note it in the ledger; gives its reference.

    `values` are those of `Evaluation.as_values()`; `system` is what was measured, as `evaluate.measured.system_of` has
    it. Raises StoreUnavailable.
    """
    with store_faults(NOT_KEPT), committing():
        return add_evaluation(values, system=system, body=body, at=at)


def add_evaluation(values: Mapping[str, Any], *, system: Mapping[str, str], body: str, at: datetime) -> str:
    """The same within a transaction of the caller's. Raises whatever the database raises."""
    more = {name: values[name] for name in BESIDE if name in values}
    reference = note_event(
        FINISHED, body=body, at=at, capability=values["capability"], facts=_facts(values, system=system, more=more)
    )
    EvaluationRun(
        body=body,
        capability=values["capability"],
        reference=reference,
        at=at,
        version=values["version"],
        half=values["half"],
        cases=values["cases"],
        passed=values["passed"],
        figures=list(values["figures"]),
        system=dict(system),
        more=more,
    ).save(force_insert=True)
    return reference


def latest(capability: str, *, body: str, model: str = "") -> EvaluationRun | None:
    """The newest one that may stand in the public record: over all cases, or over the half that nothing was fitted on.

    `model` is the language model that serves, as the system has it: the newest that was measured with it counts, and
    only where there is none the newest of all. Raises StoreUnavailable.
    """
    with store_faults(NOT_READ):
        found = EvaluationRun.objects.filter(body=body, capability=capability, half__in=PUBLISHED_HALVES)
        found = found.order_by("-at", "-pk")
        own = found.filter(system__language_model=model).first() if model else None
        return own or found.first()


def history(capability: str, *, body: str, most: int = 100) -> list[EvaluationRun]:
    """Every one that was kept, newest first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = EvaluationRun.objects.filter(body=body, capability=capability)
        return list(found.order_by("-at", "-pk")[:most])


def evidence_of(run: EvaluationRun, *, running: Mapping[str, str]) -> Evidence:
    """The evaluation as the public record shows it, with what has changed since."""
    return Evidence(
        reference=run.reference,
        at=run.at,
        version=run.version,
        half=run.half,
        cases=run.cases,
        passed=run.passed,
        figures=tuple(_figure(each) for each in run.figures),
        out_of_step=tuple(_said(name, *pair) for name, pair in differences(run.system, running).items()),
        calibration=run.more.get("calibration"),
    )


def _figure(values: Mapping[str, Any]) -> PublicFigure:
    name = values["name"]
    return PublicFigure(
        name=name,
        words=name.removesuffix("_at_most").replace("_", " "),
        is_upper_bound=name.endswith("_at_most"),
        is_reached=values["reached"],
        **{each: values[each] for each in ("share", "yes", "n", "low", "high", "threshold")},
    )


def _said(name: str, measured: str, running: str) -> str:
    words = PARTS.get(name, f"the model or engine '{name}'")
    return f"{words} ({_short(measured)} when measured, {_short(running)} now)"


def _short(value: str) -> str:
    """Enough of a digest to tell two apart."""
    return (value[:12] if len(value) == 64 else value) or "nothing"


def digest_of(values: Mapping[str, Any]) -> str:
    """SHA-256 over plain JSON values: what a leaf holds of figures that are no whole numbers."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _facts(values: Mapping[str, Any], *, system: Mapping[str, str], more: Mapping[str, Any]) -> dict[str, Any]:
    """Whole numbers and text only: a leaf holds no float. The shares follow from the counts."""
    return {
        "version": values["version"],
        "half": values["half"],
        "cases": values["cases"],
        "passed": values["passed"],
        "figures": [{"name": each["name"], "yes": each["yes"], "n": each["n"]} for each in values["figures"]],
        "system": dict(system),
        **({"more": digest_of(more)} if more else {}),
    }
