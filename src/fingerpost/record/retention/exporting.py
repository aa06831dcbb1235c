"""Everything that is kept of a person, gathered for that person (a subject access request)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fingerpost.record.challenges.answering import reasons_of
from fingerpost.record.challenges.models import Challenge, ChallengeAnswer, ChallengeFile
from fingerpost.record.challenges.sealing import open_more, open_words
from fingerpost.record.closing import is_closed
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.feedback.keeping import bound_to
from fingerpost.record.keys import KeyStore, Sealed
from fingerpost.record.models import Entry, Feedback, SubjectKey
from fingerpost.record.reading import find_run
from fingerpost.record.repair.alerts import addresses_of
from fingerpost.record.repair.reading import FoundRow, findings_of, open_answer
from fingerpost.record.retention.erasing import UnknownSubject
from fingerpost.record.retention.forgetting import references_of
from fingerpost.record.retention.keepers import keepers
from fingerpost.record.subjects import find_subjects

EXPORTED = "subject/exported"
NOT_NOTED = "We could not note that this was opened, so it was not opened. Try again in a minute."


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file that came with a challenge or a report, with a name that is safe to write."""

    challenge: str
    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Held:
    """All that is held, as plain JSON values, and the files as they were sent.

    A run whose words were erased stands in it by reference, time and how it ended: the rest is gone.
    """

    references: tuple[str, ...]
    runs: tuple[dict[str, Any], ...]
    feedback: tuple[dict[str, Any], ...]
    challenges: tuple[dict[str, Any], ...]
    changed: tuple[dict[str, Any], ...]
    alerts: tuple[dict[str, Any], ...]
    noted: tuple[dict[str, Any], ...]
    cases: tuple[dict[str, Any], ...] = ()
    files: tuple[SentFile, ...] = ()

    @property
    def is_erased(self) -> bool:
        """Is nothing left that anybody could read?"""
        texts = (*(run["request"] for run in self.runs), *(each["words"] for each in (*self.challenges, *self.cases)))
        said = (*(each["wanted"] for each in self.feedback), *(each["address"] for each in self.alerts))
        return not any(texts) and not any(said)


@dataclass(frozen=True, kw_only=True)
class Count:
    """How much is held under a reference, without opening any of it. `readable` False: it was erased."""

    references: tuple[str, ...]
    feedback: int
    challenges: int
    files: int
    first: datetime | None
    last: datetime | None
    readable: bool
    cases: int = 0


def count_subject(reference: str, *, body: str) -> Count:
    """What would be exported or erased. Raises UnknownSubject and StoreUnavailable."""
    with store_faults(NOT_READ):
        subjects = _subjects(reference, body=body)
        runs = Entry.objects.filter(body=body, subject__in=subjects).exclude(event=Entry.Event.NOTED).order_by("seq")
        times = list(runs.values_list("at", flat=True))
        return Count(
            references=tuple(references_of(subjects, body=body)),
            feedback=Feedback.objects.filter(body=body, subject__in=subjects).count(),
            challenges=Challenge.objects.filter(body=body, subject__in=subjects).count(),
            files=ChallengeFile.objects.filter(body=body, challenge__subject__in=subjects).count(),
            first=times[0] if times else None,
            last=times[-1] if times else None,
            readable=_has_living_key(subjects, body=body),
            cases=sum(each.count(subjects, body=body) for each in keepers()),
        )


def export_subject(reference: str, *, body: str, by: str, purpose: str, at: datetime, keys: KeyStore) -> Held:
    """Gather it all, for the account `by`. That it was opened, and why, stands in the ledger before it is given.

    `purpose` is one of the sentences that the door offers: it stands there for ever. Raises UnknownSubject and
    StoreUnavailable; then nothing is given.
    """
    with store_faults(NOT_READ):
        subjects = _subjects(reference, body=body)
        references = references_of(subjects, body=body)
        challenges = list(Challenge.objects.filter(body=body, subject__in=subjects).order_by("pk"))
        files = tuple(each for row in challenges for each in _files_of(row, keys))
        cases, more = _of_keepers(subjects, body=body, keys=keys)
        held = Held(
            references=tuple(references),
            runs=tuple(_run(each, body=body, keys=keys) for each in references),
            feedback=tuple(_feedback(subjects, body=body, keys=keys)),
            challenges=tuple(_challenge(row, keys) for row in challenges),
            changed=tuple(
                _changed(each, body=body, keys=keys)
                for reference in references
                for each in findings_of(reference, body=body)
            ),
            alerts=tuple(_alerts(subjects, body=body, keys=keys)),
            noted=tuple(
                _noted(
                    [*references, *(row.reference for row in challenges), *(each["reference"] for each in cases)],
                    body=body,
                )
            ),
            cases=cases,
            files=(*files, *more),
        )
    with store_faults(NOT_NOTED), committing():
        facts = {"about": reference, "by": by, "purpose": purpose, "runs": len(references)}
        note_event(EXPORTED, body=body, at=at, facts=facts)
    return held


