"""What becomes of cases when their subject is erased or their time is over, and what a person is given of them.

They go with the key of their subject. What stands beside it goes in the same transaction: the words by which a case is
found, its vector, its place, files, messages and letters. That there was a case, what it was about and when, stays.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet

from fingerpost.casework.history import MACHINE, read_lines
from fingerpost.casework.learned import forget_in_classifiers
from fingerpost.casework.models import (
    Attachment,
    Case,
    CaseVector,
    CaseWord,
    Decision,
    HistoryLine,
    MailReceived,
    Message,
    Suggestion,
    Support,
)
from fingerpost.casework.opened import content_of
from fingerpost.casework.public import forget_visitors
from fingerpost.casework.sealing import unseal_words
from fingerpost.casework.states import State
from fingerpost.engines.post.letters import remove_letters
from fingerpost.record.keys import KeyStore
from fingerpost.record.retention.keepers import KeptFile
from fingerpost.record.retention.schedule import Kind, Schedule

LETTERS = "letters"  # the folder under FINGERPOST_HOME


class KeptCases:
    """The `Keeper` of cases."""

    kind = Kind.CASES

    def subjects_of(self, reference: str, *, body: str) -> set[str]:
        """That of the case itself: who sent another case that it was merged with is another person."""
        return set(Case.objects.filter(body=body, reference=reference).values_list("subject", flat=True))

    def count(self, subjects: Sequence[str], *, body: str) -> int:
        return Case.objects.filter(body=body, subject__in=list(subjects)).count()

    def export(
        self, subjects: Sequence[str], *, body: str, keys: KeyStore
    ) -> tuple[list[dict[str, Any]], list[KeptFile]]:
        cases = list(Case.objects.filter(body=body, subject__in=list(subjects)).order_by("pk"))
        return [_exported(each, keys=keys) for each in cases], [file for each in cases for file in _files(each, keys)]

    def forget(self, subjects: Sequence[str], *, body: str, at: datetime) -> int:
        rows = Case.objects.filter(body=body, subject__in=list(subjects)).exclude(state=State.ERASED)
        return forget_cases(list(rows), at=at)

    def holding(self, *, at: datetime, schedule: Schedule) -> "QuerySet[Any]":
        is_young = Q(is_live=True) | Q(closed_at__gte=_before(at, schedule))
        found = Case.objects.filter(is_young, body=OuterRef("body"), subject=OuterRef("subject"))
        return found.exclude(state=State.ERASED)

    def old(self, *, body: str, at: datetime, schedule: Schedule) -> "QuerySet[Any]":
        found = Case.objects.filter(body=body, is_live=False, closed_at__lt=_before(at, schedule))
        return found.exclude(state=State.ERASED)

    def take(self, body: str, at: datetime, schedule: Schedule, at_once: int) -> int:
        forget_visitors(body=body, at=at)
        found = self.old(body=body, at=at, schedule=schedule).order_by("closed_at", "pk")
        return forget_cases(list(found[:at_once]), at=at)


def erased_references(*, body: str) -> list[str]:
    """The references of all cases whose words are gone: whatever was learned of them must go too."""
    erased = Case.objects.filter(body=body, state=State.ERASED)
    return list(erased.order_by("pk").values_list("reference", flat=True))


def forget_cases(cases: Iterable[Case], *, at: datetime) -> int:
    """Take away all that tells of whoever sent these, within a transaction inside `commits.overwriting`."""
    rows = list(cases)
    ids = [row.pk for row in rows]
    for kind in (CaseVector, CaseWord, Attachment, Support):
        kind._default_manager.filter(case__in=ids).delete()
    HistoryLine.objects.filter(case__in=ids, sealed__isnull=False).update(sealed=None)
    Decision.objects.filter(suggestion__case__in=ids).update(reason=None)
    Suggestion.objects.filter(case__in=ids).update(sealed=None)
    unsent = (Message.State.WAITING, Message.State.SENDING)
    Message.objects.filter(case__in=ids, state__in=unsent).delete()
    Message.objects.filter(case__in=ids).update(sealed=None)
    MailReceived.objects.filter(case__in=ids).update(case=None)
    for row in rows:
        _forget(row, at=at)
        remove_letters(settings.HOME / LETTERS, row.reference)
    forget_in_classifiers(settings.HOME, [row.reference for row in rows])
    return len(rows)


def _forget(case: Case, *, at: datetime) -> None:
    last = HistoryLine.objects.filter(case=case).order_by("-number").values_list("number", flat=True).first() or 0
    Case.objects.filter(pk=case.pk).update(
        state=State.ERASED,
        is_live=False,
        closed_at=case.closed_at or at,
        changed_at=at,
        due_at=None,
        left_minutes=None,
        attention=False,
        line=None,
        sealed=None,
        latitude=None,
        longitude=None,
        is_public=False,
        outside_id="",
        link="",
        version=case.version + 1,
    )
    HistoryLine.objects.create(
        body=case.body, case=case, number=last + 1, kind="erased", by=MACHINE, at=at, version=case.version + 1
    )


def _before(at: datetime, schedule: Schedule) -> datetime:
    return at - timedelta(days=schedule[Kind.CASES].days or 0)


def _exported(case: Case, *, keys: KeyStore) -> dict[str, Any]:
    words = unseal_words(case, keys=keys)
    plain = ("reference", "run", "service", "team", "state", "urgency", "channel", "language", "outside_id")
    return {
        **{name: getattr(case, name) for name in plain},
        "received_at": _iso(case.received_at),
        "closed_at": _iso(case.closed_at) if case.closed_at else None,
        "words": None if words is None else words["text"],
        "given": {} if words is None else {name: value for name, value in words.items() if name != "text" and value},
        "history": [
            {"at": _iso(line.at), "what": line.kind, "by": line.by, "facts": dict(line.facts), "words": line.text}
            for line in read_lines(case, keys=keys)
        ],
        "suggested": [
            {"at": _iso(row.at), "kind": row.kind, "proposed": row.proposed}
            for row in Suggestion.objects.filter(case=case).order_by("pk")
        ],
    }


def _files(case: Case, keys: KeyStore) -> list[KeptFile]:
    numbers = Attachment.objects.filter(case=case).order_by("number").values_list("number", flat=True)
    found = [(number, content_of(case, number, keys=keys)) for number in numbers]
    return [
        KeptFile(of=case.reference, name=f"{number}-{each[0]}", content=each[2])
        for number, each in found
        if each is not None
    ]


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
