"""What somebody wrote and sent, sealed under the very key of the run it is about.

Where nothing of the run can be opened any more, or the run never closed, the challenge is its own subject.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.canonical import canonical_json
from fingerpost.record.challenges.matters import Attached, Kind, Matter, Way, Words
from fingerpost.record.challenges.models import Challenge, ChallengeFile
from fingerpost.record.keys import Erased, KeyStore, Sealed
from fingerpost.record.leaves import Commitment, commit_to
from fingerpost.record.models import Entry


@dataclass(frozen=True, kw_only=True)
class FileName:
    """A file of a challenge, without what is in it. `size` is in bytes."""

    number: int
    name: str
    kind: str
    size: int
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The words of a challenge, the names of its files, and the commitment to both that stands in the ledger."""

    words: Words
    files: tuple[FileName, ...]
    commitment: Commitment


def seal_words(
    row: Challenge, words: Words, files: Sequence[FileName], *, matter: Matter, at: datetime, keys: KeyStore
) -> None:
    """Put the words into the row with its subject, within the transaction that keeps it."""
    text = _text_of(words, files)
    made = commit_to(text)
    kept = json.dumps({"text": text, "salt": made.salt, "digest": made.digest}, ensure_ascii=False).encode()
    bound_to = f"{row.reference}/challenge"
    entry = _entry_of(matter, body=row.body)
    if entry is not None:
        try:
            row.sealed = keys.seal_beside(
                kept, beside=bytes(entry.sealed or b""), subject=entry.subject, body=row.body, bound_to=bound_to
            )
            row.subject = entry.subject
            return
        except Erased:  # the run is gone: what is written about it now is a matter of its own
            pass
    row.subject = row.reference
    row.sealed = keys.seal(kept, subject=row.reference, body=row.body, at=at, bound_to=bound_to)


def open_words(row: Challenge, *, keys: KeyStore) -> Opened | None:
    """What was written; None once it was erased. Raises StoreUnavailable where it does not fit its commitment."""
    if not row.sealed:
        return None
    try:
        plain = keys.unseal(
            bytes(row.sealed), subject=row.subject, body=row.body, bound_to=f"{row.reference}/challenge"
        )
    except Erased:
        return None
    kept = json.loads(plain)
    made = Commitment(salt=kept["salt"], digest=kept["digest"])
    if not made.opens_with(kept["text"]) or not _stands_in_ledger(row, made):
        raise StoreUnavailable(
            "This challenge was altered after it was sent, so it is not shown. Tell whoever runs this service.",
            detail=f"the words of {row.reference} do not fit the commitment in the ledger",
        )
    return _opened(json.loads(kept["text"]), made)


def seal_file(row: Challenge, number: int, file: Attached, *, keys: KeyStore) -> FileName:
    """Keep a file beside the words. Raises Erased when their key is gone."""
    ChallengeFile.objects.create(
        body=row.body,
        challenge=row,
        number=number,
        kind=file.kind,
        size=len(file.content),
        sealed_name=seal_more(row, file.name.encode(), f"file/{number}/name", keys=keys),
        sealed=seal_more(row, file.content, f"file/{number}", keys=keys),
    )
    return name_of(number, file)


def name_of(number: int, file: Attached) -> FileName:
    """What is said of a file beside the words, with its digest, to which the ledger commits."""
    digest = hashlib.sha256(file.content).hexdigest()
    return FileName(number=number, name=file.name, kind=file.kind, size=len(file.content), sha256=digest)


def seal_more(row: Challenge, plain: bytes, what: str, *, keys: KeyStore) -> bytes:
    """Something else of the same challenge, under the key of its words. Raises Erased."""
    return keys.seal_beside(
        plain,
        beside=bytes(row.sealed or b""),
        subject=row.subject,
        body=row.body,
        bound_to=f"{row.reference}/challenge/{what}",
    )


def open_more(row: Challenge, sealed: bytes, what: str, *, keys: KeyStore) -> bytes | None:
    """What `seal_more` sealed; None once it was erased."""
    bound_to = f"{row.reference}/challenge/{what}"
    return keys.unseal_many([Sealed(text=sealed, subject=row.subject, bound_to=bound_to)], body=row.body)[0]


def _entry_of(matter: Matter, *, body: str) -> Entry | None:
    if matter.run is None or matter.run.reply is None:
        return None
    return Entry.objects.filter(body=body, reference=matter.reference, event=Entry.Event.CLOSED).first()


def _stands_in_ledger(row: Challenge, made: Commitment) -> bool:
    """Does the ledger hold this very commitment? A draft has none there yet."""
    if row.state == Challenge.State.DRAFT:
        return True
    entry = Entry.objects.filter(body=row.body, reference=row.reference, event=Entry.Event.NOTED).first()
    return entry is not None and json.loads(entry.leaf)["facts"].get("commitment") == made.digest


def _text_of(words: Words, files: Sequence[FileName]) -> str:
    return canonical_json(
        {
            "kind": words.kind.value,
            "text": words.text,
            "way": words.way.value,
            "to": words.to,
            "files": [vars(each) for each in files],
        }
    )


def _opened(kept: dict[str, Any], made: Commitment) -> Opened:
    words = Words(kind=Kind(kept["kind"]), text=kept["text"], way=Way(kept["way"]), to=kept["to"])
    return Opened(words=words, files=tuple(FileName(**each) for each in kept["files"]), commitment=made)
