"""An answer at its own address, as the record holds it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.doors.citizen.answers.kept import kept_private, of_kept_answer
from fingerpost.doors.citizen.answers.shown import shown
from fingerpost.record.reading import KeptRun


@require_safe
@of_kept_answer
def answer(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """The answer of that reference."""
    return show_answer(request, kept, problems={}, question="", status=200)


def show_answer(
    request: HttpRequest, kept: KeptRun, *, problems: dict[str, str], question: str, status: int
) -> HttpResponse:
    """The page of one answer. `problems` and `question` are those of a follow-up that could not be asked."""
    context = {"section": "ask", **shown(kept), "question": question, "problems": problems}
    return kept_private(render(request, "citizen/answer.html", context, status=status))
