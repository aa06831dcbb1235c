"""What a resident sees of their own case, by its private link, and what they can do with it.

A wrong secret and an unknown reference look alike, also in how long they take.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from fingerpost.casework.acting.noting import keep_files
from fingerpost.casework.changing import change, keeping, lock, move, write
from fingerpost.casework.clocks import standing
from fingerpost.casework.faults import NotAllowed, UnknownCase
from fingerpost.casework.history import RESIDENT, Told, read_lines
from fingerpost.casework.models import Case, Suggestion
from fingerpost.casework.opened import content_of, list_files
from fingerpost.casework.opening import SECRET_BYTES, digest_of
from fingerpost.casework.reports import MOST_CHARACTERS, File
from fingerpost.casework.sealing import unseal_words
from fingerpost.casework.states import Action, State, may
from fingerpost.casework.viewing import Viewer
from fingerpost.casework.words import index_words
from fingerpost.contract.references import tidy_reference
from fingerpost.record.keys import KeyStore

_TOLD = ("action", "from", "to", "on", "into", "files")
"""Of a line's facts, those that a resident is told: never who did it, nor which team had it before."""


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """One line of the history that the resident sees. `words` is None once erased. `is_own`: they wrote it."""

    kind: str
    at: datetime
    facts: Mapping[str, Any]
    words: str | None
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class ShownFile:
    number: int
    name: str | None
    kind: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A case as its resident sees it. `words` is None once it was erased. `service` and `team` are codes, "" where
    nobody has chosen yet; `run` is the run of triage, which can be challenged. `merged_into` only says that there is
    another: whose it is, is nobody's affair."""

    reference: str
    state: str
    service: str
    team: str
    received_at: datetime
    due_at: datetime | None
    planned_on: date | None
    is_late: bool
    lines: tuple[ShownLine, ...]
    words: str | None
    files: tuple[ShownFile, ...]
    run: str
    language: str
    is_merged: bool
    main_state: str
    may_withdraw: bool
    may_add: bool
    may_say_not_done: bool


def follow(reference: str, secret: str, *, body: str, at: datetime, keys: KeyStore) -> Followed:
    """The case of a private link. Raises UnknownCase, StoreUnavailable."""
    case = _of_link(reference, secret, body=body)
    words = unseal_words(case, keys=keys)
    state = State(case.state)
    how = standing(case, at)
    main = case.merged_into
    return Followed(
        reference=case.reference,
        state=case.state,
        service="" if _is_undecided_plant(case) else case.service,
        team=case.team,
        received_at=case.received_at,
        due_at=how.due_at if case.is_live else None,
        planned_on=case.planned_on,
        is_late=how.is_late,
        lines=tuple(
            ShownLine(
                kind=line.kind,
                at=line.at,
                facts={name: line.facts[name] for name in _TOLD if name in line.facts and name != "into"},
                words=line.text,
                is_own=line.by == RESIDENT,
            )
            for line in read_lines(case, keys=keys, shown_only=True)
        ),
        words=None if words is None else words["text"],
        files=tuple(
            ShownFile(number=each.number, name=each.name, kind=each.kind, size=each.size)
            for each in list_files(case, keys=keys)
            if each.by == RESIDENT
        ),
        run=case.run,
        language=case.language,
        is_merged=state is State.MERGED,
        main_state=main.state if main else "",
        may_withdraw=may(Action.WITHDRAW, state),
        may_add=may(Action.HEAR, state),
        may_say_not_done=state is State.RESOLVED,
    )


def withdraw(reference: str, secret: str, *, body: str, at: datetime, keys: KeyStore) -> Case:
    """The resident wants nothing done any more. Raises UnknownCase, NotAllowed, StoreUnavailable."""

    def do(case: Case) -> Told:
        before = move(case, Action.WITHDRAW, at=at)
        facts = {"action": Action.WITHDRAW.value, "from": before.value, "to": str(case.state)}
        return Told(kind="moved", facts=facts, is_shown=True)

    return _change(reference, secret, do, body=body, at=at, keys=keys)


