"""Small Word, OpenDocument and PDF files, made for a test."""

import io
import zipfile
from collections.abc import Callable

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def make_docx(fill: Callable[[Document], None]) -> bytes:
    """A Word document that `fill` has written."""
    document = Document()
    fill(document)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def make_odt(body: str, styles: str = "", manifest: str = "") -> bytes:
    """An OpenDocument text with this XML for its body and its automatic styles."""
    content = (
        f'<?xml version="1.0"?><office:document-content {ODT_NAMES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return make_zip(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def make_zip(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return data.getvalue()


def make_pdf(*pages: Callable[[Canvas], None], **settings: object) -> bytes:
    """A PDF, each page drawn by a function on an A4 sheet (595 by 842 points)."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, **settings)
    for draw in pages:
        canvas.setFont("Helvetica", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return data.getvalue()
