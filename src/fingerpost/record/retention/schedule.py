"""How many days each kind of record is kept. An installation may say otherwise, as in `retention = ["runs=90"]`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

LONGEST = 36_500  # days: a hundred years is a slip of the hand


class Kind(StrEnum):
    """The kinds of record, in the order in which the schedule is shown."""

    RUNS = "runs"
    FEEDBACK = "feedback"
    CHALLENGES = "challenges"
    CASES = "cases"
    DRAFTS = "drafts"
    ALERTS = "alerts"
    SESSIONS = "sessions"
    BACKUPS = "backups"
    UNCLOSED = "unclosed"
    SIGN_INS = "sign-ins"
    FIGURES = "figures"
    EVALUATIONS = "evaluations"
    LEDGER = "ledger"


@dataclass(frozen=True, kw_only=True)
class Term:
    """How long one kind is kept, in days; None for good. `can_be_set` says whether an installation may change it."""

    kind: Kind
    days: int | None
    can_be_set: bool = False


Schedule = Mapping[Kind, Term]

SCHEDULE: Schedule = MappingProxyType(
    {
        term.kind: term
        for term in (
            Term(kind=Kind.RUNS, days=365, can_be_set=True),  # from the last answer of the conversation
            Term(kind=Kind.FEEDBACK, days=180, can_be_set=True),
            Term(kind=Kind.CHALLENGES, days=730, can_be_set=True),  # from the answer; until then they wait
            Term(kind=Kind.CASES, days=730, can_be_set=True),  # from when it was over; until then it is worked on
            Term(kind=Kind.DRAFTS, days=1),  # see `challenges.receiving.DRAFTS_STAY`
            Term(kind=Kind.ALERTS, days=365),  # see `repair.alerts`: sooner, once they are told or do not confirm
            Term(kind=Kind.SESSIONS, days=1),  # twelve hours, or when the browser is closed; swept once a day
            Term(kind=Kind.BACKUPS, days=35, can_be_set=True),
            Term(kind=Kind.UNCLOSED, days=None),  # hold no word: the words are written only when a run closes
            Term(kind=Kind.SIGN_INS, days=1),  # who tried too often; and of each account only when it last signed in
            Term(kind=Kind.FIGURES, days=None),
            Term(kind=Kind.EVALUATIONS, days=None),
            Term(kind=Kind.LEDGER, days=None),
        )
    }
)


def read_schedule(said: Iterable[str]) -> Schedule:
    """The schedule with what an installation says of it. Raises ValueError with a sentence on what does not fit."""
    changed = dict(SCHEDULE)
    settable = [kind.value for kind, term in SCHEDULE.items() if term.can_be_set]
    for each in said:
        name, _sign, days = (part.strip() for part in each.partition("="))
        if name not in settable or not days.isascii() or not days.isdigit() or not 1 <= int(days) <= LONGEST:
            known = ", ".join(settable)
            raise ValueError(f"'retention' takes 'KIND=DAYS' with one of {known} and 1 to {LONGEST:,}, not '{each}'.")
        changed[Kind(name)] = Term(kind=Kind(name), days=int(days), can_be_set=True)
    return MappingProxyType(changed)
