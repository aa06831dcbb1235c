"""What is done to a case: each function checks who may, moves the case, and keeps it with its history and the ledger.

Each takes `(reference, *, viewer, version, at, keys, ...)` and gives the case as it now stands. Raises UnknownCase
where there is none or it is not theirs to see, StaleCase where somebody saved meanwhile, NotAllowed where it stands
otherwise, and StoreUnavailable.
"""

from fingerpost.casework.acting.bulk import bulk
from fingerpost.casework.acting.escalating import escalate, escalate_late
from fingerpost.casework.acting.joining import merge, part, relate
from fingerpost.casework.acting.moving import ask_resident, close, hand_on, plan, reopen, resolve, start
from fingerpost.casework.acting.noting import attach, note
from fingerpost.casework.acting.routing import assign, route, set_place

__all__ = [
    "ask_resident",
    "assign",
    "attach",
    "bulk",
    "close",
    "escalate",
    "escalate_late",
    "hand_on",
    "merge",
    "note",
    "part",
    "plan",
    "relate",
    "reopen",
    "resolve",
    "route",
    "set_place",
    "start",
]