def add(
    reference: str,
    secret: str,
    *,
    words: str,
    files: Sequence[File] = (),
    body: str,
    at: datetime,
    keys: KeyStore,
) -> Case:
    """The resident writes again, or sends files. A case that waited for them goes on; one that was done opens again.

    Raises UnknownCase, NotAllowed, StoreUnavailable.
    """
    return _change(reference, secret, _hear(words, files, at=at, keys=keys), body=body, at=at, keys=keys)


def say_not_done(reference: str, secret: str, *, words: str, body: str, at: datetime, keys: KeyStore) -> Case:
    """The resident says that what was called done is not. Raises UnknownCase, NotAllowed, StoreUnavailable."""

    def do(case: Case) -> Told:
        if case.state != State.RESOLVED:
            raise NotAllowed(gettext_noop("This has not been marked as done. You can add to it instead."))
        return _hear(words, (), at=at, keys=keys, is_wanted=False)(case)

    return _change(reference, secret, do, body=body, at=at, keys=keys)


def hear(
    reference: str,
    *,
    words: str,
    files: Sequence[File] = (),
    channel: str,
    body: str,
    at: datetime,
    keys: KeyStore,
    also: Callable[[Case], object] | None = None,
) -> Case:
    """The resident wrote again by a way that proves itself who they are, such as an e-mail's own token.

    `also` is called with the case in the same transaction. Raises UnknownCase, NotAllowed, StoreUnavailable.
    """
    with keeping():
        case = lock(reference, allowed=Q(body=body))
        write(case, _hear(words, files, at=at, keys=keys, channel=channel), by=RESIDENT, at=at, keys=keys)
        if also is not None:
            also(case)
    return case


def new_link(reference: str, *, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore) -> str:
    """A new secret for the private link, which ends the one before; given once. Raises what `acting` raises."""
    secret = secrets.token_urlsafe(SECRET_BYTES)

    def do(case: Case) -> Told:
        case.link = digest_of(secret)
        return Told(kind="new-link")

    change(reference, do, viewer=viewer, version=version, at=at, keys=keys)
    return secret


def file_of_link(
    reference: str, secret: str, number: int, *, body: str, keys: KeyStore
) -> tuple[str, str, bytes] | None:
    """Name, kind and content of a file that the resident sent themselves; None where there is none."""
    case = _of_link(reference, secret, body=body)
    return content_of(case, number, keys=keys, by=RESIDENT)


def _hear(
    words: str, files: Sequence[File], *, at: datetime, keys: KeyStore, is_wanted: bool = True, channel: str = ""
) -> Callable[[Case], Told]:
    words = words.strip()[:MOST_CHARACTERS]
    if is_wanted and not words and not files:
        raise NotAllowed(gettext_noop("Write something or choose a file first."))

    def do(case: Case) -> Told:
        before = move(case, Action.HEAR, at=at)
        index_words(case, [words], keys=keys)
        facts: dict[str, Any] = {"from": before.value, "to": str(case.state)}
        if files:
            facts["files"] = keep_files(case, files, by=RESIDENT, at=at, keys=keys)
        if channel:
            facts["channel"] = channel
        return Told(kind="heard", facts=facts, text=words, is_shown=True)

    return do


def _change(reference: str, secret: str, do: Any, *, body: str, at: datetime, keys: KeyStore) -> Case:
    with keeping():
        _of_link(reference, secret, body=body)
        case = lock(reference, allowed=Q(body=body))
        write(case, do, by=RESIDENT, at=at, keys=keys)
    return case


def _of_link(reference: str, secret: str, *, body: str) -> Case:
    found = Case.objects.filter(body=body, reference=tidy_reference(reference)).select_related("merged_into").first()
    kept = found.link if found is not None and found.link else "0" * 64
    is_right = hmac.compare_digest(kept, digest_of(secret))
    if found is None or not found.link or not is_right or not secret:
        raise UnknownCase
    return found


def _is_undecided_plant(case: Case) -> bool:
    return Suggestion.objects.filter(case=case, is_planted=True, decision=None).exists()
