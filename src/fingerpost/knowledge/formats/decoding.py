"""Bytes of a text file into text: UTF-8 by rule, old Windows pages where that is plain, and a refusal otherwise."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from fingerpost.knowledge.formats.unreadable import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_MOST_CONTROLS = 0.002
# What British and European writers mean by the bytes above 127 of an old Windows file.
_OLD_WINDOWS = frozenset("‘’“”–—…•£€©®°±½¼¾×÷·§¶«»¡¿¢¥ªº¹²³™\xa0\xad" + "".join(map(chr, range(0xC0, 0x180))))
_MOST_ACCENTS = 0.2  # of all letters
_MOST_CHAOS = 0.15


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """`note` says what was assumed; "" for UTF-8."""

    text: str
    note: str = ""


def decode_text(data: bytes) -> Decoded:
    """The text of a file, with "\\n" at the end of each line. Raises Unreadable for a binary or undecodable one."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(text=_lines(_strictly(data, encoding)))
    if len(_CONTROLS.findall(data)) > _MOST_CONTROLS * len(data):
        raise Unreadable("This is not a text file: it holds binary data. Save it as PDF, Word, HTML or Markdown.")
    try:
        return Decoded(text=_lines(data.decode("utf-8")))
    except UnicodeDecodeError as fault:
        return _guess(data, fault)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise Unreadable(f"The file says it is {encoding.upper()}, but byte {fault.start + 1} cannot be.") from fault


def _guess(data: bytes, fault: UnicodeDecodeError) -> Decoded:
    broken = data.decode("utf-8", "replace").count("\ufffd")
    high = sum(byte > 127 for byte in data)
    if high > 4 * broken:  # nearly all of it is UTF-8: a damaged file, not an old one
        line = data[: fault.start].count(b"\n") + 1
        raise Unreadable(f"The file is UTF-8 but for a broken character on line {line}. Save it again as UTF-8.")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if _is_western(text):
        return Decoded(text=_lines(text), note="the file is not UTF-8; it was read as Windows-1252")
    best = from_bytes(data).best()
    if best is None or best.chaos > _MOST_CHAOS:
        raise Unreadable("The file's characters could not be made out. Save it as UTF-8, then import it again.")
    return Decoded(text=_lines(str(best)), note=f"the file is not UTF-8; it was read as {best.encoding}")


def _is_western(text: str) -> bool:
    """Mostly plain letters, with accents and typographic marks here and there; not another alphabet in disguise."""
    letters = [each for each in text if each.isalpha()]
    accented = sum(each > "\x7f" for each in letters)
    return all(each in _OLD_WINDOWS for each in text if each > "\x7f") and accented < _MOST_ACCENTS * len(letters)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
