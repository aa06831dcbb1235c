"""Asking once more who sits there, before what cannot be undone (see `access.needs`)."""

import logging

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.doors.entry import organisation, proofs
from fingerpost.doors.entry.access import needs, safe_next
from fingerpost.doors.entry.attempts import forget, seconds_to_wait
from fingerpost.doors.entry.codes import problem_with_code
from fingerpost.doors.entry.pages import show
from fingerpost.doors.entry.signing import LONGEST_PASSWORD, onwards, too_many
from fingerpost.doors.installation import installation

logger = logging.getLogger(__name__)


@needs("")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """A code from those who have a second factor, their password from those who have none; then back to `next`."""
    kind = _kind_of(proofs.account_of(request))
    if request.method != "POST" or kind == "organisation":
        return _form(request, kind, {}, after=request.GET.get("next", ""))
    problem = (
        problem_with_code(request, proofs.account_of(request).pk) if kind == "code" else _problem_with_password(request)
    )
    after = request.POST.get("next", "")
    if problem:
        logger.warning("staff account %s could not confirm who it is", request.user.pk)
        return _form(request, kind, {kind: problem}, after=after, status=422)
    proofs.refresh(request)
    request.session.cycle_key()
    return onwards(request, after)


def _kind_of(user: User) -> str:
    """What to ask for: "code", "password", or that their organisation asks."""
    if installation().build_second_factors().find(user.pk):
        return "code"
    return "password" if user.has_usable_password() else "organisation"


def _problem_with_password(request: HttpRequest) -> str:
    """Guesses are counted as those at the door are."""
    name, typed = request.user.get_username(), request.POST.get("password", "")
    if not typed:
        return _("Enter your password")
    if wait := seconds_to_wait(request, name):
        return too_many(wait)
    if not request.user.check_password(typed[:LONGEST_PASSWORD]):
        return _("This is not your password")
    forget(request, name)
    return ""


def _form(request: HttpRequest, kind: str, problems: dict[str, str], *, after: str, status: int = 200) -> HttpResponse:
    after = safe_next(after)
    context = {
        "kind": kind,
        "problems": problems,
        "after": after,
        "address": reverse("staff:confirm"),
        "organisation": organisation.links(after, again=True),
    }
    return show(request, "entry/confirm.html", context, status=status)
