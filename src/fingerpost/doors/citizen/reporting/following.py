"""Where one's own report stands, by its private link: read it, add to it, take it back, or say that it is not done."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.casework.faults import NotAllowed, UnknownCase
from fingerpost.casework.following import Followed, add, file_of_link, follow, say_not_done, withdraw
from fingerpost.casework.reports import MOST_CHARACTERS
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.citizen.reporting import words
from fingerpost.doors.citizen.reporting.answers import read_text
from fingerpost.doors.citizen.reporting.files import read_files, uploaded
from fingerpost.doors.downloads import give_file
from fingerpost.doors.installation import installation, now
from fingerpost.doors.limits.throttle import seconds_to_wait

SECTION = "report"
ADDED, TAKEN_BACK, NOT_DONE = "added", "taken-back", "not-done"
View = Callable[..., HttpResponse]


def private(response: HttpResponse) -> HttpResponse:
    """As `kept_private`, and no other site is told the address: it holds the secret."""
    response = kept_private(response)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def by_link(view: View) -> View:
    """A view of a private link. Guessing is slow: each opening counts. A wrong secret looks as an unknown reference."""

    @wraps(view)
    def opened(request: HttpRequest, reference: str, secret: str, **more: int) -> HttpResponse:
        if wait := seconds_to_wait(request, "follow"):
            return too_many(request, wait)
        try:
            return private(view(request, reference, secret, **more))
        except UnknownCase as unknown:
            raise Http404 from unknown

    return opened


@require_safe
@by_link
def standing(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    """Where it stands, in plain words, and what can be done."""
    said = {
        ADDED: _("We have what you added."),
        TAKEN_BACK: _("You took your report back. We do nothing more about it."),
        NOT_DONE: _("We know that it is not done. The team looks at it again."),
    }.get(request.GET.get("said", ""), "")
    return _show(request, secret, _case(reference, secret), said=said)


@require_POST
@by_link
def add_to(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    """More words or files."""
    found = _case(reference, secret)
    typed = request.POST.get("text", "")
    try:
        text = read_text(typed) if typed.strip() or not uploaded(request) else ""
        files = read_files(request)
        add(reference, secret, words=text, files=files, **_here())
    except InvalidRequest as error:
        problems = dict(error.problems)
        if uploaded(request) and "files" not in problems:
            problems["files"] = _("Choose your files again. A browser does not keep them")
        return _show(request, secret, found, problems=problems, typed=typed)
    except NotAllowed:
        return _moved_on(request, secret, found, typed)
    return _back(reference, secret, ADDED)


@require_POST
@by_link
def not_done(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    """The team says that it is done, and it is not."""
    found = _case(reference, secret)
    typed = request.POST.get("why", "")
    try:
        say_not_done(reference, secret, words=read_text(typed) if typed.strip() else "", **_here())
    except InvalidRequest as error:
        return _show(request, secret, found, problems={"why": error.problems["text"]}, why=typed)
    except NotAllowed:
        return _moved_on(request, secret, found, typed)
    return _back(reference, secret, NOT_DONE)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def take_back(request: HttpRequest, reference: str, secret: str) -> HttpResponse:
    """Ask once more, then take it back."""
    found = _case(reference, secret)
    if request.method != "POST":
        context = {"section": SECTION, "followed": found, "secret": secret}
        return render(request, "citizen/report/take_back.html", context)
    try:
        withdraw(reference, secret, **_here())
    except NotAllowed:
        return _moved_on(request, secret, found, "")
    return _back(reference, secret, TAKEN_BACK)


@require_safe
@by_link
def own_file(request: HttpRequest, reference: str, secret: str, number: int) -> HttpResponse:
    """A file that they sent themselves, to keep. Never shown within a page."""
    body, keys = settings.CONFIGURATION.body, installation().build_keys()
    found = file_of_link(reference, secret, number, body=body, keys=keys)
    if found is None:
        raise Http404
    name, kind, content = found
    return give_file(content, name=name, kind=kind)


def _case(reference: str, secret: str) -> Followed:
    return follow(reference, secret, **_here())


def _here() -> dict[str, Any]:
    return {"body": settings.CONFIGURATION.body, "at": now(), "keys": installation().build_keys()}


def _back(reference: str, secret: str, said: str) -> HttpResponse:
    return HttpResponseRedirect(f"{link_to('follow', reference=reference, secret=secret)}?said={said}", status=303)


def _moved_on(request: HttpRequest, secret: str, before: Followed, typed: str) -> HttpResponse:
    """Meanwhile it came to stand where that cannot be done. What was typed is not lost."""
    problem = {"text": _("Your report has moved on since you opened this page. Read where it stands, then try again")}
    return _show(request, secret, _case(before.reference, secret), problems=problem, typed=typed)


def _show(
    request: HttpRequest,
    secret: str,
    found: Followed,
    *,
    said: str = "",
    problems: Mapping[str, str] | None = None,
    typed: str = "",
    why: str = "",
) -> HttpResponse:
    context = {
        "section": SECTION,
        "followed": found,
        "secret": secret,
        "said": said,
        "problems": problems or {},
        "typed": typed,
        "why": why,
        "most": MOST_CHARACTERS // 2,
        "words": words,
        "is_live": found.due_at is not None,
    }
    return render(request, "citizen/report/follow.html", context, status=422 if problems else 200)
