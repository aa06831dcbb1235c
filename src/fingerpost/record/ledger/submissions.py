"""What a log sends to a witness, and a witness reads: C2SP `tlog-witness`, the body of add-checkpoint.

old 12
(hashes of the consistency proof from 12 leaves to those of the checkpoint, one a line)
(an empty line)
(the checkpoint, a signed note)
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from fingerpost.record.ledger.checkpoints import InvalidCheckpoint, read_number
from fingerpost.record.ledger.notes import decode_base64

MOST_HASHES = 63
MOST_BYTES = 256 * 1024
SIZE_TYPE = "text/x.tlog.size"


class InvalidSubmission(Exception):
    """What was sent is not well formed."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """The sender holds that the witness last saw `old` leaves. `note` is not checked yet."""

    old: int
    proof: Sequence[bytes]
    note: str

    @property
    def text(self) -> str:
        return f"{write_proof(self.old, self.proof)}\n{self.note}"


def write_proof(old: int, proof: Sequence[bytes]) -> str:
    """The lines before the empty one. We publish proofs in the same words."""
    return f"old {old}\n" + "".join(f"{base64.b64encode(each).decode()}\n" for each in proof)


def read_proof(text: str) -> tuple[int, list[bytes]]:
    """What `write_proof` wrote. Raises InvalidSubmission."""
    first, *rest = text.removesuffix("\n").split("\n")
    if not first.startswith("old ") or len(rest) > MOST_HASHES:
        raise InvalidSubmission(f"it begins with 'old', a size, and at most {MOST_HASHES} hashes")
    try:
        return read_number(first.removeprefix("old ")), [decode_base64(line) for line in rest]
    except (ValueError, InvalidCheckpoint) as error:
        raise InvalidSubmission(str(error)) from error


def read_submission(body: bytes) -> Submission:
    """Read the body of a request. Raises InvalidSubmission."""
    if len(body) > MOST_BYTES:
        raise InvalidSubmission("it is too long")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise InvalidSubmission("it is not UTF-8") from error
    head, gap, note = text.partition("\n\n")
    if not gap:
        raise InvalidSubmission("it has no empty line before the checkpoint")
    old, proof = read_proof(head)
    return Submission(old=old, proof=proof, note=note)
