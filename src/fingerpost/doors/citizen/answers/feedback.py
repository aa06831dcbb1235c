"""Was this useful? A form at the foot of each answer, and the pages that follow it where there are no scripts.

A page that is open asks for the same HTML without the frame (`PART`), and puts it in the place of the form.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.citizen.answers.kept import kept_private, of_kept_answer
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.feedback import take_feedback
from fingerpost.doors.languages import page_language
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.record.feedback.keeping import KeptOpinion, Problem, Useful
from fingerpost.record.reading import KeptRun

PART = "Fingerpost-Part"  # the header by which an open page asks for the section alone
FIELDS = ("useful", "problem", "wanted")


@require_http_methods(["GET", "HEAD", "POST"])
@of_kept_answer
def feedback(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """Ask whether an answer was useful, keep what is said, and ask for more where it was not."""
    if request.method != "POST":
        useful = request.GET.get("useful", "")
        is_more = useful in {Useful.NO, Useful.PARTLY}
        return _show(request, kept, state="details" if is_more else "ask", useful=useful)
    if wait := seconds_to_wait(request, "feedback"):
        return too_many(request, wait)
    return _take(request, kept)


@require_safe
@of_kept_answer
def thanks(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """Where a visitor comes out."""
    return _show(request, kept, state="thanks")


def _take(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    given = {name: request.POST[name] for name in FIELDS if request.POST.get(name, "").strip()}
    try:
        opinion = take_feedback(kept.reference, given, language=page_language())
    except InvalidRequest as error:
        return _again(request, kept, given, error.problems)
    has_more = opinion.opinion.useful is not Useful.YES and "more" not in request.POST
    return _next(request, kept, opinion, state="details" if has_more else "thanks")


def _again(request: HttpRequest, kept: KeptRun, given: Mapping[str, str], problems: Mapping[str, str]) -> HttpResponse:
    """The form once more, as it was filled in. Nobody can choose what is not offered, so that needs no fine words."""
    said = {
        "useful": _("Choose yes, partly or no"),
        "problem": _("Choose what went wrong from the list"),
        "wanted": _("What you were trying to do must be %(most)s characters or fewer") % {"most": "1,000"},
    }
    state = "ask" if "useful" in problems else "details"
    told = {name: words for name, words in said.items() if name in problems}
    return _show(request, kept, state=state, problems=told, status=422, **given)


def _next(request: HttpRequest, kept: KeptRun, opinion: KeptOpinion, *, state: str) -> HttpResponse:
    """On to the next page. Whoever may be in danger sees where help is at once, which no address could hold."""
    useful = opinion.opinion.useful.value
    if opinion.signposts or request.headers.get(PART):
        return _show(request, kept, state=state, useful=useful, signposts=opinion.signposts)
    if state == "thanks":
        return HttpResponseRedirect(link_to("thanks", reference=kept.reference), status=303)
    return HttpResponseRedirect(f"{link_to('feedback', reference=kept.reference)}?useful={useful}", status=303)


def _show(request: HttpRequest, kept: KeptRun, *, state: str, status: int = 200, **told: Any) -> HttpResponse:
    is_part = bool(request.headers.get(PART))
    problems = told.pop("problems", {})
    shown = {
        "reference": kept.reference,
        "state": state,
        "is_page": not is_part,
        "choices": _choices(),
        "problems": problems,
        **told,
    }
    summary = {f"{name}-{kept.reference}": words for name, words in problems.items()}
    template = "citizen/feedback.html" if is_part else "citizen/feedback_page.html"
    context = {"section": "ask", "title": _titles()[state], "feedback": shown, "summary": summary}
    return kept_private(render(request, template, context, status=status))


def _titles() -> dict[str, str]:
    return {
        "ask": _("Was this useful?"),
        "details": _("What could be better?"),
        "thanks": _("Thank you for your feedback"),
    }


def _choices() -> list[tuple[str, str]]:
    return [
        (Problem.WRONG.value, _("It is wrong")),
        (Problem.NOT_MY_QUESTION.value, _("It is not about my question")),
        (Problem.HARD_TO_UNDERSTAND.value, _("It is hard to understand")),
        (Problem.OUT_OF_DATE.value, _("It is out of date")),
        (Problem.SOMETHING_MISSING.value, _("Something is missing")),
    ]
