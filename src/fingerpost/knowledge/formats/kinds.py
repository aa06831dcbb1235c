"""Tells by its content what a file is, and hands it to the reader of that format.

A file's name decides only between kinds of text.
"""

import re
from pathlib import PurePath

from fingerpost.knowledge.blocks import Page
from fingerpost.knowledge.formats.decoding import decode_text
from fingerpost.knowledge.formats.docx_files import read_docx
from fingerpost.knowledge.formats.front_matter import FrontMatter
from fingerpost.knowledge.formats.html_pages import read_html
from fingerpost.knowledge.formats.markdown_pages import read_markdown
from fingerpost.knowledge.formats.odt_files import read_odt
from fingerpost.knowledge.formats.pdf_files import read_pdf
from fingerpost.knowledge.formats.plain_text import read_plain_text
from fingerpost.knowledge.formats.unreadable import Unreadable
from fingerpost.knowledge.formats.zip_files import open_zip

MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown"})
HTML_NAMES = frozenset({".html", ".htm", ".xhtml"})
_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--(?:(?!-->).)*+-->\s*+)*+<(!doctype\s+html|html|head|body)\b", re.I | re.S
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# What a file that cannot be read as guidance begins with, and what to say of it.
_NOT_GUIDANCE = (
    (b"{\\rtf", "This is an RTF file. Save it as a Word document (.docx), then import it."),
    (b"\x89PNG", "This is a picture, which holds no text that can be read."),
    (b"\xff\xd8\xff", "This is a picture, which holds no text that can be read."),
    (b"GIF8", "This is a picture, which holds no text that can be read."),
    (b"\x7fELF", "This is a program, not a document."),
    (b"MZ\x90", "This is a program, not a document."),
    (b"\x1f\x8b", "This is a packed file (gzip). Unpack it, then import what is in it."),
    (b"7z\xbc\xaf", "This is a packed file (7z). Unpack it, then import what is in it."),
    (b"Rar!", "This is a packed file (RAR). Unpack it, then import what is in it."),
)


def is_pdf(data: bytes) -> bool:
    """Does it begin as a PDF does, but for what some programs put before it?"""
    return b"%PDF-" in data[:1024]


def read_file(data: bytes, name: str) -> tuple[FrontMatter, Page]:
    """What a file says of itself and its blocks. Raises Unreadable with a reason in plain words."""
    if not data.strip():
        raise Unreadable("The file is empty.")
    for start, reason in _NOT_GUIDANCE:
        if data.startswith(start):
            raise Unreadable(reason)
    if is_pdf(data):
        return FrontMatter(), read_pdf(data)
    if data.startswith(b"PK"):
        return FrontMatter(), _read_zipped(data)
    if data.startswith(_OLE):
        raise Unreadable(_why_not_ole(data))
    return _read_text(data, PurePath(name).suffix.lower())


def _read_zipped(data: bytes) -> Page:
    with open_zip(data) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names:
        return read_docx(data)
    if "content.xml" in names:
        return read_odt(data)
    if "xl/workbook.xml" in names:
        raise Unreadable("This is a spreadsheet. Save the part that is guidance as a document, then import it.")
    if "ppt/presentation.xml" in names:
        raise Unreadable("This is a slide show. Save it as PDF or as a document, then import it.")
    raise Unreadable("This is a zip file. Unpack it, then import the folder.")


def _why_not_ole(data: bytes) -> str:
    if _LOCKED in data:
        return "The file is protected by a password. Save it without one, then import it again."
    return "This is an old Office file (.doc, .xls or .ppt). Save it as .docx or PDF, then import it."


def _read_text(data: bytes, suffix: str) -> tuple[FrontMatter, Page]:
    decoded = decode_text(data)
    text = decoded.text
    if _HTML.match(text) or suffix in HTML_NAMES:
        matter, page = FrontMatter(), read_html(text)
    elif suffix in MARKDOWN_NAMES or re.match(r"---[ \t]*\n[\w-]+:", text):
        matter, page = read_markdown(text)
    elif suffix == ".json":
        raise Unreadable("This is JSON. Pages of the GOV.UK Content API have an import of their own: use that.")
    elif suffix in {".csv", ".tsv", ".xml", ".yaml", ".yml"}:
        raise Unreadable(f"This is data ({suffix}), not guidance. Save it as a document, then import it.")
    else:
        matter, page = FrontMatter(), read_plain_text(text)
    return matter, page if not decoded.note else _with_note(page, decoded.note)


def _with_note(page: Page, note: str) -> Page:
    return Page(
        title=page.title,
        blocks=page.blocks,
        language=page.language,
        hidden=page.hidden,
        notes=(*page.notes, note),
    )
