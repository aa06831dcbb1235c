"""The ledger as others use it: proofs, the published checkpoint and keys, rotation, and how it does."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from fingerpost.contract.errors import FingerpostError, StoreUnavailable
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore
from fingerpost.record.ledger.checkpoints import InvalidCheckpoint, parse_checkpoint
from fingerpost.record.ledger.faults import LedgerRefused, forked, key_lost, memory_lost
from fingerpost.record.ledger.findings import Fault, Kind
from fingerpost.record.ledger.integration import waiting
from fingerpost.record.ledger.keyring import Keyring
from fingerpost.record.ledger.merkle import (
    InvalidProof,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
)
from fingerpost.record.ledger.models import Checkpoint, Cosignature, TreeLeaf, Verification
from fingerpost.record.ledger.notes import InvalidNote, VerifierKey, add_signatures, open_note
from fingerpost.record.ledger.signer import Signer, newest_checkpoint, read_note
from fingerpost.record.ledger.submissions import write_proof
from fingerpost.record.ledger.tree import KeptTree, size_of_tree
from fingerpost.record.ledger.verification import Held, Progress, Report, verify_log
from fingerpost.record.ledger.witnesses import Cosigned, WitnessAddress, WitnessCalls
from fingerpost.record.models import SubjectKey

MOST_KEPT = 20  # faults of a verification
NOT_SIGNED = "The ledger could not be signed just now. What was recorded is safe. Try again in a minute."


@dataclass(frozen=True, kw_only=True)
class InclusionProof:
    """Leaf `index` stands in the tree of `size` leaves whose root `checkpoint_note` signs. `hashes`: nearest first."""

    index: int
    size: int
    hashes: tuple[bytes, ...]
    checkpoint_note: str


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A key that signs, or signed, the log: "name+key ID+base64". `until` is None for the one that signs now."""

    text: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class WitnessHealth:
    """What a witness signed last; `fault` is what went wrong when this process last asked it, or empty."""

    name: str
    url: str
    at: datetime | None
    size: int
    fault: str


@dataclass(frozen=True, kw_only=True)
class LedgerHealth:
    """How it does. `waiting` entries are not in the tree yet. `faults` are sentences: none where all is well."""

    origin: str
    size: int
    waiting: int
    checkpoint_at: datetime | None
    checkpoint_size: int
    key_since: datetime | None
    witnesses: tuple[WitnessHealth, ...]
    verified_at: datetime | None
    verified_size: int
    verified_faults: tuple[str, ...]
    faults: tuple[str, ...]


class InvalidHeld(FingerpostError):
    """A checkpoint that somebody brings along cannot be read, or no known key signed it."""


