"""Checks of the checkpoints: each is well signed by a key of the log, and fits the tree as it comes out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from fingerpost.record.ledger.checkpoints import InvalidCheckpoint, parse_checkpoint
from fingerpost.record.ledger.findings import Fault, Kind
from fingerpost.record.ledger.keyring import Keyring
from fingerpost.record.ledger.models import Checkpoint, Cosignature
from fingerpost.record.ledger.notes import InvalidNote, VerifierKey, add_signatures, open_note

AT_ONCE = 500


class CheckpointChecks:
    """Goes through the checkpoints up to number `upto`. Without `keyring` no signature is checked."""

    def __init__(self, *, keyring: Keyring | None, upto: int, witnesses: Sequence[VerifierKey] = ()) -> None:
        self._keyring = keyring
        self._witnesses = {key.name: key for key in witnesses}
        self._rows = _checkpoints(upto)
        self._next = next(self._rows, None)
        self._last: Checkpoint | None = None
        self._sound = 0  # leaves of the newest checkpoint that fitted
        self.count = 0

    def check_at(self, size: int, root: Callable[[], bytes]) -> Iterator[Fault]:
        """Every checkpoint of that size, or of a smaller one that came too late."""
        while self._next is not None and self._next.size <= size:
            row, self._next = self._next, next(self._rows, None)
            yield from self._check(row, root() if row.size == size else None)
            self.count, self._last = self.count + 1, row

    def check_end(self, size: int) -> Iterator[Fault]:
        """Those that say more than there is, and the lines of witnesses."""
        while self._next is not None:
            row, self._next = self._next, next(self._rows, None)
            self.count += 1
            yield from self._check_signature(row)
            yield Fault(
                kind=Kind.ROLLED_BACK,
                index=size,
                words=f"Checkpoint {row.number} is over {row.size:,} entries, and the tree has {size:,}.",
            )
        yield from self._check_cosignatures()

    def _check(self, row: Checkpoint, root: bytes | None) -> Iterator[Fault]:
        yield from self._check_order(row)
        sound = True
        for fault in self._check_signature(row):
            sound = False
            yield fault
        if root is None or row.root != root.hex():
            sound = False
            yield Fault(
                kind=Kind.REWRITTEN,
                index=self._sound,
                words=f"The tree of {row.size:,} entries is not the one that checkpoint {row.number} says. What "
                f"differs stands at or behind place {self._sound:,} of the tree, up to which all is as it was signed.",
            )
        if sound:
            self._sound = row.size

    def _check_order(self, row: Checkpoint) -> Iterator[Fault]:
        number, size, at = (self._last.number, self._last.size, self._last.at) if self._last else (0, 0, None)
        if row.number != number + 1 or row.size < size or (at is not None and row.at < at):
            yield Fault(
                kind=Kind.CHECKPOINT_ALTERED,
                index=row.size,
                words=f"Checkpoint {row.number} does not follow checkpoint {number}: one was deleted or renumbered, or "
                f"its size or time was altered.",
            )

    def _check_signature(self, row: Checkpoint) -> Iterator[Fault]:
        if self._keyring is None:
            return
        try:
            note = open_note(row.note, self._keyring.public)
            signed = parse_checkpoint(note.text)
        except (InvalidNote, InvalidCheckpoint) as error:
            kind = Kind.KEY_SWAPPED if "no key that is known" in str(error) else Kind.CHECKPOINT_ALTERED
            words = f"Checkpoint {row.number} is not signed by a key of this log: {error}."
            yield Fault(kind=kind, index=row.size, words=words)
            return
        if signed.origin not in {each.name for each in note.signed_by} or (signed.size, signed.root.hex()) != (
            row.size,
            row.root,
        ):
            words = f"Checkpoint {row.number} says something else than what was signed."
            yield Fault(kind=Kind.CHECKPOINT_ALTERED, index=row.size, words=words)
        elif not any(note.is_signed_by(key.public) and _could_sign(key.until, row.at) for key in self._keyring.keys):
            words = f"Checkpoint {row.number} is signed only by a key that had been replaced before."
            yield Fault(kind=Kind.KEY_SWAPPED, index=row.size, words=words)

    def _check_cosignatures(self) -> Iterator[Fault]:
        """Lines of witnesses whose key we know."""
        for start in Cosignature.objects.order_by("id").values_list("id", flat=True)[::AT_ONCE]:
            lines = list(Cosignature.objects.filter(id__gte=start).order_by("id")[:AT_ONCE])
            notes = dict(
                Checkpoint.objects.filter(number__in=[each.checkpoint for each in lines]).values_list("number", "note")
            )
            for each in lines:
                if not self._fits(each, notes.get(each.checkpoint)):
                    words = f"What the witness {each.witness} signed of checkpoint {each.checkpoint} was altered."
                    yield Fault(kind=Kind.COSIGNATURE_ALTERED, words=words)

    def _fits(self, line: Cosignature, note: str | None) -> bool:
        key = self._witnesses.get(line.witness)
        if note is None:
            return False
        if key is None:
            return True  # of a witness that is no longer asked: its key is not known here
        try:
            open_note(add_signatures(note, [line.line]), [key])
        except InvalidNote:
            return False
        return True


def _could_sign(until: datetime | None, at: datetime) -> bool:
    return until is None or at <= until


def _checkpoints(upto: int) -> Iterator[Checkpoint]:
    after, rows = -(2**62), [Checkpoint()] * AT_ONCE
    while len(rows) == AT_ONCE:
        rows = list(Checkpoint.objects.filter(number__gt=after, number__lte=upto).order_by("number")[:AT_ONCE])
        yield from rows
        after = rows[-1].number if rows else after
