"""Look over what was written, change it, throw it away, or send it."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.challenges import challenged, draft, due_for, matter_of, send, throw_away, today
from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.challenges import telling
from fingerpost.doors.citizen.challenges.page import read_form, show_form, typed_in
from fingerpost.doors.citizen.faults import closed_page, erased_page, too_many
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.languages import page_language
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.record.challenges.matters import Matter
from fingerpost.record.challenges.reading import DRAFT, Challenged
from fingerpost.record.challenges.sealing import Opened

View = Callable[[HttpRequest, Challenged, Matter, Opened], HttpResponse]


def of_draft(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view of one draft. One that was sent leads to its page; one whose conversation was closed is shown no more."""

    @wraps(view)
    def opened(request: HttpRequest, reference: str) -> HttpResponse:
        found = challenged(reference)
        if found is None:
            raise Http404
        if found.case.state != DRAFT:
            return HttpResponseRedirect(link_to("challenge", reference=found.case.reference), status=303)
        if found.opened is None:
            return erased_page(request, about=found.case.about)
        matter = matter_of(found.case.about)
        if was_left(found, matter):
            return closed_page(request, about=found.case.about)
        return kept_private(view(request, found, matter, found.opened))

    return opened


def was_left(found: Challenged, matter: Matter) -> bool:
    """Did whoever wrote it press "Clear and leave now" after that? Then no page shows their words."""
    return matter.closed_at is not None and found.case.received_at <= matter.closed_at


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def check(request: HttpRequest, found: Challenged, matter: Matter, opened: Opened) -> HttpResponse:
    """What was written, with a way to change each part; sent by pressing once more."""
    if request.method == "POST":
        if wait := seconds_to_wait(request, "challenge"):
            return too_many(request, wait)
        send(found)
        return HttpResponseRedirect(link_to("challenge", reference=found.case.reference), status=303)
    due = due_for(found.case.capability)
    context = {
        "section": "ask",
        "found": found,
        "opened": opened,
        "matter": telling.what_happened(matter),
        "due": due,
        "counted": telling.counted_words(due),
        "holidays": telling.holidays_until(today(), due),
        "words": telling,
    }
    return render(request, "citizen/challenge/check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def change(request: HttpRequest, found: Challenged, matter: Matter, opened: Opened) -> HttpResponse:
    """The form once more, as it was filled in, with the files that came."""
    held = {"reference": found.case.reference, "files": opened.files, "size_words": telling.size_words}
    if request.method != "POST":
        return show_form(request, matter, _typed(opened), change=held)
    if wait := seconds_to_wait(request, "challenge"):
        return too_many(request, wait)
    typed = typed_in(request)
    without = [each.number for each in opened.files if f"without-{each.number}" in request.POST]
    try:
        given = read_form(request, typed, held=len(opened.files) - len(without))
    except InvalidRequest as error:
        return show_form(request, matter, typed, problems=error.problems, change=held)
    draft(given, about=matter, language=page_language(), reference=found.case.reference, without=without)
    return HttpResponseRedirect(link_to("challenge_check", reference=found.case.reference), status=303)


@require_POST
@of_draft
def discard(request: HttpRequest, found: Challenged, matter: Matter, opened: Opened) -> HttpResponse:
    """Throw the draft away and go back to the answer."""
    throw_away(found)
    return HttpResponseRedirect(link_to("answer", reference=found.case.about), status=303)


def _typed(opened: Opened) -> dict[str, str]:
    words = opened.words
    return {"kind": words.kind.value, "text": words.text, "way": words.way.value, "to": words.to}
