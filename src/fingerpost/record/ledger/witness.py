"""A witness: somebody else who remembers the last checkpoint of a log, and signs the next only if it grew out of it.

It has a folder of its own, best on a machine of its own, with its key, the public keys of the logs that it watches, the
last checkpoint that it saw of each, and whatever it refused. After C2SP `tlog-witness`.
"""

import fcntl
import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.ledger.checkpoints import Checkpoint, InvalidCheckpoint, parse_checkpoint
from fingerpost.record.ledger.cosignatures import cosign, cosigned_at, new_cosigner_key
from fingerpost.record.ledger.files import create_text, read_text, replace_text
from fingerpost.record.ledger.merkle import EMPTY_ROOT, InvalidProof, check_consistency
from fingerpost.record.ledger.notes import (
    InvalidKey,
    InvalidNote,
    SigningKey,
    VerifierKey,
    add_signatures,
    open_note,
    split_note,
)
from fingerpost.record.ledger.submissions import SIZE_TYPE, InvalidSubmission, Submission, read_submission

KEY = "witness-key"
LOGS = "logs"
SEEN = "seen"
REFUSED = "refused"
DAMAGED = "What this witness saw last is damaged. Restore its folder from your backup."

log = logging.getLogger(__name__)


class WitnessFault(FingerpostError):
    """The witness cannot do its work: its key, its list of logs, or what it was sent to look at."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What goes back over HTTP. `alarm` says in a sentence what was refused as inconsistent, or is empty."""

    status: int
    text: str
    content_type: str = "text/plain; charset=utf-8"
    alarm: str = ""


