"""One proposal: what would change, why and by what source; and the decision, which is never its maker's."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.installation import now
from fingerpost.doors.rulebook import reader
from fingerpost.doors.staff.rules import words
from fingerpost.doors.staff.rules.effects import check_fits, effects_of, titles_of
from fingerpost.doors.staff.rules.page import DECIDE, PLACE, PROPOSE, SEE, row_of
from fingerpost.record.rulemaking import deciding
from fingerpost.record.rulemaking.deciding import LONGEST_REASON, CannotDecide
from fingerpost.record.rulemaking.in_force import put_in_force
from fingerpost.record.rulemaking.models import Proposal
from fingerpost.record.rulemaking.reading import decision_on, find_proposal
from fingerpost.rules.faults import RulesInvalid

logger = logging.getLogger(__name__)


@needs(SEE)
@require_safe
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """What would change, and who proposed it. While it waits, what it would do to the rules as they are now."""
    return _page(request, number)


@needs(SEE)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Approve, refuse, or take back, with a reason. Whoever may not is told so, and nothing changes."""
    do, reason = request.POST.get("do", ""), " ".join(request.POST.get("reason", "").split())
    may = request.user.has_perm(PROPOSE if do == "withdraw" else DECIDE)
    if not may or do not in {"approve", "refuse", "withdraw"}:
        return _page(request, number, problems={"reason": _("Your account may not decide this")}, status=403)
    if not 1 <= len(reason) <= LONGEST_REASON:
        told = _("Say why, in 1 to %(most)s characters") % {"most": LONGEST_REASON}
        return _page(request, number, problems={"reason": told}, status=422)
    try:
        _decide(number, do=do, by=request.user.get_username(), reason=reason)
    except (CannotDecide, RulesInvalid) as error:
        return _page(request, number, problems={"reason": _(error.public)}, status=409)
    logger.info("staff account %s decided on change %s of the rules: %s", request.user.pk, number, do)
    return HttpResponseRedirect(reverse("staff:rule-proposal", kwargs={"number": number}), status=303)


def _decide(number: int, *, do: str, by: str, reason: str) -> None:
    given: dict[str, Any] = {"body": settings.CONFIGURATION.body, "by": by, "reason": reason, "at": now()}
    if do == "approve":
        deciding.approve(number, check=check_fits, **given)
        put_in_force(body=settings.CONFIGURATION.body, home=settings.HOME)
    elif do == "refuse":
        deciding.refuse(number, **given)
    else:
        deciding.withdraw(number, **given)


def _page(
    request: HttpRequest, number: int, *, problems: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    found = find_proposal(number, body=settings.CONFIGURATION.body)
    if found is None:
        told = [_("There is no proposal of this number.")]
        return show(request, "entry/words.html", {"title": _("No such proposal"), "paragraphs": told}, status=404)
    read, decision = reader(), decision_on(found)
    is_own = found.by == request.user.get_username()
    context = {
        "place": PLACE,
        **row_of(found, read),
        "language": read.language,
        "decision": decision,
        "decided": words.decision_words(decision.kind) if decision else "",
        "may_decide": decision is None and request.user.has_perm(DECIDE) and not is_own,
        "may_withdraw": decision is None and request.user.has_perm(PROPOSE) and is_own,
        "is_old": decision is None and found.digest != read.book.digest,
        "reason": request.POST.get("reason", ""),
        "longest": LONGEST_REASON,
        "decide_at": reverse("staff:rule-decide", kwargs={"number": number}),
        "back": reverse(PLACE),
        "problems": problems or {},
        "words": words,
        **(_effects(found) if decision is None else {}),
    }
    return show(request, "staff/rules/proposal.html", context, status=status)


def _effects(found: Proposal) -> dict[str, Any]:
    """What it would do now; why it cannot be worked out where the rules have become others meanwhile."""
    try:
        effects = effects_of(found)
    except RulesInvalid as error:
        return {"unfit": error.problems[0].words}
    return {"effects": effects, "schemes": titles_of(effects.schemes, reader())}
