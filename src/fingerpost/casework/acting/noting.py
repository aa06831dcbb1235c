"""Writes into a case without moving it: notes and files."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_noop

from fingerpost.casework.acting.moving import LONGEST
from fingerpost.casework.changing import change
from fingerpost.casework.faults import TOO_LONG, NotAllowed
from fingerpost.casework.history import Told
from fingerpost.casework.models import Attachment, Case
from fingerpost.casework.reports import File
from fingerpost.casework.sealing import seal
from fingerpost.casework.states import State
from fingerpost.casework.telling import tell_resident
from fingerpost.casework.viewing import Viewer
from fingerpost.casework.words import index_words
from fingerpost.record.keys import KeyStore

MOST_FILES = 50  # of one case


def note(
    reference: str,
    *,
    words: str,
    shown: bool = False,
    viewer: Viewer,
    version: int | None,
    at: datetime,
    keys: KeyStore,
) -> Case:
    """Write a note. `shown` ones are for the resident too."""
    words = words.strip()
    if not words:
        raise NotAllowed(gettext_noop("Write the note first."))
    if len(words) > LONGEST:
        raise NotAllowed(TOO_LONG, written=f"{len(words):,}", most=f"{LONGEST:,}")

    def do(case: Case) -> Told:
        check_readable(case)
        index_words(case, [words], keys=keys)
        if shown:
            tell_resident(case, "noted", words=words, by=viewer.name, at=at, keys=keys)
        return Told(kind="noted", text=words, is_shown=shown)

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys)


def attach(
    reference: str, *, files: Sequence[File], viewer: Viewer, version: int | None, at: datetime, keys: KeyStore
) -> Case:
    """Keep files with the case, each sealed."""
    if not files:
        raise NotAllowed(gettext_noop("Choose a file first."))

    def do(case: Case) -> Told:
        check_readable(case)
        numbers = keep_files(case, files, by=viewer.name, at=at, keys=keys)
        return Told(kind="attached", facts={"files": numbers})

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys)


def keep_files(case: Case, files: Sequence[File], *, by: str, at: datetime, keys: KeyStore) -> list[int]:
    """Keep files within the transaction of a change; gives their numbers. Raises NotAllowed for too many."""
    last = Attachment.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    if last + len(files) > MOST_FILES:
        raise NotAllowed(gettext_noop("A case holds %(most)s files at most. Put several into one."), most=MOST_FILES)
    for number, file in enumerate(files, start=last + 1):
        Attachment.objects.create(
            body=case.body,
            case=case,
            number=number,
            kind=file.kind,
            size=len(file.content),
            scan=file.scan,
            was_stripped=file.was_stripped,
            by=by,
            at=at,
            sealed_name=seal(case, file.name, f"file/{number}/name", keys=keys, at=at),
            sealed=seal(case, file.content, f"file/{number}", keys=keys, at=at),
        )
    return list(range(last + 1, last + 1 + len(files)))


def check_readable(case: Case) -> None:
    if case.state == State.ERASED:
        raise NotAllowed(gettext_noop("This case was erased. Nothing can be done with it."))
