"""Reads a letter as it came over the wire, within bounds: who wrote, what, which files, and whether a machine did.

Parsed by the standard library under its oldest policy, which takes any header as text; the newer ones can be kept busy
by a header that is made to.
"""

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from enum import StrEnum

from fingerpost.casework.mailbox.bodies import as_text, decoded, plain_of_html
from fingerpost.record.repair.addresses import tidy_address

LARGEST = 10 * 1024 * 1024  # bytes
MOST_PARTS, DEEPEST = 100, 12
MOST_HEADERS = 500
MOST_FILES = 10
LONGEST_HEADER = 2_000  # characters
LONGEST_KIND = 5_000  # bytes of a header that says what a part is: the library takes hours over a megabyte of quotes
_AUTOMATIC = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINES = frozenset({"mailer-daemon", "postmaster"})
_KINDS = re.compile(rb"(?:^|[\r\n])content-[a-z-]{1,40}:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*", re.IGNORECASE)
_TELLS_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id", "List-Unsubscribe", "Feedback-ID")

log = logging.getLogger(__name__)


class Sort(StrEnum):
    """What kind of letter it is."""

    PERSON = "person"
    LOOP = "loop"  # one of ours came back
    AUTOMATIC = "automatic"  # a machine answered
    BOUNCE = "bounce"  # a machine says that one of ours did not arrive
    REFUSED = "refused"  # more than we take


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A file as it was sent: nothing in it was looked at."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter. `digest` is of its Message-ID and of who wrote, when and what; of all of it where it has none.
    `marks` are what our own letters carry, where they stand in this one. `sender` is an address that can be answered,
    or ""."""

    digest: str
    sort: Sort
    sender: str = ""
    name: str = ""
    subject: str = ""
    text: str = ""
    files: tuple[Sent, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    left_out: int = 0


MARK = re.compile(r"(FP-[0-9A-Z]{5}-[0-9A-Z]{5})\.([0-9a-hjkmnp-tv-z]{12})", re.IGNORECASE)
"""What stands in the subject and in the Message-ID of our letters: the reference of a case, and a token of it."""


def read_letter(raw: bytes, *, ours: frozenset[str]) -> Letter:
    """Read it. `ours` are the addresses that we write from and are written to. Never raises for what is in a letter."""
    if len(raw) > LARGEST or any(len(each[0]) > LONGEST_KIND for each in _KINDS.finditer(raw)):
        return _refused(raw)
    try:
        return _read(message_from_bytes(raw, policy=policy.compat32), raw, ours=ours)
    except _TooMuch:
        return _refused(raw)
    except Exception as error:  # noqa: BLE001 - the library fails over some: one must not keep all others waiting
        log.warning("A letter cannot be read (%s). It stays in the mailbox.", type(error).__name__)
        return _refused(raw)


def _refused(raw: bytes) -> Letter:
    return Letter(digest=hashlib.sha256(raw).hexdigest(), sort=Sort.REFUSED)


def _read(message: "Message[str, str]", raw: bytes, *, ours: frozenset[str]) -> Letter:
    """Raises _TooMuch, and whatever the library does over a letter that nobody foresaw."""
    parts = list(_parts(message))
    name, sender = _address(_header(message, "From"))
    digest = _digest(message, raw)
    marks = _marks(message)
    sort = _sort(message, sender=sender, ours=ours)
    if sort is not Sort.PERSON:
        return Letter(digest=digest, sort=sort, marks=marks)
    files, left_out = _files(parts)
    return Letter(
        digest=digest,
        sort=sort,
        sender=tidy_address(_reply_to(message) or sender),
        name=" ".join(name.split())[:100],
        subject=" ".join(_header(message, "Subject").split())[:300],
        text=_text(parts),
        files=files,
        marks=marks,
        left_out=left_out,
    )


class _TooMuch(Exception):
    """More parts, deeper ones or more headers than a letter has."""


def _parts(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """Every part that holds something itself. Raises _TooMuch."""
    waiting = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST or len(part.keys()) > MOST_HEADERS:
            raise _TooMuch
        held = part.get_payload()
        if isinstance(held, list):
            waiting += [(each, depth + 1) for each in held if isinstance(each, Message)]
        else:
            yield part


def _sort(message: "Message[str, str]", *, sender: str, ours: frozenset[str]) -> Sort:
    if message.get_content_type() == "multipart/report":
        return Sort.BOUNCE
    loops = {_header(message, "X-Loop").strip().casefold(), sender.strip().casefold()}
    own = re.fullmatch(r"\s*<(?:FP-[^@]*\.)?[0-9a-f]{24}@([^>\s]+)>\s*", _header(message, "Message-ID"))
    domains = {each.rpartition("@")[2] for each in ours}
    if loops & ours or (own is not None and own[1].casefold() in domains):
        return Sort.LOOP
    told = _header(message, "Auto-Submitted").split(";")[0].strip().casefold()
    is_automatic = (
        told not in {"", "no"}
        or _header(message, "Precedence").strip().casefold() in _AUTOMATIC
        or any(message[each] is not None for each in _TELLS_AUTOMATIC)
        or _header(message, "Return-Path").strip() == "<>"
        or sender.rpartition("@")[0].casefold() in _MACHINES
    )
    return Sort.AUTOMATIC if is_automatic else Sort.PERSON


def _marks(message: "Message[str, str]") -> tuple[tuple[str, str], ...]:
    found = [
        (reference.upper(), token.lower())
        for name in ("Subject", "In-Reply-To", "References")
        for reference, token in MARK.findall(_header(message, name))
    ]
    return tuple(dict.fromkeys(found))


def _text(parts: list["Message[str, str]"]) -> str:
    """What was written: the plain text, else that of the page."""
    for kind, read in (("text/plain", as_text), ("text/html", plain_of_html)):
        texts = [read(_plain(each)) for each in parts if each.get_content_type() == kind and not _name_of(each)]
        if text := "\n\n".join(each for each in texts if each):
            return text
    return ""


def _plain(part: "Message[str, str]") -> str:
    try:
        charset = part.get_content_charset() or ""
    except ValueError:  # one with a zero byte in its name
        charset = ""
    return decoded(_content(part), charset)


def _name_of(part: "Message[str, str]") -> str:
    try:
        return part.get_filename() or ""
    except ValueError:  # written in an encoding with a zero byte in its name
        return "file"


def _files(parts: list["Message[str, str]"]) -> tuple[tuple[Sent, ...], int]:
    """The files, and how many there were beyond those that are taken."""
    found = []
    for part in parts:
        name, kind = _name_of(part), part.get_content_type()
        if (name or not kind.startswith("text/")) and (content := _content(part)):
            found.append(Sent(name=" ".join(_decoded(name).split())[:100], content=content))
    return tuple(found[:MOST_FILES]), max(0, len(found) - MOST_FILES)


def _content(part: "Message[str, str]") -> bytes:
    try:
        held = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):  # an encoding that is none
        return b""
    return held if isinstance(held, bytes) else b""


def _reply_to(message: "Message[str, str]") -> str:
    return _address(_header(message, "Reply-To"))[1]


def _address(header: str) -> tuple[str, str]:
    """Name and address; none where comments nest so deeply that no person wrote them."""
    try:
        return parseaddr(header)
    except RecursionError:
        return "", ""


def _header(message: "Message[str, str]", name: str) -> str:
    held = message.get(name)
    return "" if held is None else _decoded(str(held)[:LONGEST_HEADER])


def _decoded(value: str) -> str:
    """A header in words, whatever it says of its encoding."""
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError, LookupError):
        return as_text(value)
    texts = [decoded(each, charset or "") if isinstance(each, bytes) else each for each, charset in pieces]
    return as_text("".join(texts))


def _digest(message: "Message[str, str]", raw: bytes) -> str:
    """What a letter is known by: its Message-ID with who wrote, when and what. Whoever writes under the Message-ID of
    somebody else, or under one for all letters, takes no other letter away with it."""
    known = _header(message, "Message-ID").strip()
    if not known:
        return hashlib.sha256(raw).hexdigest()
    plain = raw.replace(b"\r\n", b"\n")
    _headers, _end, body = plain.partition(b"\n\n")
    told = "\n".join((known, _header(message, "From"), _header(message, "Date")))
    return hashlib.sha256(told.encode() + b"\n\n" + body.strip()).hexdigest()


def told(letter: Letter) -> Mapping[str, int]:
    """What may be told of it in a log: figures alone."""
    return {"characters": len(letter.text), "files": len(letter.files), "left out": letter.left_out}
