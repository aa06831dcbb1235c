"""What was measured of each capability: the newest figures with their intervals, and how they went over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.asking import installed
from fingerpost.doors.charts import place_range
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import now
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.doors.register.compared import compared
from fingerpost.record.register import comparisons
from fingerpost.record.register.evaluations import history
from fingerpost.record.register.health import EVALUATION_LASTS
from fingerpost.record.register.models import EvaluationRun

SHOWN = 12  # measurements in a picture
COMPARED = 5  # comparisons of language models


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One figure of one measurement, with its place in a picture."""

    run: EvaluationRun
    share: float
    low: float
    high: float
    n: int
    threshold: float | None
    is_upper_bound: bool
    is_reached: bool
    place: Any


@needs(SEE)
@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    body, today = settings.CONFIGURATION.body, timezone.localdate(now())
    found = [(each, history(each.name, body=body)) for each in installed().values()]
    context = {
        "capabilities": [
            {
                "name": capability.name,
                "title": _(capability.card.title),
                "runs": runs,
                "days": (today - timezone.localdate(runs[0].at)).days if runs else None,
                "figures": _figures(runs[:SHOWN]),
                "comparisons": _comparisons(capability.name, body=body),
            }
            for capability, runs in found
        ],
        "old": EVALUATION_LASTS.days,
    }
    return show(request, "oversight/evaluations.html", context, tab="oversight:evaluations")


def _comparisons(capability: str, *, body: str) -> list[dict[str, Any]]:
    """The newest comparisons of language models, each with its day."""
    found = comparisons.history(capability, body=body, most=COMPARED)
    return [{"at": each.at, "table": compared({**each.values, "reference": each.reference})} for each in found]


def _figures(runs: Sequence[EvaluationRun]) -> list[dict[str, Any]]:
    """Each figure by name, newest measurement first; those that must reach something come first."""
    names = dict.fromkeys(values["name"] for run in runs for values in run.figures)
    found = [
        {"name": _words(name), "measured": [_measured(run, each) for run in runs if (each := _of(run, name))]}
        for name in names
    ]
    return sorted(found, key=lambda each: each["measured"][0].threshold is None)


def _of(run: EvaluationRun, name: str) -> Mapping[str, Any] | None:
    return next((values for values in run.figures if values["name"] == name), None)


def _measured(run: EvaluationRun, values: Mapping[str, Any]) -> Measured:
    share, low, high, threshold = (values[each] for each in ("share", "low", "high", "threshold"))
    return Measured(
        run=run,
        share=share,
        low=low,
        high=high,
        n=values["n"],
        threshold=threshold,
        is_upper_bound=values["name"].endswith("_at_most"),
        is_reached=values["reached"],
        place=place_range(share, low=low, high=high, threshold=threshold),
    )


def _words(name: str) -> str:
    return name.removesuffix("_at_most").replace("_", " ").capitalize()
