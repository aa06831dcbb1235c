"""Access tokens: by one of these a program shows who it is, and what it may do here.

A token is 256 random bits, shown once. Kept is its SHA-256 alone: nothing that could be stolen here opens anything.
It needs no slow hash, as nobody can guess what was never chosen by a person (docs/decisions/0060).
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from fingerpost.contract.context import Access
from fingerpost.contract.errors import InvalidRequest

PREFIX = "fp_"
LONGEST = 200  # characters: whatever is longer is no token, and is not looked up
USUAL_DAYS, MOST_DAYS = 365, 730
LONGEST_NAME = 80
EVERY_TOOL = "*"
"""Stands for every tool, those of capabilities to come with them."""

PUBLIC_ONLY = frozenset({Access.PUBLIC})


class State(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What the holder may see, and which tools they may call: a capability by its command, or "search", "verify"."""

    access: frozenset[Access] = PUBLIC_ONLY
    tools: frozenset[str] = frozenset({EVERY_TOOL})

    def may_call(self, tool: str) -> bool:
        return EVERY_TOOL in self.tools or tool in self.tools

    @property
    def sees_staff_guidance(self) -> bool:
        return Access.STAFF in self.access


@dataclass(frozen=True, kw_only=True)
class AccessToken:
    """A token as it is kept: never the words of it. `expires_on` is its last day; `last_used` is a day and no more."""

    number: int
    name: str
    by: str
    made_at: datetime
    expires_on: date
    rights: Rights
    last_used: date | None = None
    revoked_at: datetime | None = None
    revoked_by: str = ""

    def state(self, today: date) -> State:
        if self.revoked_at is not None:
            return State.REVOKED
        return State.EXPIRED if today > self.expires_on else State.VALID


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a new token is to be, once it fits (see `read_wish`)."""

    name: str
    days: int
    rights: Rights = field(default_factory=Rights)


def new_token() -> str:
    """A fresh one: 256 bits from the system's own source."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of it: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def looks_like_one(token: str) -> bool:
    """Could it be a token at all? Spares the database what cannot."""
    return token.startswith(PREFIX) and len(token) <= LONGEST and token.isascii() and token.isprintable()


def read_wish(
    *, name: str, days: str | int = USUAL_DAYS, staff: bool = False, tools: Iterable[str] = (), known: Iterable[str]
) -> Wish:
    """What somebody asked for, checked. No tools means every tool; `known` are those there are.

    Raises InvalidRequest with a sentence for each field that does not fit.
    """
    problems: dict[str, str] = {}
    named = " ".join(name.split())
    if not named or len(named) > LONGEST_NAME or not named.isprintable():
        problems["name"] = _("Say which program it is for, in 1 to %(most)s characters") % {"most": LONGEST_NAME}
    number = int(days) if str(days).isascii() and str(days).isdigit() and len(str(days)) < 6 else 0
    if not 1 <= number <= MOST_DAYS:
        problems["days"] = _("Enter for how many days it is valid, from 1 to %(most)s") % {"most": MOST_DAYS}
    chosen, there_are = frozenset(tools), sorted(known)
    if chosen - set(there_are):
        problems["tools"] = _("Choose from these tools: %(tools)s") % {"tools": ", ".join(there_are)}
    if problems:
        raise InvalidRequest(problems)
    access = frozenset({Access.PUBLIC, Access.STAFF}) if staff else PUBLIC_ONLY
    return Wish(name=named, days=number, rights=Rights(access=access, tools=chosen or frozenset({EVERY_TOOL})))
