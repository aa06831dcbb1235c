"""What a file is, by what is in it: neither its name nor what a browser says of it is believed."""

import re

from fingerpost.casework.attachments.documents import Refusal
from fingerpost.casework.attachments.refusing import Why
from fingerpost.record.challenges.files import kind_of as kind_of_letter

# What makes a text a page: a browser that is handed one may run what stands in it. Looked for anywhere, as a page may
# begin with a comment or a line of text. A letter may well say "<hello>".
_PAGE = re.compile(rb"<\s*(?:!doctype|\?xml|html|head|body|svg|script|iframe|object|embed|math|xsl:)[\s>/?!\[]", re.I)
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"mif1", b"msf1", b"avif", b"avis"})
_PDF_WITHIN = 1024  # readers find the beginning of a PDF there, so that a page could hide one


def kind_of(content: bytes) -> str:
    """png, jpeg, webp, pdf, docx or text. Raises Refusal for anything else."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise Refusal(Why.PHONE_PHOTO)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    kind = kind_of_letter(content)
    if kind == "text" and (_PAGE.search(content) or b"%PDF-" in content[:_PDF_WITHIN]):
        raise Refusal(Why.PAGE)
    if kind:
        return kind
    if _PAGE.search(content[:_PDF_WITHIN]):
        raise Refusal(Why.PAGE)
    raise Refusal(Why.PROGRAM if b"vbaProject.bin" in content and content[:4] == b"PK\x03\x04" else Why.UNKNOWN)
