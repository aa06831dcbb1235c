"""Making an access token: a form, a second look, and the token this once."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.installation import installation, now
from fingerpost.doors.staff.tokens.page import MANAGE, PLACE
from fingerpost.doors.staff.tokens.words import rights_words, tool_titles
from fingerpost.doors.tokens import LONGEST_NAME, MOST_DAYS, USUAL_DAYS, Wish, read_wish
from fingerpost.doors.tools import tool_names

logger = logging.getLogger(__name__)


@needs(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """The form; with `check`, what it asks for, to be looked at once more; when that is sent, the token.

    What was typed stands in the address until then: it is no secret, and the way back loses none of it.
    """
    typed = request.POST if request.method == "POST" else request.GET
    if "check" not in typed:
        return _form(request, typed, {})
    try:
        wish = _wish_from(typed)
    except InvalidRequest as error:
        return _form(request, typed, error.problems)
    return _make(request, wish) if request.method == "POST" else _check(request, wish, typed)


def _wish_from(typed: QueryDict) -> Wish:
    return read_wish(
        name=typed.get("name", ""),
        days=typed.get("days", "").strip(),
        staff=typed.get("staff") == "yes",
        tools=typed.getlist("tools"),
        known=tool_names(),
    )


def _form(request: HttpRequest, typed: QueryDict, problems: dict[str, str]) -> HttpResponse:
    context = {
        **_known(),
        "name": typed.get("name", ""),
        "days": typed.get("days", str(USUAL_DAYS)),
        "staff": typed.get("staff") == "yes",
        "chosen": typed.getlist("tools"),
        "tools": list(tool_titles().items()),
        "most": MOST_DAYS,
        "longest": LONGEST_NAME,
        "problems": {name: problems[name] for name in ("name", "days", "tools") if name in problems},
    }
    return show(request, "staff/tokens/make.html", context, status=422 if problems else 200)


def _check(request: HttpRequest, wish: Wish, typed: QueryDict) -> HttpResponse:
    context = {
        **_known(),
        "wish": wish,
        "rights": rights_words(wish.rights),
        "until": timezone.localdate(now()) + timedelta(days=wish.days),
        "typed": [(name, value) for name in ("name", "days", "staff", "tools") for value in typed.getlist(name)],
        "change": f"{reverse('staff:token-new')}?{_without_check(typed)}",
    }
    return show(request, "staff/tokens/check.html", context)


def _make(request: HttpRequest, wish: Wish) -> HttpResponse:
    token, made = installation().build_tokens().make(wish, by=request.user.get_username(), at=now())
    logger.info("staff account %s made access token %s", request.user.pk, made.number)
    base = settings.CONFIGURATION.base_url or request.build_absolute_uri("/").rstrip("/")
    return show(
        request, "staff/tokens/made.html", {**_known(), "token": token, "made": made, "mcp_address": f"{base}/mcp"}
    )


def _known() -> dict[str, Any]:
    return {"place": PLACE, "address": reverse("staff:token-new"), "back": reverse(PLACE)}


def _without_check(typed: QueryDict) -> str:
    kept = typed.copy()
    kept.pop("check", None)
    kept.pop("csrfmiddlewaretoken", None)
    return kept.urlencode()
