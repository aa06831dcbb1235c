"""The step after the password: a code of the phone, or one of the recovery codes."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.doors.entry.access import open_to_all
from fingerpost.doors.entry.attempts import forget_codes, seconds_to_wait_for_code
from fingerpost.doors.entry.halfway import let_in, who_is_halfway
from fingerpost.doors.entry.pages import show
from fingerpost.doors.entry.signing import onwards, too_many
from fingerpost.doors.installation import installation

logger = logging.getLogger(__name__)

LONGEST_CODE = 40  # characters as they are typed, with spaces and hyphens


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The form, or what was sent with it. Whoever has not given their password is led to do that first."""
    half = who_is_halfway(request)
    factor = installation().build_second_factors().find(half.user.pk) if half else None
    if half is None or factor is None:
        return HttpResponseRedirect(reverse("staff:sign-in"), status=303)
    if request.method != "POST":
        return _form(request, {})
    problem = problem_with_code(request, half.user.pk)
    if problem:
        logger.warning("a security code was refused")
        return _form(request, {"code": problem}, status=422)
    let_in(request, half.user, factor=factor.mark)
    logger.info("staff account %s signed in with a second factor", half.user.pk)
    return onwards(request, half.after)


def problem_with_code(request: HttpRequest, account: int) -> str:
    """What is wrong with the code that was sent; "" when it is right, and it is used up then. Each try is counted."""
    typed = request.POST.get("code", "")[:LONGEST_CODE]
    if not typed.strip():
        return _("Enter the security code")
    if wait := seconds_to_wait_for_code(request, account):
        return too_many(wait)
    if not installation().build_second_factors().take(account, typed, at=timezone.now()):
        return _("This code is not right, or it was used before. Wait for the next one, then type that.")
    forget_codes(request, account)
    return ""


def _form(request: HttpRequest, problems: dict[str, str], *, status: int = 200) -> HttpResponse:
    context = {"problems": problems, "address": reverse("staff:code")}
    return show(request, "entry/code.html", context, status=status)
