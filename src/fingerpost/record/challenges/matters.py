"""What a challenge is made of: the outcome it is about, what somebody wrote, and what they sent with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from fingerpost.contract.capability import ask_for
from fingerpost.contract.errors import FingerpostError
from fingerpost.record.closing import when_closed
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore
from fingerpost.record.models import Entry
from fingerpost.record.reading import KeptRun, find_run

MOST_CHARACTERS = 5_000
MOST_CONTACT = 300


class Kind(StrEnum):
    PERSON = "person"
    WRONG = "wrong"


class Way(StrEnum):
    """How somebody wants to be answered. NONE: they come back to the address of the challenge."""

    NONE = "none"
    EMAIL = "email"
    PHONE = "phone"
    POST = "post"


class Decision(StrEnum):
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly upheld"
    NOT_UPHELD = "not upheld"
    PERSON_ANSWERED = "a person has answered"


OVERRIDES = frozenset({Decision.UPHELD, Decision.PARTLY_UPHELD})
"""Decisions by which a person changed what the system had said."""


class UnknownChallenge(FingerpostError):
    """No challenge, or no outcome to challenge, has this reference."""


class ErasedChallenge(FingerpostError):
    """What was written was erased: nothing can be sent, opened or answered any more."""


class AlreadyAnswered(FingerpostError):
    """A person has answered. What was said once is not said otherwise later."""


class NotOpened(FingerpostError):
    """Whoever answers must have read the words first."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody wrote, as they typed it, and how they can be reached. `to` is empty where `way` is none."""

    kind: Kind = ask_for("What you want", free_text=False)
    text: str = ask_for("What you want to tell us", max_length=MOST_CHARACTERS, default="")
    way: Way = ask_for("How we can reach you", free_text=False, default=Way.NONE)
    to: str = ask_for("Where we can reach you", free_text=False, max_length=MOST_CONTACT, default="")


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file as it was sent, with a name that is safe to show. `kind` is that of its first bytes (see `files`)."""

    name: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Due:
    """By when a person answers: so many working days, by the calendar of a nation."""

    on: date
    working_days: int
    nation: str


@dataclass(frozen=True, kw_only=True)
class Filing:
    """How a challenge came in: the language of the page and the door."""

    language: str
    door: str


@dataclass(frozen=True, kw_only=True)
class Matter:
    """The outcome that a challenge is about, as far as it can still be opened.

    `run` is None for a run that never closed. Its words are None where they were erased; `closed_at` says when whoever
    asked left, after which no page for residents shows them. `outcome` and `reason` stand in the ledger for ever.
    """

    reference: str
    capability: str
    at: datetime
    run: KeptRun | None = None
    closed_at: datetime | None = None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def reply(self) -> Mapping[str, Any] | None:
        """What its reader was given; None where nobody may be shown it."""
        return self.run.reply if self.run and not self.is_closed else None

    @property
    def request(self) -> Mapping[str, Any]:
        """What was asked, by its fields, with personal details masked; nothing where nobody may be shown it."""
        return (self.run.request if self.run and not self.is_closed else None) or {}

    @property
    def outcome(self) -> str:
        return str(self.run.leaf["outcome"]["kind"]) if self.run else "failed"


def find_matter(reference: str, *, body: str, keys: KeyStore) -> Matter:
    """The run of that reference, also one that was erased, closed by its reader, or broke off on the way.

    Raises UnknownChallenge where there was none, and StoreUnavailable.
    """
    run = find_run(reference, body=body, keys=keys)
    if run is not None:
        left = when_closed(reference, body=body)
        return Matter(reference=reference, capability=run.capability, at=run.at, run=run, closed_at=left)
    with store_faults(NOT_READ):
        opened = Entry.objects.filter(body=body, reference=reference, event=Entry.Event.OPENED).first()
    if opened is None:
        raise UnknownChallenge("No answer has this reference. Check it, letter by letter.")
    return Matter(reference=reference, capability=opened.capability, at=opened.at)
