"""What the pages of a report on its way share: how one is shown, and which comes next."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.citizen.reporting import drafts, steps, words
from fingerpost.doors.citizen.reporting.drafts import Draft
from fingerpost.doors.citizen.reporting.sorting import service_of

SECTION = "report"
NONE_OF_THEM = "none"

Step = Callable[[HttpRequest, str, Draft], HttpResponse]


def gone(request: HttpRequest) -> HttpResponse:
    """There is no such draft: it was thrown away, or is older than a day."""
    return kept_private(render(request, "citizen/report/gone.html", {"section": SECTION}, status=410))


def go(secret: str, step: str) -> HttpResponse:
    """On to a step of the draft of that secret."""
    name = {steps.CHECK: "report_check", steps.SENT: "report_sent"}.get(step)
    address = link_to(name, draft=secret) if name else link_to("report_step", draft=secret, step=step)
    return HttpResponseRedirect(address, status=303)


def onwards(secret: str, draft: Draft, step: str) -> HttpResponse:
    """That step is settled: keep it, and go to the next that is not."""
    draft.settle(step)
    drafts.keep(secret, draft)
    return go(secret, steps.next_step(draft))


def show_step(
    request: HttpRequest,
    secret: str,
    draft: Draft,
    step: str,
    context: Mapping[str, Any],
    *,
    problems: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page of a step, with what is wrong where something is."""
    shown = {
        "section": SECTION,
        "draft": secret,
        "report": draft,
        "step": step,
        "here": link_to("report_step", draft=secret, step=step),
        "back": link_to("report_step", draft=secret, step=steps.step_before(draft, step)),
        "about": service_of(draft),
        "words": words,
        "problems": problems or {},
        **context,
    }
    template = "fact" if step.startswith(steps.FACT) else step
    return render(request, f"citizen/report/{template}.html", shown, status=422 if problems else 200)
