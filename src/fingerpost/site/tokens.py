"""Where access tokens are kept: their digests, and what their holders may do. Each change stands in the ledger."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.contract.context import Access
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.tokens import AccessToken, Rights, State, Wish, digest_of, looks_like_one, new_token
from fingerpost.knowledge.store_faults import store_faults
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.site import models

MADE, REVOKED = "token/made", "token/revoked"


class Tokens:
    """The access tokens of the body. See `doors.installation.Tokens`."""

    def make(self, wish: Wish, *, by: str, at: datetime) -> tuple[str, AccessToken]:
        """A new token in words, which nobody can ask for again, and as it is kept. Raises StoreUnavailable."""
        token = new_token()
        with store_faults(), committing():
            row = models.AccessToken.objects.create(
                body=settings.CONFIGURATION.body,
                name=wish.name,
                digest=digest_of(token),
                by=by,
                made_at=at,
                expires_on=timezone.localdate(at) + timedelta(days=wish.days),
                access=sorted(wish.rights.access),
                tools=sorted(wish.rights.tools),
            )
            made = _as_kept(row)
            _note(MADE, made, at=at, facts={"by": by, "expires_on": made.expires_on.isoformat(), **_rights_of(made)})
        return token, made

    def list(self) -> list[AccessToken]:
        """Every token there ever was, newest first. Raises StoreUnavailable."""
        with store_faults():
            return [_as_kept(row) for row in _ours().order_by("-id")]

    def revoke(self, number: int, *, by: str, at: datetime) -> AccessToken:
        """End it: the next call with it is refused. Once more changes nothing.

        Raises InvalidRequest where there is none of that number, and StoreUnavailable.
        """
        with store_faults(), committing():
            ended = _ours().filter(pk=number, revoked_at=None).update(revoked_at=at, revoked_by=by)
            row = _ours().filter(pk=number).first()
            if row is None:
                raise InvalidRequest({"number": _("There is no token of that number.")})
            token = _as_kept(row)
            if ended:
                _note(REVOKED, token, at=at, facts={"by": by})
        return token

    def find(self, token: str, *, at: datetime) -> AccessToken | None:
        """The token that these words are, if it is valid now; the day is noted. Raises StoreUnavailable."""
        if not looks_like_one(token):
            return None
        today = timezone.localdate(at)
        with store_faults():
            row = _ours().filter(digest=digest_of(token)).first()
            kept = _as_kept(row) if row else None
            if kept is None or kept.state(today) is not State.VALID:
                return None
            if kept.last_used != today:
                models.AccessToken.objects.filter(pk=kept.number).update(last_used=today)
        return kept


def _ours() -> Any:
    return models.AccessToken.objects.filter(body=settings.CONFIGURATION.body)


def _as_kept(row: models.AccessToken) -> AccessToken:
    return AccessToken(
        number=row.pk,
        name=row.name,
        by=row.by,
        made_at=row.made_at,
        expires_on=row.expires_on,
        rights=Rights(access=frozenset(Access(each) for each in row.access), tools=frozenset(row.tools)),
        last_used=row.last_used,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by,
    )


def _rights_of(token: AccessToken) -> Mapping[str, str]:
    return {"access": " ".join(sorted(token.rights.access)), "tools": " ".join(sorted(token.rights.tools))}


def _note(kind: str, token: AccessToken, *, at: datetime, facts: Mapping[str, str]) -> None:
    """By its number and its name, which is that of a program."""
    note_event(
        kind, body=settings.CONFIGURATION.body, at=at, facts={"number": token.number, "name": token.name, **facts}
    )
