"""The ledger as others use it: proofs, the published checkpoint and keys, rotation, and how it does."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore
from fingerpost.record.ledger.auditing import audit
from fingerpost.record.ledger.faults import NOT_SIGNED, forked
from fingerpost.record.ledger.health import LedgerHealth, find_health
from fingerpost.record.ledger.integration import waiting
from fingerpost.record.ledger.merkle import InvalidProof, check_inclusion, consistency_proof, inclusion_proof
from fingerpost.record.ledger.models import Checkpoint, Cosignature, TreeLeaf
from fingerpost.record.ledger.notes import VerifierKey
from fingerpost.record.ledger.publishing import (
    PublicKey,
    keep_cosignatures,
    public_keys_of,
    seen_by,
    with_cosignatures,
    write_keys,
)
from fingerpost.record.ledger.signer import Signer, newest_checkpoint
from fingerpost.record.ledger.submissions import write_proof
from fingerpost.record.ledger.tree import KeptTree, size_of_tree
from fingerpost.record.ledger.verification import Progress, Report
from fingerpost.record.ledger.witnesses import WitnessAddress, WitnessCalls


@dataclass(frozen=True, kw_only=True)
class InclusionProof:
    """Leaf `index` stands in the tree of `size` leaves whose root `checkpoint_note` signs. `hashes`: nearest first."""

    index: int
    size: int
    hashes: tuple[bytes, ...]
    checkpoint_note: str


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
        return public_keys_of(self.signer.keyring())

    def key_file(self) -> str:
        """Those keys and the ones of our witnesses as a file, one a line, with remarks. Empty before the first.

        Raises LedgerRefused, StoreUnavailable.
        """
        return write_keys(self.public_keys(), [each.key for each in self._calls.witnesses])

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
        return audit(
            self.signer,
            at=self._now(),
            witnesses=[each.key for each in self._calls.witnesses],
            keys=keys,
            notes=notes or {},
            note_keys=note_keys,
            progress=progress,
        )

    def health(self) -> LedgerHealth:
        """How it does, for those who look after it. Raises StoreUnavailable where the database cannot be read."""
        with store_faults(NOT_READ):
            return find_health(self.signer, self._calls)

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
                seen={each.key.name: seen_by(each.key.name)[0] for each in self._calls.witnesses},
                proof=lambda old: consistency_proof(old, checkpoint.size, tree.subtree),
            )
            keep_cosignatures(checkpoint, found)
        finally:
            self._asking.release()


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
