"""Whose runs are whose. All answers of one conversation have one subject, so that one reference finds them all.

The first run of a conversation is its own subject: the subject is its reference, which says nothing of who asked. Each
follow-up is given that subject, and it stays when the conversation is closed.
"""

from django.db.models import Q

from fingerpost.contract.references import tidy_reference
from fingerpost.record.challenges.models import Challenge
from fingerpost.record.models import Entry, FollowUp, SubjectKey
from fingerpost.record.retention.keepers import keepers


def find_subjects(reference: str, *, body: str) -> list[str]:
    """The subjects of the person who was given that reference, of a run, a challenge or what another keeper keeps; none
    where it is unknown.

    Usually one. Answers of an earlier release had each their own: of those the notes of follow-ups are used, while they
    are there. A challenge whose run was erased already has its own too.
    """
    references = _conversation(tidy_reference(reference), body=body)
    runs = Entry.objects.filter(body=body, reference__in=references).exclude(event=Entry.Event.NOTED)
    found = set(runs.exclude(subject="").values_list("subject", flat=True))
    contested = Challenge.objects.filter(body=body).filter(Q(reference__in=references) | Q(about__in=references))
    for row in contested:
        found |= {row.subject} | set(_of_run(row.about, body=body))
    for keeper in keepers():
        found |= keeper.subjects_of(tidy_reference(reference), body=body)
    known = SubjectKey.objects.filter(body=body, subject__in=found)
    return sorted(found & (set(known.values_list("subject", flat=True)) | set(_with_entries(found, body=body))))


def _of_run(reference: str, *, body: str) -> list[str]:
    rows = Entry.objects.filter(body=body, reference=reference).exclude(event=Entry.Event.NOTED)
    return list(rows.exclude(subject="").values_list("subject", flat=True))


def _with_entries(subjects: set[str], *, body: str) -> list[str]:
    return list(Entry.objects.filter(body=body, subject__in=subjects).values_list("subject", flat=True).distinct())


def _conversation(reference: str, *, body: str) -> list[str]:
    """The reference, and those of the answers in the same conversation as far as notes of them are left."""
    notes = FollowUp.objects.filter(body=body)
    first = notes.filter(reference=reference).values_list("began_with", flat=True).first() or reference
    return [reference, first, *notes.filter(began_with=first).values_list("reference", flat=True)]
