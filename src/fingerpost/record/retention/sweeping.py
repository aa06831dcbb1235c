"""Takes away what is older than the schedule lets it be: some hundreds at a time, each with its entry in the ledger.

Killed half-way, it goes on the next time; run twice, it finds nothing more to do.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.challenges.models import ChallengeAnswer, ChallengeFile
from fingerpost.record.commits import committing, empty_log, overwriting
from fingerpost.record.events import note_event
from fingerpost.record.faults import store_faults
from fingerpost.record.repair import alerts
from fingerpost.record.repair.models import Alert
from fingerpost.record.retention.ageing import (
    count_over_age,
    old_challenges,
    old_drafts,
    old_feedback,
    old_keys,
    old_sessions,
)
from fingerpost.record.retention.backups import remove_old_backups, scrub_backups
from fingerpost.record.retention.clock import SWEPT, note_look
from fingerpost.record.retention.forgetting import AT_ONCE, forget_subjects
from fingerpost.record.retention.keepers import keepers
from fingerpost.record.retention.schedule import Kind, Schedule

NOT_SWEPT = "We could not finish sweeping. What was swept stays swept. Run it again: fingerpost retention sweep"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """How many of each kind went. `left` is what is over age still: 0 unless somebody stopped it."""

    swept: dict[Kind, int]
    left: int


def sweep(
    *,
    body: str,
    at: datetime,
    schedule: Schedule,
    home: Path,
    progress: Progress = lambda what, done, total: None,
    at_once: int = AT_ONCE,
) -> Sweep:
    """Sweep all that is over age at `at`. `at_once` is the most that goes in one transaction.

    Each batch and its entry "retention/swept", with kind and count, are one transaction. Afterwards the keys that went
    are overwritten in the backups under `home` too. Whoever sweeps with nobody there asks `clock.find_doubt` first.
    Raises StoreUnavailable; then run it again.
    """
    swept: Counter[Kind] = Counter()
    with store_faults(NOT_SWEPT):
        for kind, take in {**{each.kind: each.take for each in keepers()}, **_TAKERS}.items():  # runs last
            total = count_over_age(body=body, at=at, schedule=schedule)[kind]
            while gone := _batch(kind, take, body=body, at=at, schedule=schedule, at_once=at_once):
                swept[kind] += gone
                progress(f"Sweeping {kind}", swept[kind], max(total, swept[kind]))
        swept[Kind.SESSIONS] += _sweep_sessions(at)
        swept[Kind.BACKUPS] += remove_old_backups(home, at=at, days=schedule[Kind.BACKUPS].days)
        scrub_backups(home)
        if not empty_log():
            raise StoreUnavailable(NOT_SWEPT, detail="others were reading: the log could not be emptied")
        with committing():
            note_look(body=body, at=at)
    left = sum(count_over_age(body=body, at=at, schedule=schedule).values())
    return Sweep(swept={kind: count for kind, count in swept.items() if count}, left=left)


_Take = Callable[[str, datetime, Schedule, int], int]


def _batch(kind: Kind, take: _Take, *, body: str, at: datetime, schedule: Schedule, at_once: int) -> int:
    with overwriting(), committing():
        gone = take(body, at, schedule, at_once)
        if gone:
            days = schedule[kind].days
            note_event(SWEPT, body=body, at=at, facts={"kind": kind.value, "count": gone, "older_than_days": days})
    return gone


def _take_runs(body: str, at: datetime, schedule: Schedule, at_once: int) -> int:
    found = old_keys(body=body, at=at, schedule=schedule).order_by("created_at", "id")
    subjects = list(found.values_list("subject", flat=True)[:at_once])
    return forget_subjects(subjects, body=body, at=at).keys if subjects else 0


def _take_feedback(body: str, at: datetime, schedule: Schedule, at_once: int) -> int:
    found = old_feedback(body=body, at=at, schedule=schedule)
    ids = list(found.order_by("pk").values_list("pk", flat=True)[:at_once])
    return found.model._default_manager.filter(pk__in=ids).update(sealed=None, page="")


def _take_challenges(body: str, at: datetime, schedule: Schedule, at_once: int) -> int:
    """The words and files; that there was a challenge, and how it was decided, stays."""
    found = old_challenges(body=body, at=at, schedule=schedule)
    ids = list(found.order_by("pk").values_list("pk", flat=True)[:at_once])
    ChallengeFile.objects.filter(challenge__in=ids).delete()
    ChallengeAnswer.objects.filter(challenge__in=ids).update(sealed=None)
    return found.model._default_manager.filter(pk__in=ids).update(sealed=None, urgent=False)


def _take_drafts(body: str, at: datetime, schedule: Schedule, at_once: int) -> int:
    found = old_drafts(body=body, at=at)
    ids = list(found.order_by("pk").values_list("pk", flat=True)[:at_once])
    found.model._default_manager.filter(pk__in=ids).delete()
    return len(ids)


def _take_alerts(body: str, at: datetime, schedule: Schedule, at_once: int) -> int:
    ids = list(alerts.over_age(body=body, at=at).order_by("pk").values_list("pk", flat=True)[:at_once])
    Alert.objects.filter(pk__in=ids).delete()
    return len(ids)


_TAKERS: dict[Kind, _Take] = {
    Kind.ALERTS: _take_alerts,
    Kind.DRAFTS: _take_drafts,
    Kind.FEEDBACK: _take_feedback,
    Kind.CHALLENGES: _take_challenges,
    Kind.RUNS: _take_runs,
}


def _sweep_sessions(at: datetime) -> int:
    """No entry in the ledger: they end by themselves, many times a day."""
    with overwriting(), committing():
        gone, _by_table = old_sessions(at=at).delete()
    return gone
