"""Takes a challenge: first a draft that its writer looks over, then sent, with its entry in the ledger.

A draft is a row like any other, sealed, and nobody but its writer is shown it. Sending twice is the same as once.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from fingerpost.contract.context import Context
from fingerpost.contract.references import new_reference
from fingerpost.contract.run import Run, Signpost
from fingerpost.guard.before.crisis import check_crisis
from fingerpost.guard.before.hidden_characters import clean
from fingerpost.record.challenges.matters import (
    MOST_CHARACTERS,
    MOST_CONTACT,
    AlreadyAnswered,
    Attached,
    Due,
    ErasedChallenge,
    Filing,
    Kind,
    Matter,
    UnknownChallenge,
    Words,
    find_matter,
)
from fingerpost.record.challenges.models import Challenge, ChallengeFile
from fingerpost.record.challenges.sealing import FileName, Opened, name_of, open_words, seal_file, seal_words
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import store_faults
from fingerpost.record.keys import KeyStore

NOT_KEPT = "We could not keep what you wrote. Nothing was sent. Try again in a minute, or phone us."
DRAFTS_STAY = timedelta(days=1)  # after that, a draft that nobody sent is thrown away


@dataclass(frozen=True, kw_only=True)
class Received:
    """What the writer keeps: the reference and the day by which a person answers."""

    reference: str
    about: str
    kind: Kind
    received_at: datetime
    due_on: date
    signposts: tuple[Signpost, ...] = ()


def keep_draft(
    words: Words,
    *,
    about: Matter,
    files: Sequence[Attached] = (),
    without: Collection[int] = (),
    filing: Filing,
    due: Due,
    body: str,
    at: datetime,
    keys: KeyStore,
    reference: str = "",
) -> str:
    """Keep a draft, or what it now says; gives its reference.

    `files` come to those that the draft `reference` holds; `without` are numbers of those to take away. Raises
    UnknownChallenge, AlreadyAnswered for one that was sent, ErasedChallenge, and StoreUnavailable.
    """
    tidy = replace(words, text=_cleaned(words.text, MOST_CHARACTERS), to=_cleaned(words.to, MOST_CONTACT))
    with store_faults(NOT_KEPT), committing():
        row = _draft(reference, body=body) if reference else Challenge(body=body, reference=new_reference())
        kept = _kept_files(row, without, keys=keys)
        row.about, row.capability, row.kind = about.reference, about.capability, tidy.kind
        row.received_at, row.language, row.door = at, filing.language, filing.door
        row.due_on, row.working_days, row.nation = due.on, due.working_days, due.nation
        first = max((each.number for each in kept), default=0) + 1
        named = [name_of(number, each) for number, each in enumerate(files, start=first)]
        seal_words(row, tidy, [*kept, *named], matter=about, at=at, keys=keys)
        row.urgent = bool(help_for(row, tidy))
        row.save()
        for number, each in enumerate(files, start=first):
            seal_file(row, number, each, keys=keys)
    return row.reference


def send_draft(reference: str, *, due: Due, body: str, at: datetime, keys: KeyStore) -> Received:
    """Send it: from now on the clock runs, and the ledger says so. One that was sent stays as it was sent.

    Raises UnknownChallenge, ErasedChallenge, and StoreUnavailable.
    """
    with store_faults(NOT_KEPT), committing():
        row = _locked(reference, body=body)
        opened = open_words(row, keys=keys)
        if opened is None:
            raise erased()
        if row.state == Challenge.State.DRAFT:
            row.state, row.received_at = Challenge.State.WAITING, at
            row.due_on, row.working_days, row.nation = due.on, due.working_days, due.nation
            row.save()
            _note(row, opened)
    return _received(row, opened)


def challenge(
    words: Words,
    *,
    about: str,
    files: Sequence[Attached] = (),
    filing: Filing,
    due: Due,
    body: str,
    at: datetime,
    keys: KeyStore,
) -> Received:
    """Take one at once, as a program sends it. Raises what `keep_draft` and `send_draft` do."""
    matter = find_matter(about, body=body, keys=keys)
    reference = keep_draft(words, about=matter, files=files, filing=filing, due=due, body=body, at=at, keys=keys)
    return send_draft(reference, due=due, body=body, at=at, keys=keys)


def help_for(row: Challenge, words: Words) -> tuple[Signpost, ...]:
    """Help for somebody whose words sound as if they may be in danger. No model reads them."""
    context = Context(body=row.body, at=row.received_at, nation=None, language=row.language)
    return check_crisis(Run(reference=row.about, capability="challenge", request=words, context=context)).signposts


def throw_away_drafts(*, body: str, at: datetime) -> int:
    """Delete the drafts that nobody sent within a day; gives how many. Raises StoreUnavailable."""
    with store_faults(NOT_KEPT), committing():
        old = Challenge.objects.filter(body=body, state=Challenge.State.DRAFT, received_at__lt=at - DRAFTS_STAY)
        count = old.count()
        old.delete()
    return count


def throw_away_draft(reference: str, *, body: str) -> None:
    """Delete one draft, because its writer asks for it. Raises UnknownChallenge, AlreadyAnswered, StoreUnavailable."""
    with store_faults(NOT_KEPT), committing():
        _draft(reference, body=body).delete()


def erased() -> ErasedChallenge:
    return ErasedChallenge("What was written under this reference has been erased.")


def _note(row: Challenge, opened: Opened) -> None:
    """Codes and counts only; the words stand in the leaf as a salted commitment, whose salt is sealed with them."""
    note_event(
        "challenge/received",
        body=row.body,
        at=row.received_at,
        capability=row.capability,
        reference=row.reference,
        facts={
            "about": row.about,
            "kind": row.kind,
            "due_on": row.due_on.isoformat(),
            "working_days": row.working_days,
            "files": len(opened.files),
            "commitment": opened.commitment.digest,
        },
    )


def _received(row: Challenge, opened: Opened) -> Received:
    return Received(
        reference=row.reference,
        about=row.about,
        kind=Kind(row.kind),
        received_at=row.received_at,
        due_on=row.due_on,
        signposts=help_for(row, opened.words),
    )


def _cleaned(text: str, most: int) -> str:
    return clean(text.replace("\r\n", "\n"), Counter())[:most].strip()


def _locked(reference: str, *, body: str) -> Challenge:
    row = Challenge.objects.select_for_update().filter(body=body, reference=reference).first()
    if row is None:
        raise UnknownChallenge("Nothing was sent under this reference. Check it, letter by letter.")
    return row


def _draft(reference: str, *, body: str) -> Challenge:
    row = _locked(reference, body=body)
    if row.state != Challenge.State.DRAFT:
        raise AlreadyAnswered("This was sent already, so it cannot be changed. You can send another.")
    return row


def _kept_files(row: Challenge, without: Collection[int], *, keys: KeyStore) -> list[FileName]:
    """The files that the draft goes on to hold."""
    if row.pk is None:
        return []
    ChallengeFile.objects.filter(challenge=row, number__in=list(without)).delete()
    opened = open_words(row, keys=keys)
    if opened is None:
        raise erased()
    return [each for each in opened.files if each.number not in without]