def _of_keepers(
    subjects: Sequence[str], *, body: str, keys: KeyStore
) -> tuple[tuple[dict[str, Any], ...], tuple[SentFile, ...]]:
    """What others keep of them, with its files."""
    found = [each.export(subjects, body=body, keys=keys) for each in keepers()]
    rows = tuple(row for said, _files in found for row in said)
    files = (file for _said, sent in found for file in sent)
    return rows, tuple(SentFile(challenge=each.of, name=each.name, content=each.content) for each in files)


def _subjects(reference: str, *, body: str) -> list[str]:
    subjects = find_subjects(reference, body=body)
    if not subjects:
        raise UnknownSubject("Nothing is kept under this reference. Check it, letter by letter.")
    return subjects


def _has_living_key(subjects: Sequence[str], *, body: str) -> bool:
    return SubjectKey.objects.filter(body=body, subject__in=subjects, erased_at__isnull=True).exists()


def _run(reference: str, *, body: str, keys: KeyStore) -> dict[str, Any]:
    kept = find_run(reference, body=body, keys=keys)
    if kept is None:  # it broke off on the way: nothing of what was asked was written
        opened = Entry.objects.get(body=body, reference=reference, event=Entry.Event.OPENED)
        return {"reference": reference, "at": _iso(opened.at), "request": None, "leaf": json.loads(opened.leaf)}
    return {
        "reference": reference,
        "at": _iso(kept.at),
        "capability": kept.capability,
        "request": kept.request,
        "reply": kept.reply,
        "held_back": kept.held,
        "what_the_search_gave": kept.tape,
        "closed_by_you": is_closed(reference, body=body),
        "leaf": kept.leaf,
    }


def _feedback(subjects: Sequence[str], *, body: str, keys: KeyStore) -> Iterator[dict[str, Any]]:
    for row in Feedback.objects.filter(body=body, subject__in=subjects).order_by("pk"):
        names = ("reference", "useful", "problem", "outcome", "reason", "topic", "nation", "language", "page")
        sealed = Sealed(text=bytes(row.sealed or b""), subject=row.subject, bound_to=bound_to(row.reference))
        words = keys.unseal_many([sealed], body=body)[0] if row.sealed else None
        yield {
            "at": _iso(row.at),
            **{name: getattr(row, name) for name in names},
            "wanted": words.decode() if words else "",
        }


def _changed(found: FoundRow, *, body: str, keys: KeyStore) -> dict[str, Any]:
    """That an answer would come out otherwise now, and as what."""
    return {
        "about": found.reference,
        "found_at": _iso(found.at),
        "what_differs": list(found.what),
        "pages": [dict(each) for each in found.changes],
        "state": found.state,
        "answer_of_that_day": open_answer(found, body=body, keys=keys),
    }


def _alerts(subjects: Sequence[str], *, body: str, keys: KeyStore) -> Iterator[dict[str, Any]]:
    """The e-mail addresses that are to be told when an answer changes."""
    for row, address in addresses_of(list(subjects), body=body, keys=keys):
        confirmed = _iso(row.confirmed_at) if row.confirmed_at else None
        yield {"about": row.reference, "at": _iso(row.at), "address": address, "confirmed_at": confirmed}


def _challenge(row: Challenge, keys: KeyStore) -> dict[str, Any]:
    opened = open_words(row, keys=keys)
    answer = ChallengeAnswer.objects.filter(challenge=row).first()
    return {
        "reference": row.reference,
        "about": row.about,
        "kind": row.kind,
        "state": row.state,
        "at": _iso(row.received_at),
        "due_on": row.due_on.isoformat(),
        "words": opened.words.text if opened else None,
        "reach_by": opened.words.way.value if opened else None,
        "reach_at": opened.words.to if opened else None,
        "files": [each.name for each in opened.files] if opened else [],
        "answer": _answer(row, answer, keys) if answer else None,
    }


def _answer(row: Challenge, answer: ChallengeAnswer, keys: KeyStore) -> dict[str, Any]:
    return {
        "decision": answer.decision,
        "by": answer.by,
        "at": _iso(answer.at),
        "reasons": reasons_of(row, answer, keys=keys),
    }


def _files_of(row: Challenge, keys: KeyStore) -> Iterator[SentFile]:
    for each in ChallengeFile.objects.filter(challenge=row).order_by("number"):
        name = open_more(row, bytes(each.sealed_name), f"file/{each.number}/name", keys=keys)
        content = open_more(row, bytes(each.sealed), f"file/{each.number}", keys=keys)
        if name is not None and content is not None:
            yield SentFile(challenge=row.reference, name=f"{each.number}-{name.decode()}", content=content)


def _noted(references: Sequence[str], *, body: str) -> Iterator[dict[str, Any]]:
    """What else the ledger says of these references: who opened the words and why, what was challenged, and so on."""
    for reference in references:
        rows = Entry.objects.filter(body=body, event=Entry.Event.NOTED, leaf__contains=f'"{reference}"')
        for row in rows.order_by("seq"):
            leaf = json.loads(row.leaf)
            yield {"at": leaf["at"], "what": leaf["type"], "about": reference, "facts": leaf["facts"]}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
