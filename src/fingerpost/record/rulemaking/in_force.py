"""Which files of changed figures are in force: those that are, letter for letter, what two people approved. No others.

The proof is the decision in the database, which holds the digest of its file. A file that somebody altered is put aside
under another name, for whoever looks into it, and the approved one is written again from its row. One that nobody
approved is left where it is, and is not read.
"""

import fcntl
import hashlib
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.ledger.files import replace_text
from fingerpost.record.rulemaking.models import Decision
from fingerpost.record.rulemaking.overrides import folder_of, name_of, text_of

NOT_WRITTEN = "An approved change of the rules could not be written. Check that the disk has room."
LARGEST = 1_000_000  # bytes: what is larger is none of ours, and is not read
ASIDE = ".altered-"
LOCK = ".lock"

logger = logging.getLogger(__name__)

What = Literal["missing", "altered", "put aside", "not approved", "not proven"]
_TOLD: Mapping[What, str] = {
    "missing": "is approved and not there: it is not in force",
    "altered": "is not as it was approved: it is not in force",
    "put aside": "was put aside: it is not what was approved. Find out who changed it, then take it away",
    "not approved": "was approved by nobody: it is not in force",
    "not proven": "is not in force: the record of who approved it cannot be read",
}


@dataclass(frozen=True, kw_only=True)
class Misplaced:
    """A file that is not as the record has it, by its name."""

    file: str
    what: What

    @property
    def words(self) -> str:
        """What is wrong with it, in English, to be read after its name."""
        return _TOLD[self.what]


@dataclass(frozen=True, kw_only=True)
class InForce:
    """`texts` maps the name of each file in force to its words, in the order of names; `left_out` are the others."""

    texts: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[Misplaced, ...] = ()


def overrides_in_force(before: Mapping[str, str], *, body: str, home: Path) -> InForce:
    """What is in force now; `before` is what this process was given last. Where the record cannot be read, that stays,
    for it was proven then, and everything else is left out. The record is asked only where there is a file to prove."""
    there = _files(folder_of(home))
    if not there and not before:
        return InForce()
    try:
        return read_in_force(body=body, home=home)
    except StoreUnavailable as error:
        logger.error("Changed figures cannot be held to their approval. %s", error.public)
        left_out = [Misplaced(file=name, what="not proven") for name in there if name not in before]
        return InForce(texts=before, left_out=tuple(left_out))


def read_in_force(*, body: str, home: Path) -> InForce:
    """The approved files, mended first where they can be. Raises StoreUnavailable where the record cannot be read."""
    approved, folder = _approved(body), folder_of(home)
    try:
        _write(approved, folder)
    except StoreUnavailable as error:  # what cannot be mended is left out all the same
        logger.error("%s %s", error.public, error.detail)
    found = {name_of(each.proposal): _approved_text(folder, each) for each in approved}
    texts = {name: text for name, text in sorted(found.items()) if text is not None}
    return InForce(texts=texts, left_out=tuple(_left_out(approved, folder)))


def put_in_force(*, body: str, home: Path) -> list[str]:
    """Write each approved file that is missing or was altered; gives their names. Again does nothing.

    Raises StoreUnavailable.
    """
    return _write(_approved(body), folder_of(home))


def find_misplaced(*, body: str, home: Path) -> list[Misplaced]:
    """Every file that is not as it was approved, and those that were put aside. Raises StoreUnavailable."""
    folder = folder_of(home)
    aside = sorted(path.name for path in folder.glob(f"*{ASIDE}*"))
    return [*_left_out(_approved(body), folder), *(Misplaced(file=name, what="put aside") for name in aside)]


def _left_out(approved: Sequence[Decision], folder: Path) -> Iterator[Misplaced]:
    names, there = {name_of(each.proposal): each for each in approved}, _files(folder)
    for name, decision in names.items():
        if name not in there:
            yield Misplaced(file=name, what="missing")
        elif _approved_text(folder, decision) is None:
            yield Misplaced(file=name, what="altered")
    for name in there:
        if name not in names:
            yield Misplaced(file=name, what="not approved")


def _write(approved: Sequence[Decision], folder: Path) -> list[str]:
    written: list[str] = []
    if all(_approved_text(folder, each) is not None for each in approved):
        return written
    with _alone(folder):
        for each in approved:
            path, text = folder / name_of(each.proposal), text_of(each.proposal)
            if _approved_text(folder, each) is not None:
                continue  # another process was first
            if _digest(text.encode()) != each.file_digest:
                logger.error("The record of %s is not as it was approved, so no file is made of it.", path.name)
                continue
            _put_aside(path)
            replace_text(path, text)
            written.append(path.name)
    return written


def _put_aside(path: Path) -> None:
    """Rename it: whose it is and when it was written stay as they are."""
    if not os.path.lexists(path):
        return
    taken = len(list(path.parent.glob(f"{path.name}{ASIDE}*")))
    while os.path.lexists(aside := path.with_name(f"{path.name}{ASIDE}{taken + 1}")):
        taken += 1
    path.rename(aside)
    logger.error("%s was not as it was approved. It is kept as %s; the approved one is put back.", path, aside.name)


def _approved_text(folder: Path, decision: Decision) -> str | None:
    """The words of its file; None where it is not there, cannot be read, or is not what was approved."""
    path = folder / name_of(decision.proposal)
    try:
        if path.stat().st_size > LARGEST:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    return data.decode() if _digest(data) == decision.file_digest else None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _files(folder: Path) -> list[str]:
    """Whatever might be taken for an override, by its path below the folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.yaml")) if folder.is_dir() else []


def _approved(body: str) -> list[Decision]:
    with store_faults(NOT_READ):
        approved = Decision.objects.filter(body=body, kind=Decision.Kind.APPROVED)
        return list(approved.select_related("proposal").order_by("pk"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time mends the folder, so that none puts aside what another has just written."""
    with store_faults(NOT_WRITTEN):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (folder / LOCK).open("w", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
