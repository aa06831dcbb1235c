"""Systems that were bought or run elsewhere, added and changed by a form. Nothing that was typed is ever lost."""

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import now
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.register.fields import in_order, missing_in, parts_of, values_from
from fingerpost.doors.oversight.register.page import MANAGE, TAB
from fingerpost.doors.register.reading import record_or_404
from fingerpost.doors.systems import find_public_record, register_system
from fingerpost.record.register.external import name_of, read_values
from fingerpost.record.register.phases import CannotMove

logger = logging.getLogger(__name__)


@needs(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A system that is not in the register yet. A name that is taken leads to the system that has it."""
    if request.method != "POST":
        return _form(request, {"phase": "pre-deployment"}, problems={}, system="")
    values = values_from(request.POST)
    problems = missing_in(values)
    name = name_of(values)
    if name and find_public_record(name) is not None:
        problems["name"] = _(
            "A system of this name is in the register already. Change that one, or choose another name."
        )
    return _take(request, values, problems=problems, system="")


@needs(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, system: str) -> HttpResponse:
    """One that is there. Its name stays, for its record has its address; its phase is moved on a page of its own.

    What runs here is not changed by a form: its card is.
    """
    known = read_values(system, body=settings.CONFIGURATION.body, at=now())
    if known is None:
        record = record_or_404(system)
        return HttpResponseRedirect(f"{reverse('oversight:register')}#{record.name}", status=303)
    if request.method != "POST":
        return _form(request, known, problems={}, system=system)
    values = {**values_from(request.POST), "name": known["name"], "phase": known["phase"]}
    return _take(request, values, problems=missing_in(values), system=system)


def _take(request: HttpRequest, values: dict[str, str], *, problems: dict[str, str], system: str) -> HttpResponse:
    if problems:
        return _form(request, values, problems=problems, system=system)
    try:
        record = register_system(values, by=request.user.get_username())
    except InvalidRequest as error:
        return _form(request, values, problems=error.problems, system=system)
    except CannotMove as refused:
        return _form(request, values, problems={"phase": refused.public}, system=system)
    logger.info("staff account %s declared the system %s", request.user.pk, record.name)
    return HttpResponseRedirect(f"{reverse('oversight:register')}?done=saved#{record.name}", status=303)


def _form(request: HttpRequest, values: Mapping[str, str], *, problems: Mapping[str, str], system: str) -> HttpResponse:
    context: dict[str, Any] = {
        "parts": parts_of(values, problems=problems, is_new=not system),
        "problems": in_order(problems),
        "system": system,
        "title": values.get("name", "") if system else "",
        "address": request.path,
        "back": reverse("oversight:register"),
        "move": reverse("oversight:move", kwargs={"system": system}) if system else "",
    }
    return show(request, "oversight/register/system.html", context, tab=TAB, status=422 if problems else 200)
