"""Moves a case from one state to another, as `states.MOVES` allows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop

from fingerpost.casework.changing import change, move
from fingerpost.casework.faults import TOO_LONG, NotAllowed
from fingerpost.casework.history import Told
from fingerpost.casework.models import Case
from fingerpost.casework.states import Action
from fingerpost.casework.telling import tell_resident
from fingerpost.casework.viewing import Viewer
from fingerpost.record.keys import KeyStore

LONGEST = 5_000  # characters of words that somebody writes


def start(reference: str, *, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore) -> Case:
    """The team begins to work on it. Whoever starts a case that nobody has is given it."""

    def do(case: Case) -> Told:
        before = move(case, Action.START, at=at)
        case.assigned_to = case.assigned_to or viewer.name
        return _moved(case, Action.START, before)

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys)


def plan(
    reference: str, *, on: date, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore, words: str = ""
) -> Case:
    """The work has a day, which the resident is shown."""
    if on < at.date():
        raise NotAllowed(gettext_noop("This day is over. Choose today or a later day."))

    def do(case: Case) -> Told:
        before = move(case, Action.PLAN, at=at)
        case.planned_on = on
        return _moved(case, Action.PLAN, before, text=words, facts={"on": on.isoformat()})

    return _with_words(reference, do, words, viewer=viewer, version=version, at=at, keys=keys)


def resolve(reference: str, *, words: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore) -> Case:
    """The work is done. `words` say what was done, and the resident is shown them."""
    return _say(Action.RESOLVE, reference, words, viewer=viewer, version=version, at=at, keys=keys)


def reopen(reference: str, *, reason: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore) -> Case:
    """Somebody works on it again. The resident sees that, and not why."""
    return _say(Action.REOPEN, reference, reason, viewer=viewer, version=version, at=at, keys=keys, shows_words=False)


def close(reference: str, *, reason: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore) -> Case:
    """Nothing more is done. The resident is shown `reason`."""
    return _say(Action.CLOSE, reference, reason, viewer=viewer, version=version, at=at, keys=keys)


def hand_on(
    reference: str, *, to: str, words: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore
) -> Case:
    """Another organisation, `to`, takes it over. The resident is shown who and `words`."""
    to = " ".join(to.split())[:100]
    if not to:
        raise NotAllowed(gettext_noop("Say which organisation takes it over."))
    return _say(Action.HAND_ON, reference, f"{to}\n\n{words}".strip(), viewer=viewer, version=version, at=at, keys=keys)


def ask_resident(
    reference: str, *, words: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore
) -> Case:
    """Ask the resident for something. The clock stands until they write again."""
    return _say(Action.ASK, reference, words, viewer=viewer, version=version, at=at, keys=keys)


def _say(
    action: Action,
    reference: str,
    words: str,
    *,
    viewer: Viewer,
    version: int | None,
    at: datetime,
    keys: KeyStore,
    shows_words: bool = True,
) -> Case:
    """A move that must be said why."""
    if not words.strip():
        raise NotAllowed(gettext_noop("Write a few words about it first: the next person must know why."))

    def do(case: Case) -> list[Told]:
        before = move(case, action, at=at)
        if shows_words:
            return [_moved(case, action, before, text=words.strip())]
        return [_moved(case, action, before), Told(kind="noted", text=words.strip())]

    return _with_words(
        reference, do, words if shows_words else "", viewer=viewer, version=version, at=at, keys=keys, action=action
    )


def _with_words(
    reference: str,
    do: Any,
    words: str,
    *,
    viewer: Viewer,
    version: int | None,
    at: datetime,
    keys: KeyStore,
    action: Action = Action.PLAN,
) -> Case:
    if len(words) > LONGEST:
        raise NotAllowed(TOO_LONG, written=f"{len(words):,}", most=f"{LONGEST:,}")

    def told(case: Case) -> Any:
        lines = do(case)
        tell_resident(case, f"moved/{action}", words=words, by=viewer.name, at=at, keys=keys)
        return lines

    return change(reference, told, viewer=viewer, version=version, at=at, keys=keys)


def _moved(case: Case, action: Action, before: str, *, text: str = "", facts: Mapping[str, Any] | None = None) -> Told:
    moved = {"action": action.value, "from": str(before), "to": str(case.state), **(facts or {})}
    return Told(kind="moved", facts=moved, text=text, is_shown=True)
