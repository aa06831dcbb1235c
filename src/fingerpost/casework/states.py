"""The states of a case: one table of the moves that are allowed, and one of who must act next.

Both are whole: a state or an action that stands in neither fails a test.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"  # nobody has looked yet
    OPEN = "open"  # a team works on it
    WAITING = "waiting"  # for something that the resident was asked for
    PLANNED = "planned"  # the work has a day
    RESOLVED = "resolved"  # done: the resident may say that it is not
    CLOSED = "closed"
    HANDED_ON = "handed on"  # to another organisation
    WITHDRAWN = "withdrawn"  # by the resident
    MERGED = "merged"  # into another case about the same thing
    ERASED = "erased"


class Action(StrEnum):
    """What moves a case."""

    START = "start"
    ASK = "ask"
    HEAR = "hear"  # the resident wrote again
    PLAN = "plan"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    CLOSE = "close"
    HAND_ON = "hand on"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    PART = "part"  # a merge is undone: the case goes back to where it stood
    ERASE = "erase"


class Owner(StrEnum):
    """Who must act next."""

    TEAM = "team"
    RESIDENT = "resident"
    NOBODY = "nobody"


_LIVE = (State.RECEIVED, State.OPEN, State.WAITING, State.PLANNED)
_OVER = (State.RESOLVED, State.CLOSED, State.HANDED_ON, State.WITHDRAWN)
BEFORE_MERGE = object()
"""The state that a case had before it was merged: kept with the merge."""

MOVES: Mapping[Action, Mapping[State, object]] = MappingProxyType(
    {
        Action.START: {State.RECEIVED: State.OPEN, State.PLANNED: State.OPEN},
        Action.ASK: dict.fromkeys((State.RECEIVED, State.OPEN, State.PLANNED), State.WAITING),
        Action.HEAR: {
            State.RECEIVED: State.RECEIVED,
            State.OPEN: State.OPEN,
            State.WAITING: State.OPEN,
            State.PLANNED: State.PLANNED,
            State.RESOLVED: State.OPEN,
            State.HANDED_ON: State.HANDED_ON,
        },
        Action.PLAN: dict.fromkeys((State.RECEIVED, State.OPEN, State.WAITING), State.PLANNED),
        Action.RESOLVE: dict.fromkeys(_LIVE, State.RESOLVED),
        Action.REOPEN: dict.fromkeys(_OVER, State.OPEN),
        Action.CLOSE: dict.fromkeys((*_LIVE, State.RESOLVED), State.CLOSED),
        Action.HAND_ON: dict.fromkeys(_LIVE, State.HANDED_ON),
        Action.WITHDRAW: dict.fromkeys(_LIVE, State.WITHDRAWN),
        Action.MERGE: dict.fromkeys(_LIVE, State.MERGED),
        Action.PART: {State.MERGED: BEFORE_MERGE},
        Action.ERASE: {each: State.ERASED for each in State if each is not State.ERASED},
    }
)
"""For each action, the states it may start from and the one it leads to. Nothing else is allowed."""

OWNERS: Mapping[State, Owner] = MappingProxyType(
    {
        State.RECEIVED: Owner.TEAM,
        State.OPEN: Owner.TEAM,
        State.WAITING: Owner.RESIDENT,
        State.PLANNED: Owner.TEAM,
        State.RESOLVED: Owner.NOBODY,
        State.CLOSED: Owner.NOBODY,
        State.HANDED_ON: Owner.NOBODY,
        State.WITHDRAWN: Owner.NOBODY,
        State.MERGED: Owner.NOBODY,
        State.ERASED: Owner.NOBODY,
    }
)

IS_LIVE: frozenset[State] = frozenset(_LIVE)
"""The states in which a case stands in a queue and its clock runs, but that WAITING stops the clock."""


def may(action: Action, state: State) -> bool:
    """Is the action allowed in that state?"""
    return state in MOVES[action]
