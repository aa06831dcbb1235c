"""Changing one's own password, so that nobody else knows it."""

import logging

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.accounts import change_password, check_strength
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.attempts import forget, seconds_to_wait
from fingerpost.doors.entry.pages import show
from fingerpost.doors.entry.signing import LONGEST_PASSWORD

logger = logging.getLogger(__name__)


@needs("")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """The old one once and the new one twice. Other browsers that are signed in with the old one are signed out."""
    if request.method != "POST":
        return _page(request, {}, changed="changed" in request.GET)
    name = request.user.get_username()
    problems = _problems(request, name)
    if problems:
        return _page(request, problems, status=422)
    change_password(name, password=request.POST["new"][:LONGEST_PASSWORD])
    update_session_auth_hash(request, User.objects.get(username=name))  # under a new session key, still signed in
    logger.info("staff account %s changed its password", request.user.pk)
    return HttpResponseRedirect(f"{reverse('staff:password')}?changed=1", status=303)


def _problems(request: HttpRequest, name: str) -> dict[str, str]:
    """What does not fit. Guesses at the old password are counted as those at the door are."""
    old, new, again = (request.POST.get(each, "")[:LONGEST_PASSWORD] for each in ("old", "new", "again"))
    if seconds_to_wait(request, name):
        return {"old": _("There were too many tries. Try again in a quarter of an hour.")}
    if not request.user.check_password(old):
        return {"old": _("This is not your password now")}
    forget(request, name)
    try:
        check_strength(new, name=name)
    except InvalidRequest as error:
        return {"new": error.public}
    return {} if new == again else {"again": _("The two new passwords are not the same")}


def _page(request: HttpRequest, problems: dict[str, str], *, changed: bool = False, status: int = 200) -> HttpResponse:
    context = {"problems": problems, "changed": changed, "address": reverse("staff:password")}
    return show(request, "entry/password.html", context, status=status)
