"""Between the password and the second factor: known, and not yet let in. No page of `needs` opens for them."""

import time
from dataclasses import dataclass

from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from fingerpost.doors.entry.access import begin

WAITS = 10 * 60  # seconds for which the second factor is waited for
_HALF = "staff_half"


@dataclass(frozen=True, kw_only=True)
class HalfIn:
    """Who stands between the doors, and the page they asked for."""

    user: User
    after: str


def stop_halfway(request: HttpRequest, user: User, *, after: str) -> None:
    """Remember who it is, under another session key. Whoever was signed in here is signed out."""
    if request.user.is_authenticated:
        logout(request)
    request.session.cycle_key()
    kept = {"user": user.pk, "hash": user.get_session_auth_hash(), "at": int(time.time()), "after": after}
    request.session[_HALF] = kept


def who_is_halfway(request: HttpRequest) -> HalfIn | None:
    """Whoever gave their password here within ten minutes, if it still is their password; None for anybody else."""
    kept = request.session.get(_HALF)
    if not kept:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    is_late = not 0 <= time.time() - kept["at"] <= WAITS
    if user is None or is_late or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        forget_halfway(request)
        return None
    return HalfIn(user=user, after=kept["after"])


def forget_halfway(request: HttpRequest) -> None:
    """Back to the first door."""
    request.session.pop(_HALF, None)


def let_in(request: HttpRequest, user: User, *, factor: str, shown_at: int | None = None) -> None:
    """Sign them in, under another session key: one planted or seen before is worth nothing."""
    forget_halfway(request)
    login(request, user)
    begin(request, factor=factor, shown_at=shown_at)
    request.session.clear_expired()  # rows of those who closed their browser: nothing else tells us that they did
