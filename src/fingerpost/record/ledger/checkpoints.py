"""Checkpoints: what a log commits to at one size, as the text of a note (C2SP `tlog-checkpoint`)."""

import base64
import re
from dataclasses import dataclass

from fingerpost.record.ledger.merkle import HASH_BYTES
from fingerpost.record.ledger.notes import decode_base64

GREATEST_SIZE = 2**63 - 1  # what a signed 64-bit number holds, as databases keep it
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


class InvalidCheckpoint(Exception):
    """A text that is no checkpoint."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """The log `origin` holds `size` leaves, over which `root` (32 bytes) is the root.

    `extensions` are further lines that other logs may write. We write none, and give them back as they were read.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text to sign, which ends with a newline."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint, which whoever calls has opened as a note. Raises InvalidCheckpoint."""
    lines = text.split("\n")
    if lines.pop() or len(lines) < 3 or not all(lines):
        raise InvalidCheckpoint("a checkpoint is three lines or more, none of them empty")
    origin, size, root, *extensions = lines
    try:
        decoded = decode_base64(root)
    except ValueError as error:
        raise InvalidCheckpoint(f"the root is {error}") from error
    if len(decoded) != HASH_BYTES:
        raise InvalidCheckpoint(f"the root is {HASH_BYTES} bytes, not {len(decoded)}")
    return Checkpoint(origin=origin, size=read_number(size), root=decoded, extensions=tuple(extensions))


def read_number(text: str) -> int:
    """A whole number in plain decimal digits without leading zeros. Raises InvalidCheckpoint."""
    if not _NUMBER.fullmatch(text) or int(text) > GREATEST_SIZE:
        raise InvalidCheckpoint("a size is written in decimal digits, without leading zeros")
    return int(text)
