"""Verifies the log against what stands outside the database, and remembers what came out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from fingerpost.contract.errors import FingerpostError, StoreUnavailable
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore
from fingerpost.record.ledger.checkpoints import InvalidCheckpoint, parse_checkpoint
from fingerpost.record.ledger.faults import NOT_SIGNED, LedgerRefused, key_lost, memory_lost
from fingerpost.record.ledger.findings import Fault, Kind
from fingerpost.record.ledger.keyring import Keyring
from fingerpost.record.ledger.models import Verification
from fingerpost.record.ledger.notes import InvalidNote, VerifierKey, open_note
from fingerpost.record.ledger.signer import Signer, newest_checkpoint, read_note
from fingerpost.record.ledger.verification import Held, Progress, Report, verify_log
from fingerpost.record.models import SubjectKey

MOST_KEPT = 20  # faults of a verification


class InvalidHeld(FingerpostError):
    """A checkpoint that somebody brings along cannot be read, or no known key signed it."""


def audit(
    signer: Signer,
    *,
    at: datetime,
    witnesses: Sequence[VerifierKey],
    keys: KeyStore | None,
    notes: Mapping[str, str],
    note_keys: Sequence[VerifierKey],
    progress: Progress,
) -> Report:
    """See `Ledger.verify`."""
    with store_faults(NOT_READ):
        faults: list[Fault] = []
        keys = _usable(keys, faults)
        with signer.alone():
            keyring = _or_fault(signer.keyring, faults)
            held = list(_held_by_signer(signer, keyring, faults))
        known = note_keys or (keyring.public if keyring else ())
        held += [_read_held(name, note, known) for name, note in notes.items()]
        found = verify_log(
            keyring=keyring,
            witnesses=witnesses,
            held=held,
            keys=keys,
            progress=progress,
        )
        report = replace(found, faults=(*faults, *found.faults))
    with store_faults(NOT_SIGNED):
        Verification.objects.create(at=at, size=report.size, found=[fault.words for fault in report.faults[:MOST_KEPT]])
    return report


def _held_by_signer(signer: Signer, keyring: Keyring | None, faults: list[Fault]) -> Iterator[Held]:
    """What the signer remembers, once it is known to be its own; what is wrong with it goes to `faults`."""
    note, newest = signer.last_note(), newest_checkpoint()
    if keyring is None:
        if note is not None or newest is not None:
            faults.append(Fault(kind=Kind.KEY_SWAPPED, words=key_lost("").public))
        return
    if note is None:
        if newest is not None:
            faults.append(Fault(kind=Kind.KEY_SWAPPED, words=memory_lost("").public))
        return
    try:
        last = read_note(note, keyring, where="last-checkpoint")
    except LedgerRefused as error:
        faults.append(Fault(kind=Kind.KEY_SWAPPED, words=error.public))
        return
    if newest is None or newest.size < last.size:
        words = (
            "The newest checkpoint is missing from the database, and the signer remembers it. A power cut may "
            "leave it so for a moment: sign again, and verify again."
        )
        faults.append(Fault(kind=Kind.CHECKPOINT_ALTERED, index=last.size, words=words))
    yield Held(name="the signer", checkpoint=last, kind=Kind.FORKED)


def _or_fault(read: Callable[[], Keyring | None], faults: list[Fault]) -> Keyring | None:
    try:
        return read()
    except LedgerRefused as error:
        faults.append(Fault(kind=Kind.KEY_SWAPPED, words=error.public))
        return None


def _usable(keys: KeyStore | None, faults: list[Fault]) -> KeyStore | None:
    """The keys of the words, unless the master key is lost: that is one fault, and not one of each entry."""
    if keys is None or not SubjectKey.objects.exists():
        return keys
    try:
        return keys if keys.master else None
    except StoreUnavailable as error:
        faults.append(Fault(kind=Kind.WORDS_ALTERED, words=error.public))
        return None


def _read_held(name: str, note: str, keys: Sequence[VerifierKey]) -> Held:
    try:
        return Held(name=name, checkpoint=parse_checkpoint(open_note(note, keys).text), kind=Kind.FORKED)
    except (InvalidNote, InvalidCheckpoint) as error:
        raise InvalidHeld(f"The checkpoint in {name} cannot be read: {error}.") from error
