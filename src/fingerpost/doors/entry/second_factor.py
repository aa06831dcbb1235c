"""One's own second factor: whether there is one, other recovery codes, another phone, and doing without."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fingerpost.doors.entry import proofs
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.enrolment import show_codes
from fingerpost.doors.entry.pages import not_allowed, show
from fingerpost.doors.entry.proofs import must_have_factor
from fingerpost.doors.installation import installation

logger = logging.getLogger(__name__)


@needs("")
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """What there is, and what can be done with it."""
    context = {
        "factor": installation().build_second_factors().find(proofs.account_of(request).pk),
        "required": must_have_factor(proofs.account_of(request)),
        "removed": "removed" in request.GET,
        "set_up": reverse("staff:set-up"),
        "renew": reverse("staff:renew-codes"),
        "remove": reverse("staff:remove-factor"),
    }
    return show(request, "entry/second-factor.html", context)


@needs("", fresh=True)
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Ten other recovery codes, shown this once."""
    account, factors = proofs.account_of(request).pk, installation().build_second_factors()
    if factors.find(account) is None:
        return HttpResponseRedirect(reverse("staff:second-factor"), status=303)
    codes = factors.renew_codes(account, at=timezone.now())
    logger.info("staff account %s has other recovery codes", account)
    return show_codes(request, codes, onwards=reverse("staff:second-factor"))


@needs("", fresh=True)
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Do without from now on; nobody whose role asks for one can. Other browsers are signed out."""
    if must_have_factor(proofs.account_of(request)):
        return not_allowed(request)
    account = proofs.account_of(request).pk
    installation().build_second_factors().remove(account, by=request.user.get_username(), at=timezone.now())
    proofs.renew(request, factor="")
    logger.info("staff account %s removed its second factor", account)
    return HttpResponseRedirect(f"{reverse('staff:second-factor')}?removed=1", status=303)
