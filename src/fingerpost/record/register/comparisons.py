"""Comparisons of language models that were kept: the figures side by side, and an evaluation of each side by itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.register.evaluations import MODEL, NOT_KEPT, PUBLISHED_HALVES, add_evaluation, digest_of
from fingerpost.record.register.models import ModelComparison

COMPARED = "evaluation/compared"


def keep_comparison(
    values: Mapping[str, Any], *, evaluations: tuple[Mapping[str, Any], Mapping[str, Any]], body: str, at: datetime
) -> str:
    """Keep a comparison and the evaluations of its two sides, all in one transaction; gives its reference.

    `values` are those of `Comparison.as_values()`, and `evaluations` those of each side's `Evaluation.as_values()`.
    Raises StoreUnavailable.
    """
    with store_faults(NOT_KEPT), committing():
        sides = dict(values)
        for side, evaluation in zip("ab", evaluations, strict=True):
            system = values[side]["system"]
            own = add_evaluation(evaluation, system=system, body=body, at=at)
            sides[side] = {**values[side], "evaluation": own}
        row = ModelComparison(
            body=body,
            capability=values["capability"],
            at=at,
            half=values["half"],
            a=values["a"]["name"],
            b=values["b"]["name"],
            a_model=values["a"]["system"][MODEL],
            b_model=values["b"]["system"][MODEL],
            values=sides,
        )
        row.reference = note_event(COMPARED, body=body, at=at, capability=row.capability, facts=facts_of(row))
        row.save(force_insert=True)
    return row.reference


def facts_of(row: ModelComparison) -> dict[str, Any]:
    """What the event of a row says: names and digests, and one digest over all the figures."""
    names = ("half", "a", "b", "a_model", "b_model")
    return {**{name: getattr(row, name) for name in names}, "values": digest_of(row.values)}


def latest(capability: str, *, body: str, model: str) -> ModelComparison | None:
    """The newest in which `model` (a digest, or "none") was one of the two, over all cases or over the half that
    nothing was fitted on; None where there is none. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = ModelComparison.objects.filter(
            Q(a_model=model) | Q(b_model=model), body=body, capability=capability, half__in=PUBLISHED_HALVES
        )
        return found.order_by("-at", "-pk").first()


def history(capability: str, *, body: str, most: int = 20) -> list[ModelComparison]:
    """Every one that was kept, newest first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = ModelComparison.objects.filter(body=body, capability=capability)
        return list(found.order_by("-at", "-pk")[:most])
