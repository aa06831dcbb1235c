"""Signing in and out. What is wrong is never told apart: no name is given away by words or by time."""

import logging
from math import ceil

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.doors.accounts import NAME, tidy_name
from fingerpost.doors.entry import organisation
from fingerpost.doors.entry.access import is_signed_in, needs, open_to_all, safe_next
from fingerpost.doors.entry.attempts import forget, seconds_to_wait
from fingerpost.doors.entry.halfway import let_in, stop_halfway
from fingerpost.doors.entry.pages import show
from fingerpost.doors.entry.places import first_page
from fingerpost.doors.entry.proofs import account_of, must_have_factor
from fingerpost.doors.installation import installation
from fingerpost.doors.limits import throttle

logger = logging.getLogger(__name__)

LONGEST_PASSWORD = 1000  # characters: hashing takes time


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, or what was sent with it. `next` leads to the staff page that was asked for."""
    if request.method == "POST":
        return _take(request)
    if is_signed_in(request):
        return onwards(request, request.GET.get("next", ""))
    if not request.session.keys() and (wait := throttle.seconds_to_wait(request, "session")):
        return _wait_for_form(request, wait)
    return _form(request, after=request.GET.get("next", ""), problems={})


@needs("")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, with all that it held."""
    logger.info("staff account %s signed out", request.user.pk)
    theirs = organisation.is_outside(account_of(request).pk)
    logout(request)
    return HttpResponseRedirect(f"{reverse('staff:sign-in')}?out={'organisation' if theirs else '1'}", status=303)


def onwards(request: HttpRequest, after: str) -> HttpResponse:
    """To the page that was asked for, else to the first that this person may open."""
    return HttpResponseRedirect(safe_next(after) or first_page(request), status=303)


def pass_on(
    request: HttpRequest, user: User, *, after: str, factor: str = "", shown_at: int | None = None
) -> HttpResponse:
    """Who it is, is known: let them in, or ask for their second factor, or lead them to setting one up.

    `factor` is what the session may keep of a second factor that was shown already; `shown_at` is when they showed who
    they are, in Unix seconds, where that was not just now.
    """
    asks = installation().build_second_factors().find(user.pk) is not None
    if not factor and (asks or must_have_factor(user)):
        stop_halfway(request, user, after=safe_next(after))
        return HttpResponseRedirect(reverse("staff:code" if asks else "staff:set-up"), status=303)
    let_in(request, user, factor=factor, shown_at=shown_at)
    logger.info("staff account %s signed in", user.pk)
    return onwards(request, after)


def too_many(seconds: int) -> str:
    """That there were, and how long to wait."""
    minutes = ceil(seconds / 60)
    return ngettext(
        "There were too many tries. Wait %(minutes)s minute, then try again.",
        "There were too many tries. Wait %(minutes)s minutes, then try again.",
        minutes,
    ) % {"minutes": minutes}


def _take(request: HttpRequest) -> HttpResponse:
    name, password = tidy_name(request.POST.get("name", "")), request.POST.get("password", "")
    after = request.POST.get("next", "")
    problems = _missing(name, password)
    if problems:
        return _form(request, after=after, problems=problems, status=422)
    wait = seconds_to_wait(request, name)
    if wait:
        return _wait(request, wait, after)
    known = name if NAME.match(name) else ""  # no account has such a name, and no database is asked for it
    user = authenticate(request, username=known, password=password[:LONGEST_PASSWORD])
    if user is None or not organisation.may_use_password(user):
        logger.warning("a sign-in was refused")
        wrong = {"name": _("The name or the password is not right. Check both and try again.")}
        return _form(request, after=after, problems=wrong, status=422)
    forget(request, name)
    return pass_on(request, user, after=after)


def _missing(name: str, password: str) -> dict[str, str]:
    problems = {}
    if not name:
        problems["name"] = _("Enter your name")
    if not password:
        problems["password"] = _("Enter your password")
    return problems


def _wait(request: HttpRequest, seconds: int, after: str) -> HttpResponse:
    logger.warning("a sign-in has to wait: too many tries")
    response = _form(request, after=after, problems={"name": too_many(seconds)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _wait_for_form(request: HttpRequest, seconds: int) -> HttpResponse:
    """Each form opened without our cookie begins a session, which is a row that we keep for hours."""
    context = {"title": _("Sign in for staff"), "paragraphs": [too_many(seconds)]}
    response = show(request, "entry/words.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _form(request: HttpRequest, *, after: str, problems: dict[str, str], status: int = 200) -> HttpResponse:
    """The password is never sent back."""
    context = {
        "after": safe_next(after),
        "name": request.POST.get("name", "")[:60],
        "problems": problems,
        "told": _told(request),
        "organisation": organisation.links(safe_next(after), signed_out=request.GET.get("out") == "organisation"),
        "with_password": settings.CONFIGURATION.password_sign_in or "password" in request.GET or bool(request.POST),
    }
    return show(request, "entry/sign-in.html", context, status=status)


def _told(request: HttpRequest) -> str:
    if request.GET.get("away"):
        return _("You were signed out, because nothing was done for 30 minutes. Sign in again to go on.")
    return _("You are signed out.") if request.GET.get("out") else ""
