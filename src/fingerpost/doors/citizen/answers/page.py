"""An answer at its own address, as the record holds it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.doors.asking import find_kept
from fingerpost.doors.citizen.answers.shown import shown
from fingerpost.doors.citizen.faults import gone
from fingerpost.record.reading import KeptRun


@require_safe
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The answer of that reference, however it is typed."""
    kept = find_kept(reference)
    if kept is None:
        raise Http404
    return show_answer(request, kept, problems={}, question="", status=200) if kept.reply else gone(request, kept)


def show_answer(
    request: HttpRequest, kept: KeptRun, *, problems: dict[str, str], question: str, status: int
) -> HttpResponse:
    """The page of one answer. `problems` and `question` are those of a follow-up that could not be asked."""
    context = {"section": "ask", **shown(kept), "question": question, "problems": problems}
    response = render(request, "citizen/answer.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"  # a shared computer keeps no answer
    response.headers["X-Robots-Tag"] = "noindex"
    return response
