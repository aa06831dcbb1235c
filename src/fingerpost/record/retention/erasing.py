"""Erases what is kept of a person, because they ask: their keys, here and in every backup. It cannot be undone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fingerpost.contract.errors import FingerpostError, StoreUnavailable
from fingerpost.record.commits import committing, empty_log, overwriting
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_ERASED, store_faults
from fingerpost.record.models import SubjectKey
from fingerpost.record.retention.backups import scrub_backups, unreachable
from fingerpost.record.retention.erasures import note_erasures, read_erasures
from fingerpost.record.retention.forgetting import AT_ONCE, forget_in_sessions, forget_subjects, references_of
from fingerpost.record.subjects import find_subjects

ERASED = "subject/erased"


class UnknownSubject(FingerpostError):
    """Nothing is kept under this reference."""


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """What was erased. `was_erased` says that nothing was left to erase; `out_of_reach` are folders with backups that
    are not here now: they are scrubbed by the next sweep that finds them."""

    references: tuple[str, ...]
    feedback: int
    challenges: int
    in_backups: int
    was_erased: bool
    cases: int = 0
    out_of_reach: tuple[str, ...] = ()


def erase_conversation(reference: str, *, body: str, by: str, reason: str, at: datetime, home: Path) -> Erasure:
    """Erase all that is kept of whoever was given that reference: the whole conversation, feedback, challenges, files.

    The ledger goes on to say that there were runs, and every proof holds. Erasing again does no harm: what a process
    that died left undone is done. `reason` stands in the ledger for ever: no name of the person. Raises UnknownSubject,
    and StoreUnavailable; then erase again.
    """
    with store_faults(NOT_ERASED):
        subjects = find_subjects(reference, body=body)
        if not subjects:
            raise UnknownSubject("Nothing is kept under this reference. Check it, letter by letter.")
        references = references_of(subjects, body=body)
        ids = list(SubjectKey.objects.filter(body=body, subject__in=subjects).values_list("id", flat=True))
        living = SubjectKey.objects.filter(id__in=ids, erased_at__isnull=True).exists()
        note_erasures(sorted(set(ids) - set(read_erasures(home))), home=home)
        forgotten = None
        if living:
            with overwriting(), committing():
                forgotten = forget_subjects(subjects, body=body, at=at)
                facts = {
                    "about": reference,
                    "by": by,
                    "reason": reason,
                    "runs": len(references),
                    "feedback": forgotten.feedback,
                    "challenges": forgotten.challenges,
                }
                facts |= {"cases": forgotten.cases} if forgotten.cases else {}
                note_event(ERASED, body=body, at=at, facts=facts)
        forget_in_sessions(references)
        in_backups = scrub_backups(home, ids)
        _empty_log()
    return Erasure(
        references=tuple(references),
        feedback=forgotten.feedback if forgotten else 0,
        challenges=forgotten.challenges if forgotten else 0,
        cases=forgotten.cases if forgotten else 0,
        in_backups=in_backups,
        was_erased=not living,
        out_of_reach=tuple(map(str, unreachable(home))),
    )


def reapply_erasures(*, home: Path, at: datetime) -> int:
    """Erase again whoever is on the list outside the database and lives in it: it is one from before. Gives how many
    keys went. Quick where there is none. Raises StoreUnavailable."""
    ids, back = read_erasures(home), 0
    with store_faults(NOT_ERASED):
        for start in range(0, len(ids), AT_ONCE):
            rows = SubjectKey.objects.filter(id__in=ids[start : start + AT_ONCE], erased_at__isnull=True)
            by_body: dict[str, list[str]] = defaultdict(list)
            for subject, body in rows.values_list("subject", "body"):
                by_body[body].append(subject)
            for body, subjects in by_body.items():
                with overwriting(), committing():
                    back += forget_subjects(subjects, body=body, at=at).keys
        if back:
            scrub_backups(home)
            _empty_log()
    return back


def _empty_log() -> None:
    if not empty_log():
        raise StoreUnavailable(NOT_ERASED, detail="others were reading: the log could not be emptied")
