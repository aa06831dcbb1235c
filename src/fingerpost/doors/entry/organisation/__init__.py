"""Signing in with the organisation's own provider (OpenID Connect), where one is configured."""

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from fingerpost.doors.installation import installation


def is_configured() -> bool:
    """Has the operator named a provider?"""
    return bool(settings.CONFIGURATION.oidc_issuer)


def links(after: str, *, signed_out: bool = False, again: bool = False) -> dict[str, str]:
    """Where the pages of entry lead for it; empty where it is not configured.

    `after` is the page to go to then, `again` asks who it is although they are signed in there, and `signed_out` offers
    to sign out there too.
    """
    if not is_configured():
        return {}
    query = urlencode({**({"next": after} if after else {}), **({"again": "1"} if again else {})})
    return {
        "sign_in": reverse("staff:organisation") + (f"?{query}" if query else ""),
        "sign_out": reverse("staff:organisation-sign-out") if signed_out else "",
    }


def is_outside(account: int) -> bool:
    """Did this account come from a provider?"""
    return installation().build_identities().is_outside(account)


def may_use_password(user: User) -> bool:
    """Passwords count where they are switched on, and for whom the command line let in for an hour."""
    allowed = settings.CONFIGURATION.password_sign_in
    return allowed or installation().build_identities().is_let_in(user.pk, at=timezone.now())
