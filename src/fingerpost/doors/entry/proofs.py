"""What a session has shown of who sits before it: a password, a second factor, and when."""

import time
from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

from fingerpost.doors.accounts import roles_of
from fingerpost.doors.installation import installation

FRESH = 15 * 60  # seconds for which what was shown is good enough for what cannot be undone
BY_ORGANISATION = "organisation"  # their own provider asked for a second factor, and ours trusts it with that
_FACTOR, _PROVED = "staff_factor", "staff_proved"


def account_of(request: HttpRequest) -> User:
    """The account of whoever is signed in."""
    return cast(User, request.user)


def remember(request: HttpRequest, *, factor: str, shown_at: int | None = None) -> None:
    """They have shown who they are. `factor` is the mark of their second factor, BY_ORGANISATION, or "".

    `shown_at` is when, in Unix seconds: just now where nothing is said, 0 where nobody knows.
    """
    request.session[_FACTOR] = factor
    request.session[_PROVED] = int(time.time()) if shown_at is None else shown_at


def refresh(request: HttpRequest) -> None:
    """They have shown it once more."""
    request.session[_PROVED] = int(time.time())


def renew(request: HttpRequest, *, factor: str) -> None:
    """Their second factor is another now: this session goes on under another key, and every other one ends."""
    request.session.cycle_key()
    remember(request, factor=factor)


def are_fresh(request: HttpRequest) -> bool:
    """Did they show it within the last quarter of an hour?"""
    return bool(0 <= time.time() - request.session.get(_PROVED, 0) <= FRESH)


def fits_account(request: HttpRequest) -> bool:
    """Has the session shown all that the account asks for now? One that was reset or added since counts at once."""
    held = request.session.get(_FACTOR, "")
    if held == BY_ORGANISATION:
        return bool(settings.CONFIGURATION.oidc_second_factor)
    kept = installation().build_second_factors().find(account_of(request).pk)
    if kept is not None:
        return bool(held == kept.mark)
    return not held and not must_have_factor(account_of(request))


def must_have_factor(user: User) -> bool:
    """Is the account in a role that cannot do without?"""
    return bool(roles_of(user) & set(settings.CONFIGURATION.second_factor))
