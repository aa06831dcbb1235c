"""Pages that say what went wrong and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.citizen.events import problem_event, wants_events
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.languages import ENGLISH, page_language
from fingerpost.doors.uploads import uploads_at
from fingerpost.record.reading import KeptRun


def _page(
    request: HttpRequest, title: str, lead: list[str], *, status: int, also: tuple[tuple[str, str], ...] = ()
) -> HttpResponse:
    """The fault's page; its event, in the same sentences, where an open page is told of it.

    `also` are ways on from here beside those that every fault offers. Nothing on the page needs the database.
    """
    links = [(_("Ask a question"), link_to("start")), *also, (_("Talk to a person"), link_to("contact"))]
    if wants_events(request):
        return problem_event(request, title=title, lead=lead, links=links, status=status)
    context = {"title": title, "lead": lead, "links": links, "is_fault": True}
    return render(request, "citizen/fault.html", context, status=status)


def _browse() -> tuple[tuple[str, str], ...]:
    return ((_("Browse by topic"), link_to("library")),)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    lead = [_("If you typed the address or a reference number, check it. If you followed a link, it may be old.")]
    return _page(request, _("Page not found"), lead, status=404, also=_browse())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    lead = [_("This form was sent from another website, so we did not take it. Open the page here and try again.")]
    return _page(request, _("We did not take this"), lead, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    lead = [_("Something in the address or the form was not as we expect it. Go back to the start and try again.")]
    return _page(request, _("We could not read this"), lead, status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    if uploads_at(request.path):
        lead = [
            _("The files you sent are far larger than we can take, so we read none of them. Nothing was sent."),
            _("Go back and choose smaller files, or send it without files."),
        ]
        return _page(request, _("This is too large"), lead, status=413)
    if request.path == link_to("receipts"):
        lead = [_("What you pasted is far larger than a receipt, so we did not read it. Check which file you opened.")]
        return _page(request, _("This is too large"), lead, status=413)
    lead = [_("Your question must be 1,000 characters or fewer. What was sent is far larger, so we did not read it.")]
    return _page(request, _("This is too large"), lead, status=413)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    lead = [
        _("Too many questions came from your network in the last minute. Try again in %(seconds)s seconds.")
        % {"seconds": seconds},
        _("You can read the guidance in the meantime."),
    ]
    response = _page(request, _("Please wait a moment"), lead, status=429, also=_browse())
    response.headers["Retry-After"] = str(seconds)
    return response


def gone(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """Of an answer that is recorded and that nobody is shown: it was erased, or closed by whoever asked."""
    return (closed_page if kept.is_closed else erased_page)(request, about=kept.reference)


def erased_page(request: HttpRequest, *, about: str) -> HttpResponse:
    """Nobody can read it any more. `about` is the reference of the answer: it may be challenged all the same."""
    lead = [
        _("What was asked and answered under this reference has been erased. The record of its having happened stays.")
    ]
    return _page(request, _("This answer has been erased"), lead, status=410, also=_challenge(about))


def closed_page(request: HttpRequest, *, about: str) -> HttpResponse:
    """Whoever asked has left a computer that others use (see `leaving`)."""
    lead = [
        _("Whoever asked chose to clear it and leave, so this page shows it to nobody now."),
        _("Was it you? Our staff can still find it by its reference number."),
    ]
    return _page(request, _("This conversation was closed"), lead, status=410, also=_challenge(about))


def _challenge(about: str) -> tuple[tuple[str, str], ...]:
    return ((_("Was this wrong, or do you want a person?"), link_to("challenge_begin", reference=about)),)


def foreseen(request: HttpRequest, error: FingerpostError) -> HttpResponse:
    """A fault that has a sentence for the reader. It is written in English: other pages say what it comes to."""
    lead = [_("This part of the service is not working just now. Try again in a few minutes, or talk to a person.")]
    said = [error.public] if page_language() == ENGLISH else lead
    return _page(request, _("Sorry, we could not do this"), said, status=503)


def server_error(request: HttpRequest) -> HttpResponse:
    lead = [_("Something went wrong on our side. It has been noted. Try again in a minute, or contact a person.")]
    return _page(request, _("Sorry, there is a problem"), lead, status=500)
