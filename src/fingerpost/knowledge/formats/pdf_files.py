"""PDF files into pages of blocks."""

from dataclasses import replace

import pypdfium2 as pdfium

from fingerpost.knowledge.blocks import Block, Heading, Page
from fingerpost.knowledge.formats.hidden import Findings
from fingerpost.knowledge.formats.pdf_layout import lay_out
from fingerpost.knowledge.formats.pdf_words import Segment, read_segments
from fingerpost.knowledge.formats.unreadable import Unreadable

_MOST_PAGES = 3_000
_TAIL = 2048  # bytes at the end in which %%EOF stands
_METADATA = ("Subject", "Keywords")
_A_MESSAGE = 3  # words: fewer are a label


def read_pdf(data: bytes) -> Page:
    """The blocks of a PDF that has a text layer. The title is its largest heading on the first page.

    Raises Unreadable: damaged, cut short, protected by a password, or only pictures of pages.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise Unreadable("The PDF is cut short: its end is missing. Download or save it again.")
    findings = Findings()
    pages: list[list[Segment]] = []
    heights: list[tuple[float, float]] = []
    with _open(data) as document:
        metadata = {name: document.get_metadata_value(name) for name in _METADATA}
        for number in range(len(document)):
            page = document[number]
            pages.append(read_segments(page, number, findings))
            heights.append(_height(page))
            page.close()
    if not any(pages):
        raise Unreadable(_nothing_to_read(findings))
    for name, value in metadata.items():
        if len(value.split()) >= _A_MESSAGE:
            findings.add(f"metadata ({name.lower()})", value)
    blocks = lay_out(pages, heights)
    title, blocks = _title_from(blocks)
    return Page(title=title, blocks=blocks, hidden=findings.listed())


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Unreadable("The PDF is protected by a password. Save it without one, then import it.") from fault
        raise Unreadable("The PDF is damaged and cannot be opened. Make it again from its original.") from fault
    if len(document) > _MOST_PAGES:
        document.close()
        raise Unreadable(f"The PDF has more than {_MOST_PAGES:,} pages. Split it up.")
    return document


def _height(page: pdfium.PdfPage) -> tuple[float, float]:
    """The lowest and highest point of a page as it is shown, in the terms of `Segment.y`."""
    left, bottom, right, top = page.get_cropbox()
    return {90: (-right, -left), 180: (-top, -bottom), 270: (left, right)}.get(page.get_rotation(), (bottom, top))


def _nothing_to_read(findings: Findings) -> str:
    if findings.texts:
        return (
            "All its text is hidden, as in a scan with an invisible text layer, which may be wrong and cannot be "
            "checked by eye. Import the original document instead."
        )
    return "The PDF holds no text, only pictures of pages. Import the original document instead."


def _title_from(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The first heading of the highest level, if it stands at the very top. Others of its level move one down."""
    if not blocks or not isinstance(blocks[0], Heading):
        return "", blocks
    first = blocks[0]
    if any(isinstance(block, Heading) and block.level < first.level for block in blocks):
        return "", blocks
    shares = any(isinstance(block, Heading) and block.level == first.level for block in blocks[1:])
    rest = tuple(
        replace(block, level=min(block.level + shares, 6)) if isinstance(block, Heading) else block
        for block in blocks[1:]
    )
    return first.text, rest
