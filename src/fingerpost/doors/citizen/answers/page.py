"""An answer at its own address, as the record holds it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.doors.citizen.answers.kept import kept_private, of_kept_answer
from fingerpost.doors.citizen.answers.shown import shown
from fingerpost.doors.citizen.entitlements.page import show_result
from fingerpost.doors.citizen.entitlements.results import is_result
from fingerpost.doors.citizen.entitlements.worked_out import worked_out_in
from fingerpost.doors.citizen.links import link_to_copy
from fingerpost.doors.repairs import ShownChange, what_moved
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
    if is_result(kept):
        return show_result(request, kept)
    context = {
        "section": "ask",
        **shown(kept),
        "question": question,
        "problems": problems,
        "moved": what_moved(kept),
        "worked_out": worked_out_in(kept),
        "copy_at": _copy_at,
    }
    return kept_private(render(request, "citizen/answer.html", context, status=status))


def _copy_at(change: ShownChange) -> str:
    """Our copy of the page as it is now, at that heading."""
    return link_to_copy(change.copy) + (f"#{change.anchor}" if change.anchor else "")
