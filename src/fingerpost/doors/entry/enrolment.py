"""Setting up a second factor: a picture for the phone to read, the same in letters, and a code to show that it did."""

import logging

import pyotp
import segno
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from fingerpost.doors.entry import proofs
from fingerpost.doors.entry.access import is_signed_in, open_to_all, safe_next
from fingerpost.doors.entry.attempts import forget_codes, seconds_to_wait_for_code
from fingerpost.doors.entry.codes import LONGEST_CODE
from fingerpost.doors.entry.halfway import let_in, who_is_halfway
from fingerpost.doors.entry.pages import show
from fingerpost.doors.entry.places import first_page
from fingerpost.doors.entry.signing import too_many
from fingerpost.doors.installation import installation

logger = logging.getLogger(__name__)

_DRAFT = "staff_draft"


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """For those who must have one before they are let in, and for those who are in and want one, or another.

    Whoever has one already shows it first: a password alone replaces none.
    """
    half = who_is_halfway(request)
    user = half.user if half else _signed_in(request)
    if user is None:
        return HttpResponseRedirect(reverse("staff:sign-in"), status=303)
    has_one = installation().build_second_factors().find(user.pk) is not None
    if half and has_one:
        return HttpResponseRedirect(reverse("staff:code"), status=303)
    if not half and not proofs.are_fresh(request):
        return HttpResponseRedirect(f"{reverse('staff:confirm')}?next={reverse('staff:second-factor')}", status=303)
    if request.method != "POST" or not request.session.get(_DRAFT):
        return _form(request, user, {}, replaces=has_one)
    return _take(request, user, after=half.after if half else "")


def _signed_in(request: HttpRequest) -> User | None:
    return proofs.account_of(request) if is_signed_in(request) else None


def _take(request: HttpRequest, user: User, *, after: str) -> HttpResponse:
    """With the first right code the factor counts, and whoever was half in is in."""
    typed = request.POST.get("code", "")[:LONGEST_CODE]
    if not typed.strip():
        return _form(request, user, {"code": _("Enter the security code")}, status=422)
    if wait := seconds_to_wait_for_code(request, user.pk):
        return _form(request, user, {"code": too_many(wait)}, status=429)
    factors = installation().build_second_factors()
    codes = factors.keep(user.pk, draft=request.session[_DRAFT], code=typed, at=timezone.now())
    if not codes:
        wrong = _(
            "This code is not right. Check that your phone shows the right time, then type the code it shows now."
        )
        return _form(request, user, {"code": wrong}, status=422)
    forget_codes(request, user.pk)
    kept = factors.find(user.pk)
    mark = kept.mark if kept else ""
    if request.user.is_authenticated:
        proofs.renew(request, factor=mark)
    else:
        let_in(request, user, factor=mark)
    request.session.pop(_DRAFT, None)
    logger.info("staff account %s set up a second factor, and is signed in", user.pk)
    return show_codes(request, codes, onwards=safe_next(after) or first_page(request))


def show_codes(request: HttpRequest, codes: tuple[str, ...], *, onwards: str) -> HttpResponse:
    """The recovery codes, this once: they are kept as digests."""
    return show(request, "entry/recovery-codes.html", {"codes": codes, "onwards": onwards})


def _form(
    request: HttpRequest, user: User, problems: dict[str, str], *, replaces: bool = False, status: int = 200
) -> HttpResponse:
    """The picture stays the same when a code was mistyped, and is another each time the page is opened."""
    factors = installation().build_second_factors()
    if not problems:
        request.session[_DRAFT] = factors.draft(user.pk)
    secret = factors.read_draft(user.pk, request.session[_DRAFT])
    address = pyotp.TOTP(secret).provisioning_uri(
        name=user.username, issuer_name=installation().read_profile().service_name
    )
    context = {
        "problems": problems,
        "address": reverse("staff:set-up"),
        "picture": _picture_of(address),
        "opens_app": address,
        "letters": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "account": user.username,
        "replaces": replaces,
    }
    return show(request, "entry/set-up.html", context, status=status)


def _picture_of(address: str) -> Markup:
    """A QR code as SVG: shapes and nothing else, on white in both themes so that a camera can read it."""
    title = _("QR code for your authenticator app")
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=4, light="#ffffff", dark="#000000", title=title, svgclass="fp-qr", lineclass=None
    )
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 - segno escapes the title; the rest is numbers
