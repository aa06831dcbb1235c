"""Signs the tree, and refuses any that does not grow out of the last one it signed.

The signer keeps its last checkpoint in a file beside its key, outside the database, and writes it there before anywhere
else. Whoever puts an older or another database in the place of this one finds that it will not sign.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from fingerpost.record.commits import committing
from fingerpost.record.ledger import faults
from fingerpost.record.ledger.checkpoints import Checkpoint as Signed
from fingerpost.record.ledger.checkpoints import InvalidCheckpoint, parse_checkpoint
from fingerpost.record.ledger.faults import LedgerRefused
from fingerpost.record.ledger.files import read_text, replace_text
from fingerpost.record.ledger.integration import Marks, find_marks, integrate
from fingerpost.record.ledger.keyring import Keyring, keep_keyring, make_keyring, read_keyring
from fingerpost.record.ledger.merkle import EMPTY_ROOT, InvalidProof, check_consistency, consistency_proof, root_at
from fingerpost.record.ledger.models import Checkpoint
from fingerpost.record.ledger.notes import InvalidNote, open_note, sign_note
from fingerpost.record.ledger.tree import KeptTree, size_of_tree

KEYRING = "keyring"
MEMORY = "last-checkpoint"
LOCK = "signer.lock"
PATIENCE = 15.0  # seconds that one waits for another who signs


class Signer:
    """The keys in `folder`, and what they signed last. `host` names the log when its first key is made."""

    def __init__(self, folder: Path, *, host: str = "") -> None:
        self._folder = folder
        self._host = host

    def sign(self, at: datetime) -> Checkpoint | None:
        """Bring the tree up to date and sign it; gives the newest checkpoint, or None while there are no entries.

        Nothing is signed where nothing is new. Raises LedgerRefused, StoreUnavailable or what the database raises.
        """
        with self.alone():
            return self._sign(at)

    def rotate(self, at: datetime) -> Keyring:
        """Put a new key in the place of the old one. The next checkpoint bears both signatures.

        Whoever calls notes it in the ledger, so that there is something to sign, and signs. Raises as `sign` does.
        """
        with self.alone():
            newest = self._sign(at)
            at = max(at, newest.at) if newest else at  # by then the old key has signed
            keyring = self._keyring(at).with_new_key(at)
            keep_keyring(self._folder / KEYRING, keyring)
            return keyring

    def begin_again(self, at: datetime) -> tuple[Keyring, Signed, int]:
        """Go on under another name, with another key, where what was signed before is lost for good.

        Gives the keys, what had been signed last, and how many leaves are left. What is left must fit the newest
        checkpoint that is left. The old memory is put aside as evidence; old keys stay published. Whoever calls notes
        it in the ledger and signs. Raises LedgerRefused where there is nothing to begin again from, or no need to.
        """
        with self.alone():
            keyring, newest, note = self.keyring(), newest_checkpoint(), self.last_note()
            if keyring is None or note is None:
                raise faults.key_lost(f"{self._folder}: without keys and memory nobody can say what is lost")
            last, size, tree = read_note(note, keyring, where=MEMORY), integrate(), KeptTree()
            if _is_grown(last, size, tree):
                raise faults.nothing_lost()
            if newest is not None:
                _check_grown(read_note(newest.note, keyring, where=f"checkpoint {newest.number}"), size, tree)
            keyring = keyring.renamed(at)
            replace_text(self._folder / f"{MEMORY}-lost-{at:%Y%m%dT%H%M%S}", note)
            keep_keyring(self._folder / KEYRING, keyring)
            left = newest.note if newest else _nothing_signed(keyring)
            replace_text(self._folder / MEMORY, left)
            return keyring, last, size

    def keyring(self) -> Keyring | None:
        """The keys, or None where none was made yet. Raises LedgerRefused, StoreUnavailable."""
        return read_keyring(self._folder / KEYRING)

    def last_note(self) -> str | None:
        """What was signed last. Raises StoreUnavailable."""
        return read_text(self._folder / MEMORY)

    def check(self) -> None:
        """Raise LedgerRefused where the next `sign` would, as far as can be told without it."""
        newest, keyring, note = newest_checkpoint(), self.keyring(), self.last_note()
        if keyring is None:
            if newest is not None or note is not None:
                raise faults.key_lost(f"{self._folder / KEYRING} does not exist")
            return
        last = self._last(keyring, newest, note)
        if last is not None:
            _check_grown(last, size_of_tree(), KeptTree())

    @contextmanager
    def alone(self, patience: float | None = None) -> Iterator[None]:
        """While no other process signs. The operating system gives the lock back even after kill -9.

        Raises LedgerRefused where another does not come to an end in time, and StoreUnavailable.
        """
        give_up = time.monotonic() + (PATIENCE if patience is None else patience)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / LOCK).open("w", encoding="ascii") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= give_up:
                        raise faults.busy() from None
                    time.sleep(0.005)
            yield

    def _sign(self, at: datetime) -> Checkpoint | None:
        newest = newest_checkpoint()
        keyring = self._keyring(at, newest)
        last = self._last(keyring, newest, self.last_note())
        marks = find_marks(at)
        size = integrate()
        tree = KeptTree()
        if last is not None:
            newest = self._check_history(last, newest, size, tree, at=at, marks=marks, keyring=keyring)
        if size == 0 or (last is not None and size == last.size and len(keyring.signing) == 1):
            return newest
        checkpoint = Signed(origin=keyring.origin, size=size, root=root_at(size, tree.subtree))
        note = sign_note(checkpoint.text, keyring.signing)
        replace_text(self._folder / MEMORY, note)
        made = keep_checkpoint(checkpoint, note, after=newest, at=at, marks=marks)
        if len(keyring.signing) > 1:
            keep_keyring(self._folder / KEYRING, keyring.without_old_keys())
        return made

    def _keyring(self, at: datetime, newest: Checkpoint | None = None) -> Keyring:
        """The keys, made where the log has never been signed: never beside one that was."""
        keyring = self.keyring()
        if keyring is not None:
            return keyring
        if newest is not None or self.last_note() is not None:
            raise faults.key_lost(f"{self._folder / KEYRING} does not exist")
        return make_keyring(self._folder / KEYRING, host=self._host, at=at)

    def _last(self, keyring: Keyring, newest: Checkpoint | None, note: str | None) -> Signed | None:
        """What was signed last, by one of these keys."""
        if note is None:
            if newest is not None:
                raise faults.memory_lost(f"{self._folder / MEMORY} does not exist")
            return None
        return read_note(note, keyring, where=MEMORY)

    def _check_history(
        self,
        last: Signed,
        newest: Checkpoint | None,
        size: int,
        tree: KeptTree,
        *,
        at: datetime,
        marks: Marks,
        keyring: Keyring,
    ) -> Checkpoint | None:
        """The tree grew out of the last one signed, and of the newest one kept; the former is kept too."""
        _check_grown(last, size, tree)
        if newest is not None:
            _check_grown(read_note(newest.note, keyring, where=f"checkpoint {newest.number}"), size, tree)
        if last.size == 0 or (newest is not None and newest.size >= last.size):
            return newest
        note = self.last_note() or ""  # it was signed, and the power went before the database had it
        return keep_checkpoint(last, note, after=newest, at=at, marks=marks)


def newest_checkpoint() -> Checkpoint | None:
    """The last one that the database holds."""
    return Checkpoint.objects.order_by("-number").first()


def read_note(note: str, keyring: Keyring, *, where: str) -> Signed:
    """The checkpoint of a note that one of these keys signed. Raises LedgerRefused."""
    try:
        opened = open_note(note, keyring.public)
        checkpoint = parse_checkpoint(opened.text)
    except (InvalidNote, InvalidCheckpoint) as error:
        raise faults.wrong_key(f"{where}: {error}") from error
    if checkpoint.origin not in {each.name for each in opened.signed_by}:
        raise faults.wrong_key(f"{where} is of {checkpoint.origin}, and the keys are of {keyring.origin}")
    return checkpoint


def keep_checkpoint(
    checkpoint: Signed, note: str, *, after: Checkpoint | None, at: datetime, marks: Marks
) -> Checkpoint:
    """Keep it in the database. A clock that runs backwards does not make it older than the one before."""
    with committing():
        return Checkpoint.objects.create(
            number=after.number + 1 if after else 1,
            at=max(at, after.at) if after else at,
            size=checkpoint.size,
            root=checkpoint.root.hex(),
            note=note,
            settled=marks.settled,
            handed_out=marks.handed_out,
            horizon=marks.horizon,
        )


def _nothing_signed(keyring: Keyring) -> str:
    """A checkpoint over no entries, with which every tree begins."""
    return sign_note(Signed(origin=keyring.origin, size=0, root=EMPTY_ROOT).text, keyring.signing[:1])


def _is_grown(signed: Signed, size: int, tree: KeptTree) -> bool:
    try:
        _check_grown(signed, size, tree)
    except LedgerRefused:
        return False
    return True


def _check_grown(signed: Signed, size: int, tree: KeptTree) -> None:
    """The tree of `size` leaves begins with the one that was signed. Raises LedgerRefused."""
    if size < signed.size:
        raise faults.rolled_back(f"{signed.size} leaves were signed, and there are {size}")
    try:
        check_consistency(
            old_size=signed.size,
            new_size=size,
            proof=consistency_proof(signed.size, size, tree.subtree),
            old_root=signed.root,
            new_root=root_at(size, tree.subtree),
        )
    except InvalidProof as error:
        raise faults.forked(f"from the signed tree of {signed.size} leaves to this one of {size}: {error}") from error
