"""An officer opens a challenge and answers it. Each is written in the ledger in the same transaction."""

import json
from dataclasses import dataclass
from datetime import datetime

from fingerpost.record.canonical import canonical_json
from fingerpost.record.challenges.matters import OVERRIDES, AlreadyAnswered, Decision, NotOpened, UnknownChallenge
from fingerpost.record.challenges.models import Challenge, ChallengeAnswer, ChallengeFile, Opening
from fingerpost.record.challenges.receiving import erased
from fingerpost.record.challenges.sealing import Opened, open_more, open_words, seal_more
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import store_faults
from fingerpost.record.keys import Erased, KeyStore
from fingerpost.record.leaves import commit_to
from fingerpost.record.overseeing.models import Opening as OpenedText
from fingerpost.record.overseeing.openings import OPENED, Purpose

PURPOSE = Purpose.CHALLENGE.value
MOST_REASONS = 5_000
NOT_OPENED = "We could not note that you opened this, so it was not opened. Try again in a minute."
NOT_ANSWERED = "We could not keep the answer, so it was not sent. Nothing is lost. Try again in a minute."


@dataclass(frozen=True, kw_only=True)
class FileContent:
    """A file as an officer is given it."""

    name: str
    kind: str
    content: bytes


def open_challenge(
    reference: str, *, by: str, body: str, at: datetime, keys: KeyStore, purpose: str = PURPOSE
) -> Opened:
    """The words of a challenge, for the officer `by`. That they were opened, and why, is noted first, and each time.

    Raises UnknownChallenge, ErasedChallenge, and StoreUnavailable: then nothing is shown.
    """
    with store_faults(NOT_OPENED), committing():
        row = _sent(reference, body=body)
        opened = open_words(row, keys=keys)
        if opened is None:
            raise erased()
        Opening.objects.get_or_create(challenge=row, by=by, defaults={"body": body, "at": at})
        _note_opened(row, "words", by=by, at=at, purpose=purpose, keys=keys)
    return opened


def open_file(
    reference: str, number: int, *, by: str, body: str, at: datetime, keys: KeyStore, purpose: str = PURPOSE
) -> FileContent:
    """One file of a challenge, for the officer `by`; noted as the words are. Raises as `open_challenge`."""
    with store_faults(NOT_OPENED), committing():
        row = _sent(reference, body=body)
        found = ChallengeFile.objects.filter(challenge=row, number=number).first()
        if found is None:
            raise UnknownChallenge("This challenge has no such file.")
        content = open_more(row, bytes(found.sealed), f"file/{number}", keys=keys)
        name = open_more(row, bytes(found.sealed_name), f"file/{number}/name", keys=keys)
        if content is None or name is None:
            raise erased()
        _note_opened(row, f"file {number}", by=by, at=at, purpose=purpose, keys=keys)
    return FileContent(name=name.decode(), kind=found.kind, content=content)


def answer_challenge(
    reference: str, *, decision: Decision, reasons: str, by: str, body: str, at: datetime, keys: KeyStore
) -> ChallengeAnswer:
    """Answer one, with reasons that its writer reads. Only once, and only by somebody who has opened it.

    Raises UnknownChallenge, AlreadyAnswered, NotOpened, ErasedChallenge, and StoreUnavailable.
    """
    with store_faults(NOT_ANSWERED), committing():
        row = _sent(reference, body=body)
        if row.state == Challenge.State.ANSWERED:
            raise AlreadyAnswered("Somebody has answered this already. Open it again to read what was said.")
        opening = Opening.objects.filter(challenge=row, by=by).first()
        if opening is None:
            raise NotOpened("Open the challenge and read it first. Then you can answer it.")
        answer = ChallengeAnswer(body=body, challenge=row, decision=decision, by=by, opened_at=opening.at, at=at)
        made = commit_to(reasons)
        answer.sealed = _seal_reasons(row, reasons, made.salt, keys=keys)
        answer.event = _note_answered(row, answer, commitment=made.digest)
        answer.save(force_insert=True)
        row.state = Challenge.State.ANSWERED
        row.save(update_fields=["state"])
    return answer


def reasons_of(row: Challenge, answer: ChallengeAnswer, *, keys: KeyStore) -> str | None:
    """The reasons that were given; None once they were erased."""
    plain = open_more(row, bytes(answer.sealed), "answer", keys=keys) if answer.sealed else None
    return str(json.loads(plain)["reasons"]) if plain is not None else None


def _sent(reference: str, *, body: str) -> Challenge:
    sent = Challenge.objects.select_for_update().exclude(state=Challenge.State.DRAFT)
    row = sent.filter(body=body, reference=reference).first()
    if row is None:
        raise UnknownChallenge("No challenge has this reference. Check it, letter by letter.")
    return row


def _seal_reasons(row: Challenge, reasons: str, salt: str, *, keys: KeyStore) -> bytes:
    try:
        return seal_more(row, canonical_json({"reasons": reasons, "salt": salt}).encode(), "answer", keys=keys)
    except Erased as error:
        raise erased() from error


def has_opened(reference: str, *, by: str, body: str) -> bool:
    """Has that officer opened the words before? Raises StoreUnavailable."""
    with store_faults(NOT_OPENED):
        return Opening.objects.filter(body=body, challenge__reference=reference, by=by).exists()


def _note_opened(row: Challenge, what: str, *, by: str, at: datetime, purpose: str, keys: KeyStore) -> None:
    """In the ledger, and among the texts that were opened: what is shown with it are the words of the run too.

    Why names it by its number: whoever sees the list of openings could read its words by its reference, unnoted.
    """
    event = note_event(
        OPENED,
        body=row.body,
        at=at,
        capability=row.capability,
        facts={"of": row.reference, "about": row.about, "what": what, "by": by, "purpose": purpose},
        texts={"why": f"challenge {row.pk}: {what}"},
        subject=row.subject,
        keys=keys,
    )
    OpenedText(body=row.body, reference=row.about, by=by, purpose=purpose, at=at, event=event).save(force_insert=True)


def _note_answered(row: Challenge, answer: ChallengeAnswer, *, commitment: str) -> str:
    seconds = max(0, int((answer.at - answer.opened_at).total_seconds()))
    return note_event(
        "challenge/answered",
        body=row.body,
        at=answer.at,
        capability=row.capability,
        facts={
            "challenge": row.reference,
            "about": row.about,
            "kind": row.kind,
            "decision": str(answer.decision),
            "override": answer.decision in OVERRIDES,
            "by": answer.by,
            "seconds_on_case": seconds,
            "days_late": max(0, (answer.at.date() - row.due_on).days),
            "commitment": commitment,
        },
    )
