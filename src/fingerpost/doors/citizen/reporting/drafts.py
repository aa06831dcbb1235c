"""Reports that somebody is still writing: each a sealed folder, and its key is in the address of the form alone.

No table holds them and no cookie leads to them (docs/decisions/0084). The key is made of the master key and of the
secret in the address: whoever has the disk but not the address reads nothing, nor who has the address alone. A draft
goes when it is sent, when its writer leaves or throws it away, and after a day.
"""

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from fingerpost.casework.attachments import Cleaned
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.installation import installation, now
from fingerpost.record.sealed import NotOpened, open_bytes, seal_bytes

KEPT = timedelta(days=1)
LINK_SHOWN = timedelta(minutes=30)  # after sending: then the page of what was sent forgets the private link
MOST_BYTES_OF_ALL = 2 * 1024**3  # of all drafts together
_SECRET = re.compile(r"[\w-]{24}\Z", re.ASCII)
NOT_KEPT = "We could not keep what you wrote just now. Nothing was sent. Try again in a minute, or contact a person."


@dataclass(frozen=True, kw_only=True)
class HeldFile:
    """A file of a draft, without what is in it. `size` is in bytes."""

    number: int
    name: str
    kind: str
    size: int
    was_stripped: bool
    scan: str
    content: bytes = b""  # only where it was read back, to be sent


@dataclass(kw_only=True)
class Draft:
    """A report on its way. `settled` are the steps that were answered or passed over.

    `chosen_by` is "machine" or "resident"; "" while nobody chose a service. `likely` are services, best first, and
    `missing` facts that the words do not give. `sent` is what came of it; empty until then. A place is in degrees.
    """

    text: str
    language: str = "en"
    began_at: str = ""
    service: str = ""
    chosen_by: str = ""
    likely: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    is_urgent: bool = False
    signposts: list[dict[str, Any]] = field(default_factory=list)
    subject: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    photo_place: list[float] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    name: str = ""
    email: str = ""
    phone: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    sent: dict[str, str] = field(default_factory=dict)

    def settle(self, step: str) -> None:
        """That step was answered, or passed over."""
        if step not in self.settled:
            self.settled.append(step)

    def unsettle(self, *steps: str) -> None:
        """Those steps are to be gone through again."""
        self.settled = [each for each in self.settled if each not in steps]

    @property
    def held(self) -> list[HeldFile]:
        return [HeldFile(**each) for each in self.files]


def begin(draft: Draft, files: Sequence[Cleaned]) -> str:
    """Keep a new draft; gives the secret that its addresses hold. Raises StoreUnavailable."""
    sweep()
    secret = secrets.token_urlsafe(18)
    draft.began_at = now().isoformat()
    with _faults():
        folder = _folder(secret)
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700)
        add_files(secret, draft, files)
        keep(secret, draft)
    return secret


def read(secret: str) -> Draft | None:
    """The draft of that secret; None where there is none, or it is older than a day."""
    plain = _read(secret, "draft")
    if plain is None:
        return None
    draft = Draft(**json.loads(plain))
    return draft if datetime.fromisoformat(draft.began_at) > now() - KEPT else None


def keep(secret: str, draft: Draft) -> None:
    """Write it in the place of the one before, at once or not at all."""
    _write(secret, "draft", json.dumps(asdict(draft), ensure_ascii=False).encode())


def add_files(secret: str, draft: Draft, files: Sequence[Cleaned]) -> None:
    """Keep files beside the words; the draft itself is kept by whoever calls."""
    for file in files:
        number = max((each["number"] for each in draft.files), default=0) + 1
        _write(secret, f"file-{number}", file.content)
        held = HeldFile(
            number=number,
            name=file.name,
            kind=file.kind,
            size=len(file.content),
            was_stripped=file.was_stripped,
            scan=file.scan,
        )
        draft.files.append({name: value for name, value in asdict(held).items() if name != "content"})


def take_away(secret: str, draft: Draft, number: int) -> None:
    """Delete one file; the draft itself is kept by whoever calls."""
    draft.files = [each for each in draft.files if each["number"] != number]
    (_folder(secret) / f"file-{number}").unlink(missing_ok=True)


def files_of(secret: str, draft: Draft) -> tuple[HeldFile, ...]:
    """Its files with what is in them. Raises StoreUnavailable where one cannot be read."""
    found = []
    for each in draft.files:
        content = _read(secret, f"file-{each['number']}")
        if content is None:
            raise StoreUnavailable(NOT_KEPT, detail="a file of a draft is gone")
        found.append(HeldFile(**each, content=content))
    return tuple(found)


def close(secret: str, draft: Draft, sent: Mapping[str, str]) -> None:
    """It was sent: what was written goes, and what came of it stays for its writer."""
    gone = Draft(text="", language=draft.language, began_at=draft.began_at, signposts=draft.signposts, sent=dict(sent))
    keep(secret, gone)
    for path in _folder(secret).glob("file-*"):
        path.unlink(missing_ok=True)


def throw_away(secret: str) -> None:
    """Delete it, as its writer asks. None of that secret is none to delete."""
    if _SECRET.match(secret):
        shutil.rmtree(_folder(secret), ignore_errors=True)


@contextmanager
def alone_with(secret: str) -> Iterator[None]:
    """Nobody else changes or sends this draft meanwhile: who presses twice waits, and finds it sent."""
    with _faults(), (_folder(secret) / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sweep() -> None:
    """Delete what is older than a day. Raises StoreUnavailable."""
    oldest = (now() - KEPT).timestamp()
    with _faults():
        for folder in _folders():
            with suppress(FileNotFoundError):  # its writer threw it away just now
                if folder.stat().st_mtime < oldest:
                    shutil.rmtree(folder, ignore_errors=True)


def are_full() -> bool:
    """Do all drafts together hold as many files as they may? Words are let in all the same. Raises StoreUnavailable."""
    sweep()
    held = 0
    with _faults():
        for folder in _folders():
            for path in folder.glob("file-*"):
                with suppress(FileNotFoundError):
                    held += path.stat().st_size
    return held > MOST_BYTES_OF_ALL


def mark_of(secret: str) -> str:
    """What a draft is known by once it is sent, so that none is sent twice. It leads back to nothing."""
    return "form-" + hashlib.sha256(f"mark/{secret}".encode()).hexdigest()[:32]


def _folders() -> list[Path]:
    root = _root()
    return list(root.iterdir()) if root.is_dir() else []


def _root() -> Path:
    return Path(settings.HOME) / "report-drafts"


def _folder(secret: str) -> Path:
    return _root() / hashlib.sha256(f"folder/{secret}".encode()).hexdigest()[:40]


def _key(secret: str) -> bytes:
    return hmac.digest(installation().build_keys().master, f"draft of a report/{secret}".encode(), hashlib.sha256)


def _write(secret: str, name: str, plain: bytes) -> None:
    sealed = seal_bytes(_key(secret), plain, bound_to=name.encode())
    path = _folder(secret) / name
    draft = path.with_name(f".{name}.{secrets.token_hex(4)}")
    with _faults():
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)
        draft.replace(path)


def _read(secret: str, name: str) -> bytes | None:
    if not _SECRET.match(secret):
        return None
    try:
        sealed = (_folder(secret) / name).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreUnavailable(NOT_KEPT, detail=f"a draft cannot be read: {type(error).__name__}") from error
    try:
        return open_bytes(_key(secret), sealed, bound_to=name.encode())
    except NotOpened:  # written under another master key: nobody can read it any more
        return None


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(NOT_KEPT, detail=f"drafts of reports: {type(error).__name__}") from error
