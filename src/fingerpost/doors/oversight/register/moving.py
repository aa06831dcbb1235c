"""Move a system to another phase: choose and say why, look at it once more, then it is done and stands for ever.

Nothing is taken back. A move is undone by another move, which has a reason of its own.
"""

import logging
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.doors.entry.access import needs
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.register.page import MANAGE, TAB
from fingerpost.doors.register import reading as register
from fingerpost.doors.register import words
from fingerpost.doors.systems import move_system
from fingerpost.record.register.phases import ALLOWED, LONGEST_REASON, PRODUCTION, CannotMove
from fingerpost.record.register.public import PublicRecord

logger = logging.getLogger(__name__)


@needs(MANAGE, fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, system: str) -> HttpResponse:
    """The form; sent with `do=check`, the page that asks once more; sent with `do=move`, the move itself."""
    record = register.record_or_404(system)
    if request.method != "POST":
        return _form(request, record, {"to": "", "reason": ""})
    typed = {"to": request.POST.get("to", ""), "reason": request.POST.get("reason", "").strip()[: 2 * LONGEST_REASON]}
    if problems := problems_of(record, typed):
        return _form(request, record, typed, problems=problems)
    if request.POST.get("do") != "move":
        return show(request, "oversight/register/confirm.html", _context(record, typed), tab=TAB)
    try:
        move_system(record.name, to=typed["to"], by=request.user.get_username(), reason=typed["reason"])
    except CannotMove as refused:  # somebody else moved it, or a fault came up, since the form was opened
        return _form(request, record, typed, problems={"to": refused.public})
    logger.info("staff account %s moved %s from %s to %s", request.user.pk, record.name, record.phase, typed["to"])
    return HttpResponseRedirect(f"{reverse('oversight:register')}?done=moved#{record.name}", status=303)


def problems_of(record: PublicRecord, typed: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each field that does not fit. `record/register/phases.py` looks again when it moves."""
    problems = {}
    if typed["to"] not in ALLOWED.get(record.phase, ()):
        problems["to"] = _("Choose the phase it goes to")
    elif typed["to"] == PRODUCTION and record.blocking:
        problems["to"] = _("It cannot go into production while a fault stops it. Put the faults right first.")
    if not typed["reason"]:
        problems["reason"] = _("Say why it moves")
    elif len(typed["reason"]) > LONGEST_REASON:
        problems["reason"] = _("The reason must be %(most)s characters or fewer") % {"most": LONGEST_REASON}
    return problems


def _form(
    request: HttpRequest, record: PublicRecord, typed: Mapping[str, str], *, problems: Mapping[str, str] | None = None
) -> HttpResponse:
    context = {**_context(record, typed), "problems": problems or {}}
    return show(request, "oversight/register/move.html", context, tab=TAB, status=422 if problems else 200)


def _context(record: PublicRecord, typed: Mapping[str, str]) -> dict[str, Any]:
    allowed = [phase for phase in ALLOWED if phase in ALLOWED.get(record.phase, ())]
    return {
        "record": record,
        "typed": typed,
        "phases": [
            {
                "value": phase,
                "text": words.phase_words(phase),
                "hint": {"text": words.phase_meaning(phase)},
                "checked": phase == typed["to"],
            }
            for phase in allowed
        ],
        "leads_to_production": PRODUCTION in allowed,
        "most": LONGEST_REASON,
        "address": reverse("oversight:move", kwargs={"system": record.name}),
        "back": reverse("oversight:register"),
        "problems": {},
        "words": words,
    }
