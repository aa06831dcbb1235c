"""To the organisation's provider and back: authorization code flow with PKCE, a state and a nonce of one use each."""

import hashlib
import hmac
import logging
import secrets
import time
from base64 import urlsafe_b64encode
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fingerpost.doors.entry import proofs
from fingerpost.doors.entry.access import View, is_signed_in, open_to_all, safe_next
from fingerpost.doors.entry.attempts import seconds_to_wait_here
from fingerpost.doors.entry.organisation import is_configured
from fingerpost.doors.entry.organisation.claims import OFF, name_of, role_of, shown_at, shows_second_factor
from fingerpost.doors.entry.organisation.provider import Provider, find_provider, take_code
from fingerpost.doors.entry.organisation.refusals import STATUS, Refused, words_for
from fingerpost.doors.entry.pages import show
from fingerpost.doors.entry.signing import onwards, pass_on, too_many
from fingerpost.doors.installation import installation

logger = logging.getLogger(__name__)

WAITS = 10 * 60  # seconds in which one must be back
LONGEST_CODE = 4096  # characters
_ON_THE_WAY = "staff_on_the_way"


def _where_configured(view: View) -> View:
    @wraps(view)
    def look(request: HttpRequest) -> HttpResponse:
        return view(request) if is_configured() else HttpResponseRedirect(reverse("staff:sign-in"), status=303)

    return look


@open_to_all
@require_GET
@_where_configured
def start(request: HttpRequest) -> HttpResponse:
    """To the provider. `next` is the page to go to then; `again` has those who are signed in show it once more."""
    if wait := seconds_to_wait_here(request):
        response = _told(request, [too_many(wait)], status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    again = "again" in request.GET and is_signed_in(request)
    try:
        provider = find_provider()
    except Refused as refused:
        return _refusal(request, refused)
    kept = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(48),
        "after": safe_next(request.GET.get("next", "")),
        "again": request.user.pk if again else None,
        "language": get_language(),
        "at": int(time.time()),
    }
    request.session[_ON_THE_WAY] = kept
    return HttpResponseRedirect(_asking(request, provider, kept), status=303)


@open_to_all
@require_GET
@_where_configured
def back(request: HttpRequest) -> HttpResponse:
    """From the provider, with a code that is good once. What was begun here is over, however it ends."""
    kept = request.session.pop(_ON_THE_WAY, None)
    if kept is None and is_signed_in(request):  # the page was loaded again
        return onwards(request, "")
    with override(kept["language"] if kept else get_language()):
        try:
            return _admit(request, kept)
        except Refused as refused:
            return _refusal(request, refused)


@open_to_all
@require_GET
@_where_configured
def sign_out(request: HttpRequest) -> HttpResponse:
    """To where the provider signs out, for those who have signed out here; it may lead back."""
    here = reverse("staff:sign-in")
    try:
        there = find_provider().sign_out_at
    except Refused as refused:
        return _refusal(request, refused)
    query = {"client_id": settings.CONFIGURATION.oidc_client_id, "post_logout_redirect_uri": _absolute(request, here)}
    return HttpResponseRedirect(_with(there, query) if there else here, status=303)


def _admit(request: HttpRequest, kept: dict[str, Any] | None) -> HttpResponse:
    claims = _claims(request, kept) if kept else {}
    if not kept:
        raise Refused("begun elsewhere", "no sign-in was begun in this session")
    role = role_of(claims)
    user = (
        installation()
        .build_identities()
        .admit(issuer=claims["iss"], subject=claims["sub"], called=name_of(claims), role=role)
    )
    if user is None:
        raise Refused("removed" if role else "no role")
    if kept["again"] is not None:
        return _confirm(request, user.pk, claims, kept)
    factor = proofs.BY_ORGANISATION if shows_second_factor(claims) else ""
    return pass_on(request, user, after=kept["after"], factor=factor, shown_at=shown_at(claims))


def _claims(request: HttpRequest, kept: dict[str, Any]) -> Any:
    """What the provider says of whoever came back, all of it checked."""
    told = request.GET
    if not hmac.compare_digest(told.get("state", "").encode(), kept["state"].encode()):
        raise Refused("begun elsewhere", "the state is another")
    if not 0 <= time.time() - kept["at"] <= WAITS:
        raise Refused("begun elsewhere", "it took too long")
    from fingerpost.doors.entry.organisation.tokens import read_id_token  # noqa: PLC0415 - needs the oidc extra

    provider = find_provider()
    if told.get("iss", "" if provider.names_itself else provider.issuer) != provider.issuer:
        raise Refused("not believed", "another provider answered")
    code = told.get("code", "")
    if "error" in told or not 0 < len(code) <= LONGEST_CODE:
        raise Refused("not let in", "the provider gave no code")
    token = take_code(provider, code=code, verifier=kept["verifier"], back_at=_back_at(request))
    return read_id_token(token, provider, client=settings.CONFIGURATION.oidc_client_id, nonce=kept["nonce"])


def _confirm(request: HttpRequest, account: int, claims: Any, kept: dict[str, Any]) -> HttpResponse:
    """The same person, who showed it since they were asked to."""
    if not is_signed_in(request) or account != request.user.pk or account != kept["again"]:
        raise Refused("somebody else")
    if shown_at(claims) < kept["at"] - OFF:
        raise Refused("not believed", "the provider did not ask again")
    proofs.refresh(request)
    request.session.cycle_key()
    return onwards(request, kept["after"])


def _asking(request: HttpRequest, provider: Provider, kept: dict[str, Any]) -> str:
    digest = hashlib.sha256(kept["verifier"].encode()).digest()
    query = {
        "response_type": "code",
        "client_id": settings.CONFIGURATION.oidc_client_id,
        "redirect_uri": _back_at(request),
        "scope": " ".join(dict.fromkeys(("openid", *settings.CONFIGURATION.oidc_scopes))),
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if kept["again"] is not None else {}),
    }
    return _with(provider.authorise_at, query)


def _back_at(request: HttpRequest) -> str:
    """One address in every language, as the provider is told of one."""
    with override(settings.LANGUAGE_CODE):
        return _absolute(request, reverse("staff:organisation-back"))


def _absolute(request: HttpRequest, path: str) -> str:
    return f"{settings.CONFIGURATION.base_url or f'{request.scheme}://{request.get_host()}'}{path}"


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def _refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    logger.warning("a sign-in by the organisation was refused: %s", refused)
    return _told(request, words_for(refused.why), status=STATUS[refused.why])


def _told(request: HttpRequest, words: list[str], *, status: int) -> HttpResponse:
    context = {"title": _("You are not signed in"), "paragraphs": words}
    return show(request, "entry/words.html", context, status=status)
