"""Real files of the kinds that guidance comes in, written byte by byte: the importer must read what anybody may send.

Each takes a page as (heading, sentences) pairs, and what is put beside or into it.
"""

import html
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Sections = Sequence[tuple[str, Sequence[str]]]
Rows = Sequence[Sequence[str]]

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def html_page(title: str, sections: Sections, *, head: str = "", inside: str = "", rows: Rows = ()) -> bytes:
    """`head` and `inside` are HTML as it stands: in the head, and after the first section."""
    parts = [f"<h2>{html.escape(heading)}</h2><p>{html.escape(' '.join(said))}</p>" for heading, said in sections]
    parts.insert(1, inside + _html_table(rows))
    heading = f"<h1>{html.escape(title)}</h1>" if title else ""
    name = f"<title>{html.escape(title)}</title>" if title else ""
    page = f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{name}{head}</head><body><main>{heading}"
    return f"{page}{''.join(parts)}</main></body></html>".encode()


def _html_table(rows: Rows) -> str:
    if not rows:
        return ""
    lines = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def markdown_page(title: str, sections: Sections, *, matter: str = "", inside: str = "", rows: Rows = ()) -> bytes:
    """`matter` are lines of front matter beside the title, `inside` is Markdown after the first section."""
    parts = [f"## {heading}\n\n{' '.join(said)}" for heading, said in sections]
    table = "\n".join(f"| {' | '.join(row)} |" + ("\n|---|---|" if at == 0 else "") for at, row in enumerate(rows))
    parts.insert(1, "\n\n".join(each for each in (inside, table) if each))
    named = f'title: "{title}"\n' if title else ""
    front = f"---\n{named}{matter}---\n" if named or matter else ""
    return (front + "\n\n".join(parts) + "\n").encode()


def text_page(title: str, sections: Sections, *, inside: str = "") -> bytes:
    parts = [f"{heading}\n{'-' * len(heading)}\n{' '.join(said)}" for heading, said in sections]
    parts.insert(1, inside)
    return "\n\n".join([f"{title}\n{'=' * len(title)}", *filter(None, parts)]).encode()


def csv_file(rows: Rows) -> bytes:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return ("\r\n".join(quoted) + "\r\n").encode()


def word_file(
    title: str,
    sections: Sections,
    *,
    inside: str = "",
    comment: str = "",
    properties: Mapping[str, str] | None = None,
    rows: Rows = (),
) -> bytes:
    """`inside` are WordprocessingML paragraphs after the first section (see `word_paragraph`)."""
    parts = [word_paragraph(title, style="Title")] if title else []
    for at, (heading, said) in enumerate(sections):
        parts += [word_paragraph(heading, style="Heading1"), word_paragraph(" ".join(said))]
        if at == 0:
            parts.append(inside + _word_table(rows))
    body = f"<w:document {_W} {_DRAWING}><w:body>{''.join(parts)}</w:body></w:document>"
    files = {"word/document.xml": body, "word/styles.xml": _styles()}
    if comment:
        noted = f'<w:comment w:id="0" w:author="x">{word_paragraph(comment)}</w:comment>'
        files["word/comments.xml"] = f"<w:comments {_W}>{noted}</w:comments>"
    if properties:
        inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in properties.items())
        files["docProps/core.xml"] = f"<coreProperties>{inner}</coreProperties>"
    return _zipped(files)


def word_paragraph(text: str, *, style: str = "", look: str = "") -> str:
    """`look` are properties of the run, such as its colour."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    shown = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:p>{named}<w:r>{shown}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def word_picture(described_as: str) -> str:
    """A picture's place, with the words that stand for it."""
    words = escape(described_as, {'"': "&quot;"})
    drawing = f'<wp:inline><wp:docPr id="1" name="Picture" descr="{words}" title="{words}"/></wp:inline>'
    return f"<w:p><w:r><w:drawing>{drawing}</w:drawing></w:r></w:p>"


def _word_table(rows: Rows) -> str:
    if not rows:
        return ""
    lines = ("".join(f"<w:tc>{word_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def _styles() -> str:
    def style(name: str, shown: str, outline: str) -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
            f"<w:pPr>{outline}</w:pPr></w:style>"
        )

    heading = style("Heading1", "heading 1", '<w:outlineLvl w:val="0"/>')
    return f"<w:styles {_W}>{style('Title', 'Title', '')}{heading}</w:styles>"


def _zipped(files: Mapping[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            stamp = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))  # the same bytes each time
            archive.writestr(stamp, f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode())
    return data.getvalue()


def pdf_file(title: str, sections: Sections, *, drawn: str = "", about: Mapping[str, str] | None = None) -> bytes:
    """One page of PDF 1.4. `drawn` are operators of the page's content, put after the words (see `pdf_words`)."""
    y = 800
    content = [pdf_words(title, x=60, y=y, size=20)]
    for heading, said in sections:
        y -= 34
        content.append(pdf_words(heading, x=60, y=y, size=14))
        for line in _wrapped(" ".join(said)):
            y -= 16
            content.append(pdf_words(line, x=60, y=y))
    stream = ("\n".join([*content, drawn])).encode("cp1252", "replace")
    info = " ".join(f"/{name} ({_in_pdf(value)})" for name, value in (about or {}).items()).encode("cp1252", "replace")
    return _pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< %s >>" % info,
    )


def pdf_words(text: str, *, x: int, y: int, size: int = 11, before: str = "") -> str:
    """Words at a place in points. `before` are operators such as "1 1 1 rg" (white) or "3 Tr" (invisible)."""
    return f"q BT {before} /F1 {size} Tf {x} {y} Td ({_in_pdf(text)}) Tj ET Q"


def _in_pdf(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").replace("\n", " ")


def _wrapped(text: str, *, width: int = 88) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def _pdf_of(*objects: bytes) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n" % (size, len(objects), len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s%%%%EOF\n" % (size, table, trailer)
