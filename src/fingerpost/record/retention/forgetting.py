"""Takes away the keys of subjects, and what tells of them beside the ledger. The ledger itself does not change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from fingerpost.record.challenges.forgetting import forget_challenges
from fingerpost.record.challenges.models import Challenge
from fingerpost.record.models import ClosedAnswer, Entry, Feedback, FollowUp, SubjectKey
from fingerpost.record.repair.forgetting import forget_repairs
from fingerpost.record.retention.keepers import keepers

AT_ONCE = 500
ASKED = "asked"  # the name under which a session holds the references of what was asked in it


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """How much there was."""

    keys: int
    runs: int
    feedback: int
    challenges: int
    cases: int = 0


def forget_subjects(subjects: Sequence[str], *, body: str, at: datetime) -> Forgotten:
    """Empty the living keys of these subjects, at most AT_ONCE, and clear what is kept beside them.

    Within one transaction, inside `commits.overwriting`: what is taken away is overwritten in the file.
    """
    keys = SubjectKey.objects.filter(body=body, subject__in=subjects, erased_at__isnull=True)
    emptied = keys.update(wrapped=b"", erased_at=at)
    feedback = Feedback.objects.filter(body=body, subject__in=subjects)
    said = feedback.count()
    feedback.update(sealed=None, page="")
    contesting = Challenge.objects.filter(body=body, subject__in=subjects).values_list("subject", flat=True)
    challenges = sum(forget_challenges(subject=each, body=body) for each in set(contesting))
    cases = sum(each.forget(subjects, body=body, at=at) for each in keepers())
    references = references_of(subjects, body=body)
    forget_repairs(references, subjects=subjects, body=body)
    for start in range(0, len(references), AT_ONCE):
        some = references[start : start + AT_ONCE]
        ClosedAnswer.objects.filter(body=body, reference__in=some).delete()
        FollowUp.objects.filter(body=body, reference__in=some).delete()
    return Forgotten(keys=emptied, runs=len(references), feedback=said, challenges=challenges, cases=cases)


def references_of(subjects: Iterable[str], *, body: str) -> list[str]:
    """The references of the subjects' runs, oldest first, also of those that never closed."""
    rows = Entry.objects.filter(body=body, subject__in=list(subjects), event=Entry.Event.OPENED)
    return list(dict.fromkeys(rows.order_by("seq").values_list("reference", flat=True)))


def forget_in_sessions(references: Iterable[str]) -> int:
    """Take these references out of the sessions of browsers; gives out of how many. Those end by themselves anyway."""
    gone, changed = set(references), 0
    for row in Session.objects.iterator(chunk_size=AT_ONCE):
        held = row.get_decoded()
        if gone & set(held.get(ASKED, ())):
            store = SessionStore(session_key=row.session_key)
            left = store.encode({**held, ASKED: [each for each in held[ASKED] if each not in gone]})
            changed += Session.objects.filter(pk=row.pk).update(session_data=left)  # none, where it has ended meanwhile
    return changed
