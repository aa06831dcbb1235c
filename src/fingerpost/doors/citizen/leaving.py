"""Clear and leave: for a computer that others use. What was asked here is closed, and the browser forgets us.

The session holds the references of what was asked in it. Where a browser keeps no cookie, as in another site's frame,
the record holds which answer followed which, and the form carries the one on the page.
"""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.contract.references import tidy_reference
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.citizen.reporting.drafts import throw_away
from fingerpost.doors.installation import now
from fingerpost.record.closing import close_answers, note_follow_up
from fingerpost.record.faults import NOT_KEPT, store_faults

KEPT = "asked"  # the name under which the session holds the references
MOST_KEPT = 500  # of one sitting; the oldest go first
EVERYTHING = '"cache", "cookies", "storage"'


def remember_asked(request: HttpRequest, reference: str, *, follows: str = "") -> None:
    """Keep the reference of what is about to be asked, so that leaving can close it. `follows` is the answer before."""
    has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
    if follows and (request.is_embedded or not has_cookie):  # type: ignore[attr-defined]  # see site/embedding.py
        note_follow_up(reference, follows=tidy_reference(follows), body=settings.CONFIGURATION.body)
    if not request.is_embedded:  # type: ignore[attr-defined]  # a frame of another site has no cookie of ours
        _keep(request.session, reference)


def _keep(session: SessionBase, reference: str) -> None:
    """Beside what other pages of this browser ask meanwhile, and at once: one of them may leave before the answer."""
    with store_faults(NOT_KEPT), transaction.atomic():
        found = Session.objects.select_for_update().filter(session_key=session.session_key or "")
        if found.first() is None or not session.keys():  # no other page knows it yet: it is kept with the response
            session[KEPT] = [reference]
            return
        newest = type(session)(session.session_key)
        newest[KEPT] = [*newest.get(KEPT, ()), reference][-MOST_KEPT:]
        newest.save()


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Close every answer of this sitting, forget the session, and have the browser forget all it has of us."""
    if request.method != "POST":
        return HttpResponseRedirect(link_to("start"))
    named = map(tidy_reference, request.POST.getlist("answer"))
    for secret in request.POST.getlist("draft"):
        throw_away(secret)
    close_answers(named, ours=request.session.get(KEPT, ()), body=settings.CONFIGURATION.body, at=now())
    request.session.flush()
    request.session.clear_expired()  # and the rows of those who closed their browser
    response = HttpResponseRedirect(link_to("left"), status=303)
    response.headers["Clear-Site-Data"] = EVERYTHING
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """What was cleared, and what only the person can clear. Goes on to `leave_to` at once where one is set."""
    response = render(request, "citizen/left.html", {"section": "", "has_left": True})
    onwards = settings.CONFIGURATION.leave_to
    if onwards and not request.is_embedded:  # type: ignore[attr-defined]
        # Not by the redirect of the form: browsers hold those to `form-action`, which names this site alone.
        response.headers["Refresh"] = f"0; url={onwards}"
    return response
