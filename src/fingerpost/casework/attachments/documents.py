"""Word files and PDFs: what they may hold. They are kept as they came, so whatever could run is refused."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from urllib.parse import unquote

from lxml import etree

from fingerpost.casework.attachments.refusing import Why
from fingerpost.record.challenges.files import MEGABYTE

MOST_PARTS = 1000  # of a Word file
MOST_UNPACKED = 60 * MEGABYTE  # of all its parts together, as they come out: not as the file says
PIECE = 64 * 1024
_RUNS = re.compile(r"(vbaproject\.bin|vbadata\.xml|(^|/)(activex|embeddings|macrosheets)/)", re.I)
# What the library raises over an archive that is none: places before its beginning, and names in no encoding, too.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, RuntimeError, ValueError),
    *(KeyError, IndexError, TypeError, OverflowError, NotImplementedError),
)
_MACROS = re.compile(rb"macroEnabled|vbaProject|vbaData", re.I)
_FETCHED = frozenset({"attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk", "control", "package"})
_ON_THEIR_DISK = re.compile(r"file:///[A-Za-z]:|(?![a-z]{2,}:|[\\/]{2})", re.I)
# Names of a PDF that start something: PDF 32000-1:2008, 12.6.4. A name may be written with #-signs.
_STARTS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)(?![A-Za-z0-9])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")


class Refusal(Exception):
    """A file is not taken. Never leaves this folder: `clean` makes a FileRefused of it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def check_word(content: bytes) -> None:
    """Refuse a Word file that is none, holds what runs, or unpacks to more than MOST_UNPACKED. Raises Refusal."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS:
                raise Refusal(Why.TOO_MUCH_INSIDE)
            if any(_RUNS.search(each.filename) for each in parts):
                raise Refusal(Why.PROGRAM)
            if "word/document.xml" not in {each.filename for each in parts}:
                raise Refusal(Why.UNKNOWN)
            if any(each.flag_bits & 1 for each in parts):  # a password: nobody could look into it
                raise Refusal(Why.DAMAGED)
            _unpack(packed, parts)
            if _MACROS.search(_plain(packed.read("[Content_Types].xml"))):
                raise Refusal(Why.PROGRAM)
            for each in parts:
                if each.filename.endswith(".rels"):
                    _refuse_fetching(packed.read(each))
            _refuse_what_follows(content, comment=packed.comment)
    except _BROKEN as error:
        raise Refusal(Why.DAMAGED) from error


def _unpack(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Read each part piece by piece and keep nothing: what a bomb says of its own size is not believed."""
    left = MOST_UNPACKED
    for each in parts:
        with packed.open(each) as part:
            while piece := part.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise Refusal(Why.TOO_MUCH_INSIDE)


def _refuse_fetching(relations: bytes) -> None:
    """A template or an object from another machine is fetched, and may run, when the file is opened. A link is only
    followed by who chooses it, and a template of the writer's own disk is not found here."""
    if len(relations) > MEGABYTE:
        raise Refusal(Why.TOO_MUCH_INSIDE)
    try:
        root = etree.fromstring(relations, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise Refusal(Why.DAMAGED) from error
    for each in root.iter():
        kind, target = str(each.get("Type", "")).rpartition("/")[2], unquote(str(each.get("Target", ""))).strip()
        if kind in _FETCHED and each.get("TargetMode", "").lower() == "external" and not _ON_THEIR_DISK.match(target):
            raise Refusal(Why.PROGRAM)


def _plain(part: bytes) -> bytes:
    """The letters of a part of XML, in whichever of its encodings it is written."""
    return part.replace(b"\0", b"")


def _refuse_what_follows(content: bytes, *, comment: bytes) -> None:
    """A second file after the end of the archive makes it two files in one."""
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or len(content) != end + 22 + len(comment):
        raise Refusal(Why.DAMAGED)


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that says it starts something, or that is an archive or a page too. Raises Refusal.

    What stands in compressed parts is not seen: no file is ever opened by us, nor shown within a page.
    """
    if _STARTS.search(_HEX.sub(lambda found: bytes([int(found[1], 16)]), content)):
        raise Refusal(Why.PROGRAM)
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Refusal(Why.PROGRAM)
    if b"%%EOF" not in content:
        raise Refusal(Why.DAMAGED)
    if re.search(rb"<\s*(?:script|html|svg)[\s>]", content[:1024] + content[content.rfind(b"%%EOF") :], re.I):
        raise Refusal(Why.PAGE)
