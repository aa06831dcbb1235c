"""Word documents (DOCX): headings, paragraphs, lists and tables, read from the XML inside."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from fingerpost.knowledge.blocks import Block, Heading, Item, Items, Page, Paragraph, Table
from fingerpost.knowledge.characters import clean_text, find_hidden_characters
from fingerpost.knowledge.formats.docx_styles import Lists, Look, ParagraphStyle, Styles, W, look_after
from fingerpost.knowledge.formats.hidden import Findings
from fingerpost.knowledge.formats.unreadable import Unreadable
from fingerpost.knowledge.formats.zip_files import open_zip, parse_xml, read_part

_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deleted words, field codes and notes are not on the page; a fallback repeats what stands beside it.
_SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}footnoteReference",
                      f"{W}endnoteReference", f"{W}pPr", f"{W}rPr", _CHOICE})  # fmt: skip
_LONGEST_HEADING = 12  # words of a bold line that stands for one
_WIDEST = 100


def read_docx(data: bytes) -> Page:
    """The blocks of a Word document. The title is its paragraph of style Title, if there is one. Raises Unreadable."""
    with open_zip(data) as archive:
        content = read_part(archive, "word/document.xml")
        if not content:
            raise Unreadable("The file is named as a Word document, but holds no text part. Save it again in Word.")
        styles, lists, comments = (
            parse_xml(part) if part else None
            for part in (read_part(archive, f"word/{name}.xml") for name in ("styles", "numbering", "comments"))
        )
        return _Reader(parse_xml(content), Styles(styles), Lists(lists)).read(comments)


class _Reader:
    def __init__(self, tree: Any, styles: Styles, lists: Lists) -> None:
        self._tree = tree
        self._styles = styles
        self._lists = lists
        self._findings = Findings()
        self._title = ""
        self._has_headings = any(
            self._style_of(each).outline and not self._is_list(each) for each in tree.iter(f"{W}p")
        )

    def read(self, comments: Any) -> Page:
        body = self._tree.find(f"{W}body")
        if body is None:
            raise Unreadable("The Word document has no body. Open it in Word and save it again.")
        blocks = tuple(_gather_lists(self._inside(body)))
        for comment in comments.iter(f"{W}comment") if comments is not None else ():
            self._findings.add("comment", " ".join(text.text or "" for text in comment.iter(f"{W}t")))
        return Page(title=self._title, blocks=blocks, hidden=self._findings.listed())

    def _inside(self, element: Any) -> Iterator[Block | Item]:
        for child in element:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"}:
                yield from self._inside(child)

    def _paragraph(self, element: Any) -> Iterator[Block | Item]:
        style = self._style_of(element)
        text = self._words(element, style.look)
        name = style.name.lower()
        if not text or name.startswith("toc"):
            return
        if name == "title" and not self._title:
            self._title = " ".join(text.split())
        elif self._is_list(element):
            list_id, level = self._list_of(element)
            yield Item(text=" ".join(text.split()), depth=level, numbered=self._lists.is_numbered(list_id, level))
        elif style.outline or (not self._has_headings and self._looks_like_heading(element, style, text)):
            yield Heading(level=min(style.outline or 2, 6), text=" ".join(text.split()))
        elif name.startswith("list"):
            yield Item(text=" ".join(text.split()), numbered="number" in name)
        else:
            yield Paragraph(text=text)

    def _looks_like_heading(self, element: Any, style: ParagraphStyle, text: str) -> bool:
        """A short line all in bold, in a document whose author used no heading styles."""
        if len(text.split()) > _LONGEST_HEADING or "\n" in text or text[-1] in ".,;:":
            return False
        runs = [run for run in element.iter(f"{W}r") if any((each.text or "").strip() for each in run.iter(f"{W}t"))]
        return bool(runs) and all(self._styles.look_of_run(style.look, run.find(f"{W}rPr")).bold for run in runs)

    def _style_of(self, element: Any) -> ParagraphStyle:
        found = element.find(f"{W}pPr/{W}pStyle")
        return self._styles.of_paragraph(found.get(f"{W}val") if found is not None else None)

    def _list_of(self, element: Any) -> tuple[str, int]:
        style = self._style_of(element)
        own = element.find(f"{W}pPr/{W}numPr")
        if own is None:
            return style.list_id, style.list_level
        list_id, level = (own.find(f"{W}{name}") for name in ("numId", "ilvl"))
        depth = level.get(f"{W}val") or "0" if level is not None else "0"
        return (
            (list_id.get(f"{W}val") or "") if list_id is not None else style.list_id,
            int(depth) if depth.isdigit() else 0,
        )

    def _is_list(self, element: Any) -> bool:
        """In a list of its own; headings that are numbered are headings."""
        return self._list_of(element)[0] not in {"", "0"} and not self._style_of(element).outline

    def _table(self, element: Any) -> Iterator[Block | Item]:
        rows = [row for row in element.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is element]
        if all(len(list(row.iterchildren(f"{W}tc"))) <= 1 for row in rows):  # a box around text
            for cell in element.iter(f"{W}tc"):
                yield from self._inside(cell)
            return
        cells = [cells for cells in (self._cells(row) for row in rows) if any(cells)]
        if cells:
            # Writers seldom mark the headings of a table; its first row nearly always is.
            yield Table(head=cells[0], rows=tuple(cells[1:])) if len(cells) > 1 else Table(rows=tuple(cells))

    def _cells(self, row: Any) -> tuple[str, ...]:
        cells: list[str] = []
        for cell in row.iter(f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            text = " ".join(
                self._words(each, look_after(self._style_of(each).look, None, properties))
                for each in cell.iter(f"{W}p")
            )
            span = properties.find(f"{W}gridSpan") if properties is not None else None
            wide = (span.get(f"{W}val") or "1") if span is not None else "1"
            cells += [" ".join(text.split())] * (min(int(wide), _WIDEST) if wide.isdigit() else 1)
        return tuple(cells)

    def _words(self, element: Any, look: Look) -> str:
        own = element.find(f"{W}pPr")
        look = look_after(look, None, own)
        text = "".join(self._pieces(element, look))
        for found in find_hidden_characters(text):
            self._findings.add("characters", found)
        lines = (" ".join(line.split()) for line in clean_text(text).split("\n"))
        return "\n".join(line for line in lines if line)

    def _pieces(self, element: Any, look: Look) -> Iterator[str]:
        for child in element:
            if child.tag == f"{W}r":
                yield from self._run(child, self._styles.look_of_run(look, child.find(f"{W}rPr")))
            elif child.tag not in _SKIPPED:
                yield from self._pieces(child, look)

    def _run(self, run: Any, look: Look) -> Iterator[str]:
        text = "".join(self._run_pieces(run, look))
        if look.why_hidden:
            self._findings.add(look.why_hidden, text)
        else:
            yield text

    def _run_pieces(self, run: Any, look: Look) -> Iterator[str]:
        for child in run:
            if child.tag == f"{W}t":
                yield child.text or ""
            elif child.tag in {f"{W}br", f"{W}cr"}:
                yield "\n"
            elif child.tag in {f"{W}tab", f"{W}ptab"}:
                yield " "
            elif child.tag == f"{W}noBreakHyphen":
                yield "-"
            elif child.tag not in _SKIPPED:
                yield from (f" {piece}" for piece in self._pieces(child, look))  # a text box


def _gather_lists(parts: Iterator[Block | Item]) -> Iterator[Block]:
    """Items that follow one another are one list."""
    for is_item, group in groupby(parts, key=lambda part: isinstance(part, Item)):
        if is_item:
            yield Items(items=tuple(part for part in group if isinstance(part, Item)))
        else:
            yield from (part for part in group if not isinstance(part, Item))