class Ledger:
    """The log of this installation. Each call may come from any thread or process.

    `folder` holds keys and the last checkpoint; `host` names the log when its first key is made; `now` is the clock.
    """

    def __init__(
        self, *, folder: Path, now: Callable[[], datetime], host: str = "", witnesses: Sequence[WitnessAddress] = ()
    ) -> None:
        self.signer = Signer(folder, host=host)
        self._now = now
        self._calls = WitnessCalls(witnesses)
        self._asking = threading.Lock()

    def keep_up(self) -> int:
        """Put what is new into the tree, sign it, ask the witnesses; gives how many leaves are signed.

        Quick where nothing is new. Raises LedgerRefused, StoreUnavailable.
        """
        with store_faults(NOT_SIGNED):
            newest = self.signer.sign(self._now())
            if newest is not None and self._calls.witnesses:
                self._ask_witnesses(newest)
        return newest.size if newest else 0

    def has_news(self) -> bool:
        """Is there anything that is not signed yet? Raises StoreUnavailable."""
        with store_faults(NOT_READ):
            newest = newest_checkpoint()
            return waiting().exists() or size_of_tree() > (newest.size if newest else 0)

    def find_proof(self, seq: int) -> InclusionProof:
        """That entry number `seq` stands in the log. Signs first where that is needed.

        Raises LedgerRefused where the log does not fit what was signed, StoreUnavailable, and LookupError where there
        is no such entry.
        """
        with store_faults(NOT_READ):
            found = self._signed_leaf(seq)
            if found is None:
                self.keep_up()
                found = self._signed_leaf(seq)
            if found is None:
                raise LookupError(f"there is no entry {seq}")
            leaf, checkpoint = found
            hashes = inclusion_proof(leaf.index, checkpoint.size, KeptTree().subtree)
            _check_leads_to_root(leaf, checkpoint, hashes)
            note = with_cosignatures(checkpoint)
        return InclusionProof(index=leaf.index, size=checkpoint.size, hashes=tuple(hashes), checkpoint_note=note)

    def published(self) -> str | None:
        """The newest checkpoint, with what witnesses signed of it; None before the first. Raises StoreUnavailable."""
        with store_faults(NOT_READ):
            newest = newest_checkpoint()
            return with_cosignatures(newest) if newest else None

    def consistency(self, old: int) -> str | None:
        """The proof from the tree of `old` leaves to the published one, with its checkpoint; as a witness is sent it.

        None where there is no checkpoint, or it is smaller. Raises LedgerRefused, StoreUnavailable.
        """
        with store_faults(NOT_READ):
            newest = newest_checkpoint()
            if newest is None or not 0 <= old <= newest.size:
                return None
            proof = consistency_proof(old, newest.size, KeptTree().subtree)
            return f"{write_proof(old, proof)}\n{with_cosignatures(newest)}"

    def public_keys(self) -> tuple[PublicKey, ...]:
        """Every key that ever signed, newest first. Raises LedgerRefused, StoreUnavailable."""
        keyring = self.signer.keyring()
        keys = keyring.keys if keyring else ()
        return tuple(PublicKey(text=key.public.text, since=key.since, until=key.until) for key in keys)

    def key_file(self) -> str:
        """Those keys and the ones of our witnesses as a file, one a line, with remarks. Empty before the first.

        Raises LedgerRefused, StoreUnavailable.
        """
        keys = self.public_keys()
        lines = [f"# Log {keys[0].text.split('+', 1)[0]}"] if keys else []
        for key in keys:
            until = f" until {_minute(key.until)}" if key.until else ""
            lines += [f"# signs from {_minute(key.since)}{until}", key.text]
        for each in self._calls.witnesses if keys else ():
            lines += ["# a witness", each.key.text]
        return "".join(f"{line}\n" for line in lines)

    def rotate(self, *, body: str, by: str) -> tuple[PublicKey, ...]:
        """Sign with a new key from now on, and note in the ledger that `by` had it so. Old receipts stay good.

        Raises LedgerRefused, StoreUnavailable.
        """
        at = self._now()
        with store_faults(NOT_SIGNED):
            keyring = self.signer.rotate(at)
            new, old = (key.public.text for key in keyring.keys[:2])
            with committing():
                note_event("ledger/rotated", body=body, at=at, facts={"new_key": new, "old_key": old, "by": by})
            self.keep_up()
        return self.public_keys()

    def begin_again(self, *, body: str, by: str, reason: str) -> tuple[PublicKey, ...]:
        """Go on under another name where entries that were signed are lost for good, and say so in the ledger.

        Receipts of before can still be checked with the old keys. Raises LedgerRefused where nothing is lost, or where
        what is left does not fit what was signed of it; StoreUnavailable.
        """
        at = self._now()
        with store_faults(NOT_SIGNED):
            keyring, last, size = self.signer.begin_again(at)
            facts = {"old_log": last.origin, "new_log": keyring.origin, "signed": last.size, "left": size}
            with committing():
                note_event("ledger/begun-again", body=body, at=at, facts={**facts, "by": by, "reason": reason})
            self.keep_up()
        return self.public_keys()

    def verify(
        self,
        *,
        keys: KeyStore | None = None,
        notes: Mapping[str, str] | None = None,
        note_keys: Sequence[VerifierKey] = (),
        progress: Progress = lambda what, done, total: None,
    ) -> Report:
        """Verify the whole log from scratch, and remember what came out (see `verification`).

        `notes` are checkpoints that others keep, by whose they are; `note_keys` the keys to open them with, where one
        does not want to believe those of this machine. Raises InvalidHeld for a note that no key opens, LedgerRefused
        where another process signs and does not end, StoreUnavailable.
        """
        with store_faults(NOT_READ):
            faults: list[Fault] = []
            keys = _usable(keys, faults)
            with self.signer.alone():
                keyring = _or_fault(self.signer.keyring, faults)
                held = list(self._held_by_signer(keyring, faults))
            known = note_keys or (keyring.public if keyring else ())
            held += [_read_held(name, note, known) for name, note in (notes or {}).items()]
            found = verify_log(
                keyring=keyring,
                witnesses=[each.key for each in self._calls.witnesses],
                held=held,
                keys=keys,
                progress=progress,
            )
            report = replace(found, faults=(*faults, *found.faults))
        with store_faults(NOT_SIGNED):
            Verification.objects.create(
                at=self._now(), size=report.size, found=[fault.words for fault in report.faults[:MOST_KEPT]]
            )
        return report

    def _held_by_signer(self, keyring: Keyring | None, faults: list[Fault]) -> Iterator[Held]:
        """What the signer remembers, once it is known to be its own; what is wrong with it goes to `faults`."""
        note, newest = self.signer.last_note(), newest_checkpoint()
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

    def health(self) -> LedgerHealth:
        """How it does, for those who look after it. Raises StoreUnavailable where the database cannot be read."""
        with store_faults(NOT_READ):
            newest = newest_checkpoint()
            verified = Verification.objects.order_by("-id").first()
            witnesses = tuple(self._health_of(each) for each in self._calls.witnesses)
            found, keys = self._look()
            return LedgerHealth(
                origin=keys[0].text.split("+", 1)[0] if keys else "",
                size=size_of_tree(),
                waiting=waiting().count(),
                checkpoint_at=newest.at if newest else None,
                checkpoint_size=newest.size if newest else 0,
                key_since=keys[0].since if keys else None,
                witnesses=witnesses,
                verified_at=verified.at if verified else None,
                verified_size=verified.size if verified else 0,
                verified_faults=tuple(verified.found) if verified else (),
                faults=tuple(found),
            )

    def _look(self) -> tuple[list[str], tuple[PublicKey, ...]]:
        """What would keep the signer from signing, and the keys as far as they can be read."""
        try:
            self.signer.check()
            return [], self.public_keys()
        except FingerpostError as error:
            try:
                return [error.public], self.public_keys()
            except FingerpostError:  # the keys are what is at fault, and that is said already
                return [error.public], ()

    def _signed_leaf(self, seq: int) -> tuple[TreeLeaf, Checkpoint] | None:
        leaf, newest = TreeLeaf.objects.filter(entry=seq).first(), newest_checkpoint()
        return (leaf, newest) if leaf and newest and leaf.index < newest.size else None

    def _ask_witnesses(self, checkpoint: Checkpoint) -> None:
        """Those that have not signed it yet. Where another thread asks them already, that is enough."""
        if not self._asking.acquire(blocking=False):
            return
        try:
            signed = set(Cosignature.objects.filter(checkpoint=checkpoint.number).values_list("witness", flat=True))
            if signed >= {each.key.name for each in self._calls.witnesses}:
                return
            tree = KeptTree()
            found = self._calls.collect(
                checkpoint.note,
                size=checkpoint.size,
                seen={each.key.name: _seen_by(each.key.name)[0] for each in self._calls.witnesses},
                proof=lambda old: consistency_proof(old, checkpoint.size, tree.subtree),
            )
            keep_cosignatures(checkpoint, found)
        finally:
            self._asking.release()

    def _health_of(self, witness: WitnessAddress) -> WitnessHealth:
        size, at = _seen_by(witness.key.name)
        fault = self._calls.failures.get(witness.key.name, "")
        return WitnessHealth(name=witness.key.name, url=witness.url, at=at, size=size, fault=fault)


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


