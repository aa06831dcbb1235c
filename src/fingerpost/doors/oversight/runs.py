"""Every run, newest first, with filters. No word of a resident stands in the list, and no reference: it opens them."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.run import Verdict
from fingerpost.doors.days import read_day
from fingerpost.doors.entry.access import needs
from fingerpost.doors.oversight import words
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.record.overseeing.runs import RunFilter, choices_of_list, list_runs, numbers_of

ROAD = (*words.STEPS, "capability", "check", "explain", "route")


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the form holds, as it was typed."""

    reference: str = ""
    capability: str = ""
    outcome: str = ""
    reason: str = ""
    route: str = ""
    step: str = ""
    verdict: str = ""
    check: str = ""
    since: str = ""
    until: str = ""

    def problems(self) -> dict[str, str]:
        """A sentence for each day that is none."""
        wrong = [name for name in ("since", "until") if getattr(self, name) and self._day(name) is None]
        return {name: _("Enter a date such as 2026-11-22") for name in wrong}

    def as_filter(self) -> RunFilter:
        return RunFilter(**{**asdict(self), "since": self._day("since"), "until": self._day("until")})

    def _day(self, name: str) -> date | None:
        return read_day(getattr(self, name))


@needs(SEE)
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    chosen = Chosen(**{each.name: request.GET.get(each.name, "").strip()[:100] for each in fields(Chosen)})
    problems, body = chosen.problems(), settings.CONFIGURATION.body
    page = list_runs(chosen.as_filter(), body=body, page=number_of(request.GET.get("page", "1")))
    context = {
        "chosen": chosen,
        "choices": _choices(chosen, choices_of_list(body=body)),
        "problems": problems,
        "page": page,
        "pagination": pagination(page.page, page.pages, **asdict(chosen)),
        "numbers": numbers_of((row.reference for row in page.rows), body=body),
        "url_of": lambda number: reverse("oversight:run", kwargs={"number": number}),
        "words": words,
    }
    return show(request, "oversight/runs.html", context, tab="oversight:runs", status=422 if problems else 200)


def _choices(chosen: Chosen, known: dict[str, list[str]]) -> dict[str, list[dict[str, Any]]]:
    """The items of each list to choose from: what occurs, and what was chosen."""
    says: dict[str, tuple[list[str], Callable[[str], str]]] = {
        "capability": (known["capability"], str),
        "outcome": (known["outcome"], words.outcome_words),
        "reason": (known["reason"], words.reason_words),
        "route": (known["route"], words.route_words),
        "check": (known["failed_check"], words.check_words),
        "step": (list(ROAD), words.step_words),
        "verdict": ([each.value for each in Verdict], words.verdict_words),
    }
    return {
        name: [
            {"value": "", "text": _("All")},
            *({"value": each, "text": say(each), "selected": each == getattr(chosen, name)} for each in values),
        ]
        for name, (values, say) in says.items()
    }
