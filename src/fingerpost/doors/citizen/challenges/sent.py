"""A challenge that was sent: its reference, its clock, and later the answer with reasons. A copy to keep."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from fingerpost.doors.challenges import challenged, matter_of, today
from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.challenges import telling
from fingerpost.doors.citizen.challenges.check import was_left
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.profile.contacts import ways_here
from fingerpost.record.challenges.matters import Due
from fingerpost.record.challenges.reading import DRAFT, Challenged


@require_safe
def challenge(request: HttpRequest, reference: str) -> HttpResponse:
    """Where it stands. Whoever holds the reference may look, as with an answer."""
    found = _find(reference)
    if found.case.state == DRAFT:
        return HttpResponseRedirect(link_to("challenge_check", reference=found.case.reference), status=303)
    return kept_private(render(request, "citizen/challenge/sent.html", _context(found)))


@require_safe
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as a file of plain text, to keep."""
    found = _find(reference)
    if found.case.state == DRAFT:
        raise Http404
    text = render_to_string("citizen/challenge/copy.txt", _context(found), request=request)
    response = HttpResponse(text.strip() + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.case.reference}.txt"'
    return kept_private(response)


def _find(reference: str) -> Challenged:
    found = challenged(reference)
    if found is None:
        raise Http404
    return found


def _context(found: Challenged) -> dict[str, Any]:
    matter = matter_of(found.case.about)
    left, case = was_left(found, matter), found.case
    due = Due(on=case.due_on, working_days=case.working_days, nation=case.nation)
    return {
        "section": "ask",
        "found": found,
        "opened": None if left else found.opened,
        "is_left": left,
        "matter": telling.what_happened(matter),
        "clock": telling.clock_of(found, today()),
        "due": due,
        "ombudsman": telling.ombudsman(),
        "ways": ways_here(case.reference),
        "words": telling,
    }
