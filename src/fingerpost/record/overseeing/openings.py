"""Opens a resident's words for a stated purpose, and keeps who did, when and why.

The row and the entry in the ledger stand before a word is read: what cannot be noted is not opened. Why, in the
opener's own words, may tell of the resident: it is sealed under the resident's own key and goes with it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fingerpost.contract.errors import FingerpostError, StoreUnavailable
from fingerpost.guard.before.personal_data import mask_text
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore, Sealed
from fingerpost.record.models import Entry
from fingerpost.record.overseeing.models import Opening
from fingerpost.record.reading import KeptRun, find_run

NOT_NOTED = "We could not note that you opened this, so it stays closed. Try again in a minute."
EVENT_GONE = (
    "The list of who opened what names an entry that is not in the ledger: a row was changed by hand, or an entry is "
    "gone. Ask whoever runs the service to verify the ledger: fingerpost ledger verify"
)
OPENED = "text/opened"
SHORTEST, LONGEST = 10, 500  # characters of why
A_PAGE = 50


class Purpose(StrEnum):
    """What a resident's words may be opened for."""

    CHALLENGE = "challenge"
    COMPLAINT = "complaint"
    AUDIT = "audit"
    FAULT = "fault"
    DATA_REQUEST = "data-request"
    SAFETY = "safety"
    FEEDBACK = "feedback"


ASKED_FOR = tuple(each for each in Purpose if each is not Purpose.FEEDBACK)
"""Those to choose from. The pages of feedback say their own purpose."""


class CannotOpen(FingerpostError):
    """There is no such run, its words were erased, or it was not said why."""


@dataclass(frozen=True, kw_only=True)
class KeptOpening:
    """Who opened what. `why` is None once the resident's key was erased, and "" where the purpose says it all."""

    reference: str
    by: str
    purpose: str
    at: datetime
    event: str
    why: str | None


def open_text(reference: str, *, purpose: str, why: str, by: str, body: str, at: datetime, keys: KeyStore) -> KeptRun:
    """Note who opens the words of a run and why, then give them. Raises CannotOpen, StoreUnavailable."""
    why = mask_text(" ".join(why.split()))
    if purpose not in set(Purpose):
        raise CannotOpen("Choose what you open it for.")
    if not SHORTEST <= len(why) <= LONGEST:
        raise CannotOpen(f"Say why in {SHORTEST} to {LONGEST} characters.")
    with store_faults(NOT_NOTED):
        kept = find_run(reference, body=body, keys=keys)
        if kept is None:
            raise CannotOpen("No answer has this reference. Check it, letter by letter.")
        if kept.reply is None:
            raise CannotOpen("The words of this run have been erased. Nobody can read them.")
        with committing():
            _note(kept, purpose=purpose, by=by, body=body, at=at, texts={"why": why}, keys=keys)
    return kept


def note_opening(kept: KeptRun, *, purpose: Purpose, by: str, body: str, at: datetime) -> None:
    """Note that somebody is about to be shown the words of a run, on a page whose purpose says why.

    Raises StoreUnavailable: then they are not to be shown.
    """
    with store_faults(NOT_NOTED), committing():
        _note(kept, purpose=purpose, by=by, body=body, at=at)


def list_openings(*, body: str, keys: KeyStore, page: int = 1, size: int = A_PAGE) -> tuple[list[KeptOpening], int]:
    """One page of who opened what, newest first, and how many there are. Raises StoreUnavailable."""
    start = (max(page, 1) - 1) * size
    with store_faults(NOT_READ):
        found = Opening.objects.filter(body=body)
        return _with_why(list(found.order_by("-pk")[start : start + size]), body=body, keys=keys), found.count()


def list_openings_of(reference: str, *, body: str, keys: KeyStore) -> list[KeptOpening]:
    """Who opened the words of one run, newest first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = Opening.objects.filter(body=body, reference=reference).order_by("-pk")
        return _with_why(list(found), body=body, keys=keys)


def _note(
    kept: KeptRun,
    *,
    purpose: str,
    by: str,
    body: str,
    at: datetime,
    texts: Mapping[str, str] | None = None,
    keys: KeyStore | None = None,
) -> None:
    event = note_event(
        OPENED,
        body=body,
        at=at,
        capability=kept.capability,
        facts={"of": kept.reference, "what": "words", "by": by, "purpose": purpose},
        texts=texts,
        subject=kept.subject if texts else "",
        keys=keys,
    )
    Opening(body=body, reference=kept.reference, by=by, purpose=purpose, at=at, event=event).save(force_insert=True)


def _with_why(rows: Sequence[Opening], *, body: str, keys: KeyStore) -> list[KeptOpening]:
    entries = {e.reference: e for e in Entry.objects.filter(body=body, reference__in=[row.event for row in rows])}
    missing = [row.event for row in rows if row.event not in entries]
    if missing:
        raise StoreUnavailable(EVENT_GONE, detail=f"no entry in the ledger: {', '.join(missing)}")
    noted = [entries[row.event] for row in rows]
    sealed = [Sealed(text=bytes(e.sealed or b""), subject=e.subject, bound_to=e.reference) for e in noted]
    opened = keys.unseal_many(sealed, body=body)
    return [
        KeptOpening(
            reference=row.reference,
            by=row.by,
            purpose=row.purpose,
            at=row.at,
            event=row.event,
            why=_why(text) if entry.sealed else "",
        )
        for row, entry, text in zip(rows, noted, opened, strict=True)
    ]


def _why(text: bytes | None) -> str | None:
    return str(json.loads(text)["texts"]["why"]) if text is not None else None
