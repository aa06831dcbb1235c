"""Where e-mail waits that came in: a Maildir, or a mailbox of an IMAP server. It is marked only once it was taken.

A letter that a person must look at first is put into a folder "Held" beside it, from which it can be taken later.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

LARGEST = 10 * 1024 * 1024  # bytes of one letter
MOST_AT_ONCE = 100
SECONDS = 30.0
HELD = "Held"
PASSWORD = "FINGERPOST_MAIL_IN_PASSWORD"  # noqa: S105 - the name of the variable
EXPECTED = (
    "'mail_in' must look like maildir:/var/mail/reports or imaps://user@mail.example.org/INBOX. "
    "imap:// without encryption is for this machine only."
)
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1")
_PORTS = {"imap": 143, "imaps": 993, "imap+starttls": 143}


class InboxAway(Exception):
    """The folder or the server cannot be reached now. `why` names no person and no password."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One letter. `raw` is None where it is larger than LARGEST: then it was not read. `size` is in bytes."""

    name: str
    size: int
    raw: bytes | None


class Mark(Protocol):
    """What becomes of a letter where it waits."""

    def __call__(self, *, is_held: bool = False) -> None:
        """It was taken; or `is_held`: put it aside, unseen. Raises InboxAway."""
        ...


class Inbox(Protocol):
    """Letters that wait, oldest first."""

    def letters(self, *, most: int = MOST_AT_ONCE) -> Iterator[tuple[Waiting, Mark]]:
        """Each with what marks it, to be called once what became of it is kept. Raises InboxAway."""
        ...

    def held(self) -> "Inbox":
        """Those that were put aside."""
        ...


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where e-mail waits, as one setting says it: a folder, or a server with a user and a mailbox."""

    folder: Path | None = None
    host: str = ""
    port: int = 0
    user: str = ""
    mailbox: str = "INBOX"
    tls: bool = False
    starttls: bool = False


def read_inbox_address(text: str) -> Address:
    """Read the setting. Raises ValueError with what is expected. A password in it is refused: it would be seen."""
    if text.startswith("maildir:"):
        folder = Path(text.removeprefix("maildir:"))
        if not folder.is_absolute():
            raise ValueError(EXPECTED)
        return Address(folder=folder)
    parts = urlsplit(text)
    try:
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise ValueError(EXPECTED) from error
    if parts.password is not None:
        raise ValueError(f"A password does not belong in 'mail_in': put it in 'mail_in_password_file' or {PASSWORD}.")
    is_plain = parts.scheme == "imap"
    if not host or not parts.username or parts.query or (is_plain and not _LOOPBACK.fullmatch(host)):
        raise ValueError(EXPECTED)
    return Address(
        host=host,
        port=port,
        user=unquote(parts.username),
        mailbox=unquote(parts.path.strip("/")) or "INBOX",
        tls=parts.scheme == "imaps",
        starttls=parts.scheme == "imap+starttls",
    )


@dataclass(frozen=True, kw_only=True)
class Maildir:
    """A folder with `new` and `cur`, as mail servers fill it. What was taken moves to `cur`, marked as seen; what is
    held to `.Held/new`, where mail programs show it as a folder."""

    folder: Path

    def held(self) -> "Maildir":
        folder = self.folder / f".{HELD}"
        try:
            for each in ("new", "cur", "tmp"):
                (folder / each).mkdir(parents=True, exist_ok=True)
            (folder / "maildirfolder").touch()
        except OSError as error:
            raise InboxAway(f"The Maildir cannot be written: {type(error).__name__}.") from error
        return Maildir(folder=folder)

    def letters(self, *, most: int = MOST_AT_ONCE) -> Iterator[tuple[Waiting, Mark]]:
        try:
            found = sorted((self.folder / "new").iterdir(), key=lambda each: each.name)
            (self.folder / "cur").mkdir(exist_ok=True)
        except OSError as error:
            raise InboxAway(f"The Maildir cannot be read: {type(error).__name__}.") from error
        for path in [each for each in found if not each.name.startswith(".")][:most]:
            waiting = self._read(path)
            if waiting is not None:
                yield waiting, partial(self._mark, path)

    def _read(self, path: Path) -> Waiting | None:
        """None where another process took it meanwhile, and for whatever is no file."""
        try:
            if not path.is_file() or path.is_symlink():
                return None
            size = path.stat().st_size
            return Waiting(name=path.name, size=size, raw=path.read_bytes() if size <= LARGEST else None)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise InboxAway(f"A letter of the Maildir cannot be read: {type(error).__name__}.") from error

    def _mark(self, path: Path, *, is_held: bool = False) -> None:
        name = path.name.partition(":")[0]
        to = self.held().folder / "new" / name if is_held else self.folder / "cur" / f"{name}:2,S"
        with suppress(FileNotFoundError):  # another process was first: it is marked
            path.replace(to)


@dataclass(frozen=True, kw_only=True)
class ImapInbox:
    """A mailbox of an IMAP server: what is not seen yet is taken, and then marked as seen. What is held is first copied
    to the mailbox Held, or INBOX.Held where the server wants it so."""

    address: Address
    password: Callable[[], str]
    seconds: float = SECONDS
    context: ssl.SSLContext | None = None

    def held(self) -> "ImapInbox":
        with self._connected() as server:
            return replace(self, address=replace(self.address, mailbox=self._held_in(server)))

    def letters(self, *, most: int = MOST_AT_ONCE) -> Iterator[tuple[Waiting, Mark]]:
        with self._connected() as server:
            for number in self._unseen(server)[:most]:
                waiting = self._read(server, number)
                if waiting is not None:
                    yield waiting, partial(self._mark, server, number)

    @contextmanager
    def _connected(self) -> Iterator[imaplib.IMAP4]:
        context = self.context or ssl.create_default_context()
        host, port = self.address.host, self.address.port
        with _faults():
            server = (
                imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=self.seconds)
                if self.address.tls
                else imaplib.IMAP4(host, port, timeout=self.seconds)
            )
        try:
            with _faults():
                if self.address.starttls:
                    server.starttls(context)
                server.login(self.address.user, self.password())
                _wanted(server.select(_quoted(self.address.mailbox)))
            yield server
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()

    def _unseen(self, server: imaplib.IMAP4) -> list[bytes]:
        with _faults():
            found = _wanted(server.uid("SEARCH", "UNSEEN"))
        return found[0].split() if found and found[0] else []

    def _read(self, server: imaplib.IMAP4, number: bytes) -> Waiting | None:
        with _faults():
            told = _wanted(server.uid("FETCH", number.decode(), "(RFC822.SIZE)"))
            size = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(each for each in told if isinstance(each, bytes)))
            if size is None:
                return None  # somebody took it away meanwhile
            raw = None
            if int(size[1]) <= LARGEST:
                given = _wanted(server.uid("FETCH", number.decode(), "(BODY.PEEK[])"))
                raw = next((each[1] for each in given if isinstance(each, tuple)), None)
                if raw is None:
                    return None
        return Waiting(name=number.decode(), size=int(size[1]), raw=raw)

    def _mark(self, server: imaplib.IMAP4, number: bytes, *, is_held: bool = False) -> None:
        with _faults():
            if is_held:
                _wanted(server.uid("COPY", number.decode(), _quoted(self._held_in(server))))
            _wanted(server.uid("STORE", number.decode(), "+FLAGS.SILENT", r"(\Seen)"))

    def _held_in(self, server: imaplib.IMAP4) -> str:
        """The mailbox of those that are held, made where it is not there yet."""
        with _faults():
            for name in (HELD, f"INBOX.{HELD}"):
                server.create(_quoted(name))  # refused where it is there
                if server.status(_quoted(name), "(MESSAGES)")[0] == "OK":
                    return name
            raise imaplib.IMAP4.error("refused")


@contextmanager
def _faults() -> Iterator[None]:
    """What the server says is not repeated: it may name a user."""
    try:
        yield
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        raise InboxAway(f"The mail server did not do as it was asked: {type(error).__name__}.") from error


def _wanted(answer: tuple[str, list[Any]]) -> list[Any]:
    status, values = answer
    if status != "OK":
        raise imaplib.IMAP4.error("refused")
    return values


def _quoted(mailbox: str) -> str:
    escaped = mailbox.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
