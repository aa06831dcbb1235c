"""Makes of what was sent something that may be kept, or refuses it with a reason."""

import hashlib
from dataclasses import dataclass

from fingerpost.casework.attachments import documents, pictures
from fingerpost.casework.attachments.kinds import kind_of
from fingerpost.casework.attachments.refusing import FileRefused, Why
from fingerpost.casework.attachments.scanning import NoScanner, Scan, Scanner
from fingerpost.record.challenges.files import MOST_BYTES, safe_name


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """A file that may be kept.

    `kind` is pdf, png, jpeg, text or docx; `name` has its ending. `was_stripped` says that a picture was written anew,
    without place, camera or anything else that is no picture. `scan` is "clean", "none" (no scanner here) or "failed".
    """

    name: str
    kind: str
    content: bytes
    was_stripped: bool
    scan: str

    @property
    def sha256(self) -> str:
        """The digest of what is kept, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def clean(name: str, content: bytes, *, number: int = 1, scanner: Scanner | None = None) -> Cleaned:
    """The file as it may be kept. `number` names one whose own name says nothing ("file-2.pdf").

    The scanner is given the bytes as they came. Raises FileRefused.
    """
    shown = safe_name(name, kind="text", number=number).removesuffix(".txt")
    try:
        kind = _check(content)
        scan = (scanner or NoScanner()).scan(content)
        if scan is Scan.INFECTED:
            raise FileRefused(Why.INFECTED, name=shown)
        kept_kind, kept = _written_anew(kind, content)
    except Refusal as refusal:
        raise FileRefused(refusal.why, name=shown) from refusal
    return Cleaned(
        name=safe_name(name, kind=kept_kind, number=number),
        kind=kept_kind,
        content=kept,
        was_stripped=kind in pictures.FORMATS,
        scan=scan.value,
    )


Refusal = documents.Refusal


def _check(content: bytes) -> str:
    if not content:
        raise Refusal(Why.EMPTY)
    if len(content) > MOST_BYTES:
        raise Refusal(Why.TOO_LARGE)
    return kind_of(content)


def _written_anew(kind: str, content: bytes) -> tuple[str, bytes]:
    """Kind and bytes as they are kept."""
    if kind in pictures.FORMATS:
        return pictures.write_anew(kind, content)
    if kind == "docx":
        documents.check_word(content)
    elif kind == "pdf":
        documents.check_pdf(content)
    return kind, content
