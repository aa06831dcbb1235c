"""Check what was written, send it once, and see what comes next. What is not sent can be thrown away."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.citizen.reporting import drafts, steps, words
from fingerpost.doors.citizen.reporting.drafts import Draft
from fingerpost.doors.citizen.reporting.following import private
from fingerpost.doors.citizen.reporting.showing import SECTION, gone
from fingerpost.doors.citizen.reporting.sorting import report_of, service_of
from fingerpost.doors.citizen.reporting.writing import DELETED
from fingerpost.doors.installation import now
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.mailing.sending import can_send
from fingerpost.doors.reporting import report


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, draft: str) -> HttpResponse:
    """All of it, with a way to change each part; sent by pressing once more. Pressing twice sends it once."""
    found = drafts.read(draft)
    if found is None:
        return gone(request)
    if found.sent:
        return _sent(draft)
    if request.method != "POST":
        return _show(request, draft, found)
    if wait := seconds_to_wait(request, "report"):
        return too_many(request, wait)
    with drafts.alone_with(draft):
        found = drafts.read(draft)  # who pressed twice waited here, and finds it sent
        if found is None:
            return gone(request)
        if not found.sent:
            _send(draft, found)
    return _sent(draft)


@require_safe
def sent(request: HttpRequest, draft: str) -> HttpResponse:
    """What was sent: its reference, the private link, what happens next and by when, and who decides."""
    found = drafts.read(draft)
    if found is None:
        return gone(request)
    if not found.sent:
        return HttpResponseRedirect(link_to("report_check", draft=draft))
    due = found.sent.get("due", "")
    at = _moment(found.sent["at"])
    context = {
        "section": SECTION,
        "draft": draft,
        "report": found,
        "sent": found.sent,
        "due": due,
        "team": words.team_words(found.sent["team"]),
        "about": words.service_words(found.sent["service"]) if found.sent["service"] else "",
        "link": _whole(request, found.sent["link"]) if now() - at < drafts.LINK_SHOWN else "",
        "path": found.sent["link"],
        "words": words,
    }
    return private(render(request, "citizen/report/sent.html", context))


@require_POST
def discard(request: HttpRequest, draft: str) -> HttpResponse:
    """Throw it away. Nothing was sent."""
    drafts.throw_away(draft)
    return HttpResponseRedirect(f"{link_to('report')}?said={DELETED}", status=303)


def _show(request: HttpRequest, secret: str, draft: Draft) -> HttpResponse:
    service = service_of(draft)
    context = {
        "section": SECTION,
        "draft": secret,
        "report": draft,
        "about": service,
        "waiting": steps.next_step(draft),
        "has_place": steps.PLACE in set(steps.steps_of(draft)),
        "facts": [(name, words.fact_words(draft.service, name), answer) for name, answer in draft.facts.items()],
        "back": link_to("report_step", draft=secret, step=steps.step_before(draft, steps.CHECK)),
        "words": words,
        "answers_by_email": bool(draft.email) and can_send(),
    }
    return kept_private(render(request, "citizen/report/check.html", context))


def _send(secret: str, draft: Draft) -> None:
    """Open the case, then forget what was written. Broken off between the two, the case is found again by its mark."""
    files = drafts.files_of(secret, draft)
    chosen = draft.service if draft.chosen_by == "resident" else ""
    made = report(
        report_of(draft, files, outside_id=drafts.mark_of(secret)),
        door="citizen",
        subject=draft.subject,
        chosen=chosen,
    )
    kept = {
        "reference": made.reference,
        "link": made.link,
        "due": made.due_at.isoformat() if made.due_at else "",
        "team": made.team,
        "service": made.service,
        "at": now().isoformat(),
        "email": "yes" if draft.email and can_send() else "",
        "suggested": "" if chosen or not made.service else "yes",
    }
    drafts.close(secret, draft, kept)


def _sent(secret: str) -> HttpResponse:
    return HttpResponseRedirect(link_to("report_sent", draft=secret), status=303)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _whole(request: HttpRequest, link: str) -> str:
    """The private link with the name of this site before it, in the language of the page."""
    if not link:
        return ""
    _empty, _follow, reference, secret = link.rsplit("/", 3)
    return request.build_absolute_uri(link_to("follow", reference=reference, secret=secret).replace("/embed/", "/"))
