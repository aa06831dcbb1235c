"""Tell me if this answer changes: the form, and the page that says to look for a letter."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.alerts import ask_to_be_told
from fingerpost.doors.citizen.answers.kept import kept_private, of_kept_answer
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.languages import page_language
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.mailing.sending import can_send
from fingerpost.record.reading import KeptRun
from fingerpost.record.repair.alerts import NothingToTell, TooMany


@require_http_methods(["GET", "HEAD", "POST"])
@of_kept_answer
def ask(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """The form on a page of its own; where no e-mail is set up, what one can do without. A POST takes the address."""
    if request.method != "POST" or not can_send():
        return _show(request, kept, {}, "", status=200)
    wait = seconds_to_wait(request, "alert")
    if wait:
        return too_many(request, wait)
    typed = request.POST.get("email", "")
    try:
        ask_to_be_told(kept, typed, language=page_language())
    except InvalidRequest as error:
        return _show(request, kept, error.problems, typed, status=422)
    except TooMany:
        told = _("We cannot take another address for this answer")
        return _show(request, kept, {"email": told}, typed, status=422)
    except NothingToTell:  # erased meanwhile: the answer's own page says so
        return HttpResponseRedirect(link_to("answer", reference=kept.reference), status=303)
    return HttpResponseRedirect(link_to("alert_sent", reference=kept.reference), status=303)


@require_safe
@of_kept_answer
def sent(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """Where they look next. It says the same whatever became of the letter."""
    return kept_private(render(request, "citizen/alerts/sent.html", {"section": "ask", "reply": kept.reply}))


def _show(request: HttpRequest, kept: KeptRun, problems: dict[str, str], typed: str, *, status: int) -> HttpResponse:
    context = {"section": "ask", "reply": kept.reply, "problems": problems, "typed": typed[:300]}
    return kept_private(render(request, "citizen/alerts/ask.html", context, status=status))