def _minute(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}Z"


def with_cosignatures(checkpoint: Checkpoint) -> str:
    """The note, with the lines of the witnesses under ours."""
    lines = Cosignature.objects.filter(checkpoint=checkpoint.number).order_by("id").values_list("line", flat=True)
    return add_signatures(checkpoint.note, lines)


def keep_cosignatures(checkpoint: Checkpoint, found: Sequence[Cosigned]) -> None:
    """Keep the lines of witnesses, but of those that another process has kept meanwhile."""
    if not found:
        return
    with committing():
        kept = set(Cosignature.objects.filter(checkpoint=checkpoint.number).values_list("witness", flat=True))
        Cosignature.objects.bulk_create(
            Cosignature(checkpoint=checkpoint.number, witness=each.witness, at=each.at, line=each.line)
            for each in found
            if each.witness not in kept
        )


def _seen_by(witness: str) -> tuple[int, datetime | None]:
    """The size that a witness signed last, and when."""
    last = Cosignature.objects.filter(witness=witness).order_by("-checkpoint").first()
    if last is None:
        return 0, None
    size = Checkpoint.objects.filter(number=last.checkpoint).values_list("size", flat=True).first()
    return size or 0, last.at


def _check_leads_to_root(leaf: TreeLeaf, checkpoint: Checkpoint, hashes: Sequence[bytes]) -> None:
    """No proof is given that would not verify."""
    try:
        check_inclusion(
            index=leaf.index,
            size=checkpoint.size,
            leaf_hash=bytes(leaf.hash),
            proof=hashes,
            root=bytes.fromhex(checkpoint.root),
        )
    except InvalidProof as error:
        raise forked(f"leaf {leaf.index} does not stand in checkpoint {checkpoint.number}: {error}") from error
