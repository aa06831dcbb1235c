"""Which files are taken: by their first bytes and their size. None is ever opened, shown or run by us.

A file keeps the stem of its name and is given the ending of what it is, so that "letter.pdf.exe" becomes
"letter.pdf", and a page of HTML becomes a text.
"""

import re
import unicodedata
from types import MappingProxyType

MEGABYTE = 1024 * 1024
MOST_FILES = 3
MOST_BYTES = 5 * MEGABYTE  # of one file
MOST_LETTERS = 80  # of a name

ENDINGS = MappingProxyType({"pdf": ".pdf", "png": ".png", "jpeg": ".jpg", "text": ".txt", "docx": ".docx"})

_BEGINNINGS = (("pdf", b"%PDF-"), ("png", b"\x89PNG\r\n\x1a\n"), ("jpeg", b"\xff\xd8\xff"))
_ZIP, _WORD_PART, _MACROS = b"PK\x03\x04", b"word/document.xml", b"vbaProject.bin"
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_KNOWN_ENDINGS = re.compile(
    r"(\.(pdf|png|jpe?g|txt|docx|exe|js|html?|svg|bat|cmd|com|scr|lnk|ps1|vbs|zip|docm))+\Z", re.I
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z", re.I)  # names that Windows keeps for devices


def kind_of(content: bytes) -> str:
    """What the bytes are: one of ENDINGS, "" for anything else. Text is UTF-8 without control characters.

    A Word file is told by the name of its main part; one that carries macros is none.
    """
    for kind, beginning in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content.startswith(_ZIP):
        return "docx" if _WORD_PART in content and _MACROS not in content else ""
    return "text" if content and _is_text(content) else ""


def safe_name(given: str, *, kind: str, number: int) -> str:
    """A name without path or odd characters, with the ending of its kind; "file-2.pdf" where nothing is left of it."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", given))[-1]
    plain = "".join(char if char.isalnum() or char in " -_.()" else "_" for char in last)
    stem = re.sub(r"\s+", " ", _KNOWN_ENDINGS.sub("", plain)).strip(" ._-")[:MOST_LETTERS].strip(" ._-")
    if not any(char.isalnum() for char in stem) or _RESERVED.match(stem):
        stem = f"file-{number}"
    return stem.replace(".", "_") + ENDINGS[kind]


def _is_text(content: bytes) -> bool:
    if _NO_TEXT.search(content):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
