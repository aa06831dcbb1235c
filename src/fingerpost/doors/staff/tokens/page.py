"""The list of access tokens, and ending one."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.installation import installation, now
from fingerpost.doors.staff.tokens.words import rights_words, state_words
from fingerpost.doors.tokens import State

logger = logging.getLogger(__name__)

MANAGE = "site.manage_tokens"
PLACE = "staff:tokens"


@needs(MANAGE)
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token there ever was, newest first."""
    today = timezone.localdate(now())
    context = {
        "place": PLACE,
        "tokens": [(each, each.state(today)) for each in installation().build_tokens().list()],
        "state_words": state_words,
        "rights_words": rights_words,
        "revoked": request.GET.get("revoked", ""),
        "to_make": reverse("staff:token-new"),
        "revoke_address": lambda number: reverse("staff:token-revoke", kwargs={"number": number}),
    }
    return show(request, "staff/tokens/list.html", context)


@needs(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """A second look, and then the end of it. One that has ended already, or never was, leads back to the list."""
    today = timezone.localdate(now())
    held = installation().build_tokens().list()
    found = next((each for each in held if each.number == number and each.state(today) is State.VALID), None)
    if found is None:
        return HttpResponseRedirect(reverse(PLACE), status=303)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        installation().build_tokens().revoke(number, by=request.user.get_username(), at=now())
        logger.info("staff account %s revoked access token %s", request.user.pk, number)
        return HttpResponseRedirect(f"{reverse(PLACE)}?revoked={number}", status=303)
    problems = {"sure": _("Tick the box to say that you mean it")} if request.method == "POST" else {}
    context = {
        "place": PLACE,
        "token": found,
        "rights": rights_words(found.rights),
        "problems": problems,
        "address": reverse("staff:token-revoke", kwargs={"number": number}),
        "back": reverse(PLACE),
    }
    return show(request, "staff/tokens/revoke.html", context, status=422 if problems else 200)
