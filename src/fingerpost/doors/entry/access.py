"""Who may open which staff page. A view that says nothing of it cannot be given an address (see `only_guarded`)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, URLPattern, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language_from_path, override
from django.views.decorators.csrf import csrf_protect

from fingerpost.doors.entry import proofs
from fingerpost.doors.entry.pages import not_allowed

View = Callable[..., HttpResponse]

IDLE = 30 * 60  # seconds without a request after which one must sign in again
LONGEST = 12 * 3600  # seconds after which one must, however busy
MINUTE = 60
OURS = frozenset({"staff", "oversight"})  # the doors whose pages one signs in for
_SINCE, _SEEN = "staff_since", "staff_seen"


def needs(permission: str, *, or_else: str = "", fresh: bool = False) -> Callable[[View], View]:
    """A view for those who have the permission ("app.codename"); "" for everybody who has signed in. `or_else` is
    another permission that will do: for a page that two sorts of people look at.

    Others are led to sign in, or told that it is not for them. Forms carry Django's token. No cache keeps the page.

    `fresh` is for what cannot be undone, or opens what is closed: whoever did not show who they are within the last
    quarter of an hour is asked again, by code or password, and then brought back. Put it on the page that holds the
    form as well as on the view that takes it: a form that is sent too late is led back to the page it stands on, which
    must be the address it is sent to or the one that the browser came from.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            will_do = or_else if or_else and request.user.has_perm(or_else) else permission
            return _refusal(request, will_do, fresh=fresh) or view(request, *args, **kwargs)

        return _marked(guarded, permission, or_else=or_else, fresh=fresh)

    return guard


def open_to_all(view: View) -> View:
    """A staff page that needs nobody to have signed in: those on the way in."""
    return _marked(view, None)


def only_guarded(*patterns: URLPattern) -> list[URLPattern]:
    """The addresses, each of whose views says who may open it. Raises ImproperlyConfigured, so nothing starts."""
    for pattern in patterns:
        if not hasattr(pattern.callback, "needs"):
            raise ImproperlyConfigured(f"The staff page '{pattern.name}' does not say who may open it: see `needs`.")
    return list(patterns)


def begin(request: HttpRequest, *, factor: str, shown_at: int | None = None) -> None:
    """Start counting, once somebody has signed in. `factor` and `shown_at` are what `proofs.remember` keeps."""
    request.session[_SINCE] = request.session[_SEEN] = int(time.time())
    proofs.remember(request, factor=factor, shown_at=shown_at)


def is_signed_in(request: HttpRequest) -> bool:
    """Has somebody signed in, with all that their account asks for, and not been away for too long?

    Whoever was away, or whose second factor is another now, is signed out.
    """
    if not request.user.is_authenticated:
        return False
    now = int(time.time())
    seen = request.session.get(_SEEN, 0)
    is_over = now - seen > IDLE or now - request.session.get(_SINCE, 0) > LONGEST
    if is_over or not proofs.fits_account(request):
        logout(request)
        return False
    if now - seen >= MINUTE:  # once a minute: not every page is worth a write
        request.session[_SEEN] = now
    return True


def safe_next(address: str) -> str:
    """Where to go after signing in: a staff page of ours, "" for anything else."""
    if not address.startswith("/") or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return ""
    path = address.partition("?")[0]
    try:
        with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
            found = resolve(path)
    except Resolver404:
        return ""
    return address if found.namespace in OURS and getattr(found.func, "needs", None) is not None else ""


def _refusal(request: HttpRequest, permission: str, *, fresh: bool) -> HttpResponse | None:
    was_in = request.user.is_authenticated
    if not is_signed_in(request):
        return _to_sign_in(request, was_in=was_in)
    if permission and not request.user.has_perm(permission):
        return not_allowed(request)
    if fresh and not proofs.are_fresh(request):
        return HttpResponseRedirect(f"{reverse('staff:confirm')}?{urlencode({'next': _back_to(request)})}", status=303)
    return None


def _back_to(request: HttpRequest) -> str:
    """The page that was asked for; for a form that was sent, the page it stands on."""
    here = request.get_full_path()
    if request.method in {"GET", "HEAD"}:
        return here
    came_from = request.headers.get("Referer", "").removeprefix(f"{request.scheme}://{request.get_host()}")
    return safe_next(came_from) or here


def _to_sign_in(request: HttpRequest, *, was_in: bool) -> HttpResponse:
    after = {"next": request.get_full_path()} if request.method in {"GET", "HEAD"} else {}
    away = {"away": "1"} if was_in else {}
    query = urlencode({**after, **away})
    return HttpResponseRedirect(reverse("staff:sign-in") + (f"?{query}" if query else ""), status=303)


def _marked(view: View, permission: str | None, *, or_else: str = "", fresh: bool = False) -> View:
    protected = csrf_protect(view)

    @wraps(view)
    def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = protected(request, *args, **kwargs)
        except Http404 as error:
            response = response_for_exception(request, error)  # the page that says so is as private as the others
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    private.needs = permission  # type: ignore[attr-defined]  # read by `only_guarded` and by the tests
    private.or_else = or_else  # type: ignore[attr-defined]  # read by the tests
    private.fresh = fresh  # type: ignore[attr-defined]  # read by the tests
    return private
