"""Opens a Word or OpenDocument file, which is a zip of XML, without being blown up by it."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

from fingerpost.knowledge.formats.unreadable import Unreadable

_MOST_UNPACKED = 300 * 1024 * 1024  # bytes
_MOST_TEXT = 100 * 1024 * 1024  # bytes of one XML part
_MOST_PARTS = 5_000
_TIGHTEST = 200  # times smaller than its content; real files stay below 50
_SMALL = 5 * 1024 * 1024  # bytes: unpacking this much does no harm, however tightly it was packed


@contextmanager
def open_zip(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The zip, once its contents list is known to be harmless. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, packed=len(data))
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
        raise Unreadable("The file is damaged or cut short. Open it in its own program and save it again.") from fault


def _check(archive: zipfile.ZipFile, *, packed: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unreadable("The file is protected by a password. Save it without one, then import it again.")
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED:
        raise Unreadable("The file would unpack to more than an office document holds, so it was not opened.")
    if unpacked > _SMALL and unpacked > _TIGHTEST * packed:
        raise Unreadable("The file is packed so tightly that it may be a zip bomb, so it was not opened.")


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one part; empty where there is none. Never more than its entry in the contents list says."""
    try:
        part = archive.getinfo(name)
    except KeyError:
        return b""
    if part.file_size > _MOST_TEXT:
        raise Unreadable("The document holds more than 100 MB of text, so it was not opened. Split it up.")
    return archive.read(part)


def parse_xml(data: bytes) -> Any:
    """The tree of an XML part, with no entity expanded and nothing fetched. Raises Unreadable."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise Unreadable("The document declares XML entities, which office programs never do. It was not opened.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser=parser)
    except etree.XMLSyntaxError as fault:
        raise Unreadable(
            "The file is damaged: part of it is not valid XML. Save it again in its own program."
        ) from fault