class Witness:
    """The witness in `folder`. `now` is its own clock."""

    def __init__(self, folder: Path, *, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now

    def make_key(self, name: str) -> SigningKey:
        """The key, made at first use. Raises WitnessFault where there is one of another name, or `name` will not do."""
        path = self._folder / KEY
        try:
            if read_text(path) is None and not (self._folder / SEEN).exists():
                create_text(path, new_cosigner_key(name).text + "\n")
        except InvalidKey as error:
            raise WitnessFault(f"'{name}' cannot name a witness: {error}.") from error
        key = self.key()
        if name and key.name != name:
            raise WitnessFault(f"This folder holds the key of '{key.name}'. A witness keeps its name for good.")
        return key

    def key(self) -> SigningKey:
        """The key that signs. Raises WitnessFault where it is missing or damaged: another is never made silently."""
        text = read_text(self._folder / KEY)
        if text is None:
            raise WitnessFault(f"The witness has no key in {self._folder}. Restore it from your backup.")
        try:
            return SigningKey.parse(text.strip())
        except InvalidKey as error:
            raise WitnessFault("The key of this witness is damaged. Restore it from your backup.") from error

    def watch(self, keys: Iterable[str]) -> None:
        """Add public keys of logs to those it knows. Raises WitnessFault for one that is not well formed."""
        known = (read_text(self._folder / LOGS) or "").splitlines()
        added = [key.strip() for key in keys if key.strip() not in known]
        for each in added:
            _read_key(each)
        if added:
            replace_text(self._folder / LOGS, "".join(f"{each}\n" for each in (*known, *added)))

    def logs(self) -> list[VerifierKey]:
        """The public keys of the logs that it watches. Raises WitnessFault."""
        return [_read_key(each) for each in (read_text(self._folder / LOGS) or "").splitlines()]

    def last(self, origin: str) -> Checkpoint | None:
        """What it saw last of a log. Raises WitnessFault where that is damaged: it never begins afresh."""
        note = self._last_note(origin)
        return None if note is None else _read_checkpoint(note)

    def answer(self, body: bytes) -> Answer:
        """Look at one submission, remember it and cosign it, or say why not."""
        try:
            submission = read_submission(body)
            origin = parse_checkpoint(split_note(submission.note)[0]).origin
        except (InvalidSubmission, InvalidNote, InvalidCheckpoint) as error:
            return Answer(status=400, text=f"{error}\n")
        keys = [key for key in self.logs() if key.name == origin]
        if not keys:
            return Answer(status=404, text="This witness does not watch that log.\n")
        try:
            checkpoint = parse_checkpoint(open_note(submission.note, keys).text)
        except InvalidNote as error:
            return Answer(status=403, text=f"{error}\n")
        with self._alone():
            return self._judge(submission, checkpoint)

    def _judge(self, submission: Submission, checkpoint: Checkpoint) -> Answer:
        if submission.old > checkpoint.size:
            return Answer(status=400, text="The old size is larger than that of the checkpoint.\n")
        last = self.last(checkpoint.origin)
        seen, root = (last.size, last.root) if last else (0, EMPTY_ROOT)
        if submission.old != seen:
            return Answer(status=409, text=f"{seen}\n", content_type=SIZE_TYPE)
        try:
            check_consistency(
                old_size=seen,
                new_size=checkpoint.size,
                proof=submission.proof,
                old_root=root,
                new_root=checkpoint.root,
            )
        except InvalidProof as error:
            return self._refuse(submission, checkpoint, seen=seen, why=str(error))
        return Answer(status=200, text=self._cosign(submission.note, checkpoint))

    def _cosign(self, note: str, checkpoint: Checkpoint) -> str:
        """Remember it, on disk, and then sign it: never as of an earlier time than the last."""
        key = self.key()
        at = self._now()
        before = self._signed_at(checkpoint.origin, key.verifier)
        at = max(at, before) if before else at
        text, _signatures = split_note(note)
        line = cosign(text, key=key, at=at)
        without_ours = "".join(each for each in note.splitlines(keepends=True) if not each.startswith(f"— {key.name} "))
        replace_text(self._place(checkpoint.origin), add_signatures(without_ours, [line]))
        return line

    def _signed_at(self, origin: str, key: VerifierKey) -> datetime | None:
        last = self._last_note(origin)
        if last is None:
            return None
        try:
            return cosigned_at(open_note(last, [key]), key)
        except InvalidNote as error:
            raise WitnessFault(DAMAGED, detail=f"what was seen last of {origin}: {error}") from error

    def _refuse(self, submission: Submission, checkpoint: Checkpoint, *, seen: int, why: str) -> Answer:
        """Say so loudly, and keep what was sent, once for each tree: signed by the log, it may be evidence against it.

        The checkpoint is the log's, but the proof is whoever's sent it: only another root of the same size is certain.
        """
        digest = hashlib.sha256(checkpoint.text.encode()).hexdigest()[:32]
        create_text(self._folder / REFUSED / digest, submission.text)
        cause = "Its history was changed, or another log signs with its key."
        if checkpoint.size > seen:
            cause = (
                f"{cause} Or whoever sent it spoilt the proof: ask the log itself, with `fingerpost ledger witness`."
            )
        alarm = (
            f"REFUSED: {checkpoint.origin} signed a tree of {checkpoint.size} leaves, and what was sent does not show "
            f"that it continues the one of {seen} leaves that this witness saw. {cause} ({why})"
        )
        log.error("%s", alarm)
        return Answer(status=409 if checkpoint.size == seen else 422, text=f"{why}\n", alarm=alarm)

    def _last_note(self, origin: str) -> str | None:
        return read_text(self._place(origin))

    def _place(self, origin: str) -> Path:
        return self._folder / SEEN / hashlib.sha256(origin.encode()).hexdigest()[:32]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One submission at a time, whichever process has it: what was seen last is read and replaced in one piece."""
        with (self._folder / "witness.lock").open("w", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _read_key(text: str) -> VerifierKey:
    try:
        return VerifierKey.parse(text)
    except InvalidKey as error:
        raise WitnessFault(f"That is not the public key of a log: {error}.") from error


def _read_checkpoint(note: str) -> Checkpoint:
    try:
        return parse_checkpoint(split_note(note)[0])
    except (InvalidNote, InvalidCheckpoint) as error:
        raise WitnessFault(DAMAGED, detail=str(error)) from error
