"""Takes a letter in: a report, more about a case, or nothing. A letter that comes twice counts once."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from fingerpost.casework.attachments import Cleaned, FileRefused
from fingerpost.casework.faults import NotAllowed, UnknownCase
from fingerpost.casework.following import hear
from fingerpost.casework.history import MACHINE, Told, add_line
from fingerpost.casework.mailbox.bodies import without_history
from fingerpost.casework.mailbox.letters import Letter, Sort, read_letter, told
from fingerpost.casework.mailbox.marks import fits
from fingerpost.casework.models import Case, MailReceived
from fingerpost.casework.reports import MOST_CHARACTERS, Report
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore

CASE, ADDED, LOOP, AUTOMATIC, REFUSED, EMPTY = "case", "added", "loop", "automatic", "refused", "empty"
HELD = "held"
"""Whoever sent it wrote more in a day than one person does: it stays in the mailbox until somebody looks at it."""
KEPT = "We could not keep this letter. It stays where it is, and is taken again in a minute."
_OTHERS: Mapping[Sort, str] = {
    Sort.LOOP: LOOP,
    Sort.AUTOMATIC: AUTOMATIC,
    Sort.BOUNCE: AUTOMATIC,
    Sort.REFUSED: REFUSED,
}

log = logging.getLogger(__name__)

Clean = Callable[[str, bytes], Cleaned]
"""Makes a file safe, or raises FileRefused (see `casework.attachments`)."""
Open = Callable[[Report], str]
"""Takes a report along the road and opens its case; gives the reference."""
MayOpen = Callable[[str], bool]
"""May this address open one more case today? Asked once for each letter that would."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a letter became: case, added, loop, automatic, refused, empty, or held; with the reference of the case.

    `was_known` says that it had been taken before.
    """

    became: str
    reference: str = ""
    was_known: bool = False


def take(
    raw: bytes | None,
    *,
    name: str = "",
    ours: frozenset[str],
    open_report: Open,
    may_open: MayOpen | None,
    clean: Clean,
    body: str,
    at: datetime,
    keys: KeyStore,
) -> Taken:
    """Take one letter in. `raw` is None where it was too large to be read; `name` then tells it from others. Without
    `may_open` it is one that somebody looked at: it is not held again.

    Raises StoreUnavailable, and what `open_report` raises: then nothing was kept, and it can be taken again.
    """
    letter = read_letter(raw if raw is not None else b"", ours=ours) if raw else _unread(name)
    known = _known(letter, body=body, is_looked_at=may_open is None)
    if known is not None:
        reference = known.case.reference if known.case else ""
        return Taken(became=known.became, reference=reference, was_known=True)
    log.info("A letter came: %s, %s.", letter.sort, dict(told(letter)))
    if letter.sort is not Sort.PERSON:
        return _no_report(letter, body=body, at=at, keys=keys)
    if not letter.text and not letter.subject and not letter.files:
        return _note(letter, EMPTY, None, body=body, at=at)
    files, refused = _cleaned(letter, clean)
    case = _case_of(letter, body=body, keys=keys)
    if case is not None and _add(case, letter, files, refused, body=body, at=at, keys=keys):
        return Taken(became=ADDED, reference=case.reference)
    if may_open is not None and not may_open(letter.sender):
        log.warning("A letter is held: its sender has opened as many cases today as one may.")
        return _note(letter, HELD, None, body=body, at=at)
    reference = open_report(_report(letter, files, refused))
    with store_faults(KEPT):
        made = Case.objects.filter(body=body, reference=reference).first()
    return _note(letter, CASE, made, body=body, at=at)


def _known(letter: Letter, *, body: str, is_looked_at: bool) -> MailReceived | None:
    """What became of it where it came before. One that was held is new once somebody has looked at it."""
    with store_faults(KEPT):
        if is_looked_at:
            MailReceived.objects.filter(body=body, digest=letter.digest, became=HELD).delete()
        return MailReceived.objects.filter(body=body, digest=letter.digest).select_related("case").first()


def held_since(day: datetime, *, body: str) -> int:
    """How many letters were put aside since then and were not taken in. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return MailReceived.objects.filter(body=body, became=HELD, at__gte=day).count()


def _unread(name: str) -> Letter:
    return Letter(digest=f"unread/{name}"[:64], sort=Sort.REFUSED)


def _no_report(letter: Letter, *, body: str, at: datetime, keys: KeyStore) -> Taken:
    """Nobody is answered, so nothing goes round. That a letter of ours did not arrive is told on its case."""
    case = _case_of(letter, body=body, keys=keys) if letter.sort is Sort.BOUNCE else None
    with store_faults(KEPT), transaction.atomic():
        taken = _note(letter, _OTHERS[letter.sort], case, body=body, at=at)
        if case is not None and not taken.was_known:
            add_line(case, Told(kind="message/bounced", facts={"way": "email"}), by=MACHINE, at=at, keys=keys)
    return taken


def _case_of(letter: Letter, *, body: str, keys: KeyStore) -> Case | None:
    """The case whose own token the letter carries. A reference alone opens nothing: anybody may have seen it."""
    right = [reference for reference, token in letter.marks if fits(reference, token, body=body, keys=keys)]
    if not right:
        return None
    with store_faults(NOT_READ):
        return Case.objects.filter(body=body, reference=right[0]).first()


def _add(
    case: Case,
    letter: Letter,
    files: tuple[Cleaned, ...],
    refused: tuple[str, ...],
    *,
    body: str,
    at: datetime,
    keys: KeyStore,
) -> bool:
    """More about a case; False where that is over for good, so that what was written becomes a report of its own."""
    words = "\n\n".join(each for each in (without_history(letter.text), *refused) if each)

    def once(changed: Case) -> None:
        MailReceived.objects.create(body=body, digest=letter.digest, at=at, became=ADDED, case=changed)

    try:
        hear(case.reference, words=words, files=files, channel="e-mail", body=body, at=at, keys=keys, also=once)
    except (NotAllowed, UnknownCase):
        return False
    return True


def _report(letter: Letter, files: tuple[Cleaned, ...], refused: tuple[str, ...]) -> Report:
    subject = letter.subject if letter.subject and letter.subject.casefold() not in letter.text.casefold() else ""
    words = "\n\n".join(each for each in (subject, letter.text, *refused) if each)
    return Report(
        text=words[:MOST_CHARACTERS],
        channel="e-mail",
        name=letter.name,
        email=letter.sender,
        files=files,
        outside_id=f"mail:{letter.digest}"[:100],
    )


def _cleaned(letter: Letter, clean: Clean) -> tuple[tuple[Cleaned, ...], tuple[str, ...]]:
    """The files that are safe, and a sentence for each that was not taken: officers must know that there was one."""
    kept, refused = [], []
    for number, each in enumerate(letter.files, start=1):
        try:
            kept.append(clean(each.name or f"file-{number}", each.content))
        except FileRefused as fault:
            refused.append(f"[{each.name or f'file {number}'}: {fault.public}]")
    if letter.left_out:
        refused.append(f"[{letter.left_out} more files were not taken.]")
    return tuple(kept), tuple(refused)


def _note(letter: Letter, became: str, case: Case | None, *, body: str, at: datetime) -> Taken:
    reference = case.reference if case else ""
    was_known = False
    with store_faults(KEPT):
        try:
            with transaction.atomic():
                MailReceived.objects.create(body=body, digest=letter.digest, at=at, became=became, case=case)
        except IntegrityError:  # another process took it at the same time
            was_known = True
    return Taken(became=became, reference=reference, was_known=was_known)
