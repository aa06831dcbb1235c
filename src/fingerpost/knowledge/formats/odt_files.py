"""OpenDocument text (ODT): headings, paragraphs, lists and tables, read from its content.xml."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fingerpost.knowledge.blocks import Block, Heading, Item, Items, Page, Paragraph, Table
from fingerpost.knowledge.characters import clean_text, find_hidden_characters
from fingerpost.knowledge.formats.colours import WHITE, is_invisible_on, read_colour
from fingerpost.knowledge.formats.hidden import Findings
from fingerpost.knowledge.formats.unreadable import Unreadable
from fingerpost.knowledge.formats.zip_files import open_zip, parse_xml, read_part

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ENCRYPTED = b"encryption-data"
_TINY = 2.0  # points
_WIDEST = 100
_SKIPPED = frozenset({f"{_TEXT}tracked-changes", f"{_TEXT}table-of-content", f"{_TEXT}note", f"{_TEXT}note-citation",
                      f"{_TEXT}alphabetical-index", f"{_TEXT}sequence-decls", f"{_OFFICE}forms"})  # fmt: skip
_UNSEEN = {
    f"{_TEXT}hidden-text": "hidden text field",
    f"{_TEXT}hidden-paragraph": "hidden paragraph field",
    f"{_OFFICE}annotation": "comment",
}


@dataclass(frozen=True, kw_only=True)
class _Style:
    """What matters of a style, with what it inherits."""

    name: str = ""
    hidden: str = ""
    outline: int = 0


def read_odt(data: bytes) -> Page:
    """The blocks of a text document. The title is its paragraph of style Title, if there is one. Raises Unreadable."""
    with open_zip(data) as archive:
        if _ENCRYPTED in read_part(archive, "META-INF/manifest.xml"):
            raise Unreadable("The file is protected by a password. Save it without one, then import it again.")
        content = read_part(archive, "content.xml")
        if not content:
            raise Unreadable("The file is named as a text document, but holds no text part. Save it again.")
        tree = parse_xml(content)
        named = read_part(archive, "styles.xml")
        return _Reader(tree, parse_xml(named) if named else None).read()


class _Reader:
    def __init__(self, tree: Any, named: Any) -> None:
        self._tree = tree
        self._findings = Findings()
        self._styles = _read_styles([each for each in (named, tree) if each is not None])
        self._lists = _numbered_lists([each for each in (named, tree) if each is not None])
        self._title = ""

    def read(self) -> Page:
        body = next(self._tree.iter(f"{_OFFICE}text"), None)
        if body is None:
            raise Unreadable("This OpenDocument file is not a text document. Save it as one, or as PDF.")
        blocks = tuple(self._inside(body))
        return Page(title=self._title, blocks=blocks, hidden=self._findings.listed())

    def _inside(self, element: Any) -> Iterator[Block]:
        for child in element:
            if child.tag in {f"{_TEXT}h", f"{_TEXT}p"}:
                yield from self._paragraph(child)
            elif child.tag == f"{_TEXT}list":
                items = tuple(self._items(child, depth=0, numbered=self._is_numbered(child)))
                if items:
                    yield Items(items=items)
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child)
            elif child.tag in {f"{_TEXT}section", f"{_TEXT}soft-page-break"} and not self._is_hidden_section(child):
                yield from self._inside(child)

    def _is_hidden_section(self, section: Any) -> bool:
        if section.get(f"{_TEXT}display") != "none":
            return False
        self._findings.add("hidden section", "".join(section.itertext()))
        return True

    def _paragraph(self, element: Any) -> Iterator[Block]:
        text = self._words(element)
        style = self._style_of(element)
        if not text:
            return
        if style.name == "Title" and not self._title:
            self._title = " ".join(text.split())
        elif element.tag == f"{_TEXT}h" or style.outline:
            level = element.get(f"{_TEXT}outline-level") or str(style.outline or 1)
            yield Heading(level=min(int(level), 6) if level.isdigit() else 2, text=" ".join(text.split()))
        else:
            yield Paragraph(text=text)

    def _items(self, element: Any, *, depth: int, numbered: bool) -> Iterator[Item]:
        for entry in element.iterchildren(f"{_TEXT}list-item", f"{_TEXT}list-header"):
            words = [self._words(each) for each in entry if each.tag in {f"{_TEXT}p", f"{_TEXT}h"}]
            text = " ".join(" ".join(words).split())
            if text:
                yield Item(text=text, depth=depth, numbered=numbered)
            for nested in entry.iterchildren(f"{_TEXT}list"):
                yield from self._items(nested, depth=depth + 1, numbered=self._is_numbered(nested, numbered))

    def _is_numbered(self, element: Any, above: bool = False) -> bool:
        name = element.get(f"{_TEXT}style-name")
        return self._lists.get(name, above) if name else above

    def _table(self, element: Any) -> Iterator[Block]:
        heads = [row for group in element.iter(f"{_TABLE}table-header-rows") for row in group]
        rows = [(row in heads, self._cells(row)) for row in element.iter(f"{_TABLE}table-row")]
        rows = [(is_head, cells) for is_head, cells in rows if any(cells)]
        if not rows:
            return
        if not heads and len(rows) > 1 and len(rows[0][1]) > 1:
            rows[0] = (True, rows[0][1])  # writers seldom mark the headings of a table; its first row nearly always is
        head = next((cells for is_head, cells in rows if is_head), ())
        yield Table(head=head, rows=tuple(cells for is_head, cells in rows if not is_head))

    def _cells(self, row: Any) -> tuple[str, ...]:
        cells: list[str] = []
        for cell in row:
            if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                continue
            text = " ".join(self._words(each) for each in cell.iter(f"{_TEXT}p", f"{_TEXT}h"))
            times = cell.get(f"{_TABLE}number-columns-repeated") or "1"
            cells += [" ".join(text.split())] * (min(int(times), _WIDEST) if times.isdigit() else 1)
        while cells and not cells[-1]:
            cells.pop()
        return tuple(cells)

    def _words(self, element: Any) -> str:
        hidden = self._style_of(element).hidden
        text = self._inline(element)
        cleaned = "\n".join(" ".join(line.split()) for line in clean_text(text).split("\n")).strip()
        for found in find_hidden_characters(text):
            self._findings.add("characters", found)
        if hidden:
            self._findings.add(hidden, cleaned)
            return ""
        return cleaned

    def _inline(self, element: Any) -> str:
        parts = [element.text or ""]
        for child in element:
            parts.append(self._inline_child(child))
            parts.append(child.tail or "")
        return "".join(parts)

    def _inline_child(self, child: Any) -> str:
        if child.tag in _UNSEEN:
            self._findings.add(_UNSEEN[child.tag], " ".join([*child.itertext(), *child.attrib.values()]))
            return ""
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            return ""
        if child.tag == f"{_TEXT}line-break":
            return "\n"
        if child.tag in {f"{_TEXT}s", f"{_TEXT}tab"}:
            return " "
        text = self._inline(child)
        hidden = self._style_of(child).hidden if child.tag == f"{_TEXT}span" else ""
        if hidden:
            self._findings.add(hidden, text)
            return ""
        return text

    def _style_of(self, element: Any) -> _Style:
        return self._styles.get(element.get(f"{_TEXT}style-name") or "", _Style())


def _read_styles(trees: list[Any]) -> dict[str, _Style]:
    raw = {style.get(f"{_STYLE}name"): style for tree in trees for style in tree.iter(f"{_STYLE}style")}
    return {name: _resolve(name, raw) for name in raw if name}


def _resolve(name: str, raw: dict[str, Any]) -> _Style:
    """The nearest value along the chain of parents. A chain that runs in a circle is cut."""
    chain: list[Any] = []
    display = name
    while name in raw and raw[name] not in chain:
        chain.append(raw[name])
        display = raw[name].get(f"{_STYLE}display-name") or name
        name = raw[name].get(f"{_STYLE}parent-style-name") or ""
    looks = [
        look for style in chain for look in style.iter(f"{_STYLE}text-properties", f"{_STYLE}paragraph-properties")
    ]
    outline = next((style.get(f"{_STYLE}default-outline-level") for style in chain
                    if style.get(f"{_STYLE}default-outline-level")), "")  # fmt: skip
    is_title = any(style.get(f"{_STYLE}name") == "Title" for style in chain) or display == "Title" or name == "Title"
    return _Style(
        name="Title" if is_title else display,
        hidden=_why_hidden(looks),
        outline=int(outline) if outline.isdigit() else 0,
    )


def _why_hidden(looks: list[Any]) -> str:
    def first(attribute: str) -> str:
        return next((look.get(attribute) for look in looks if look.get(attribute)), "")

    if first(f"{_TEXT}display") == "none":
        return "hidden text"
    size = first(f"{_FO}font-size")
    if size.endswith("pt") and size[:-2].replace(".", "", 1).isdigit() and float(size[:-2]) < _TINY:
        return "tiny text"
    colour = read_colour(first(f"{_FO}color"))
    behind = read_colour(first(f"{_FO}background-color")) or WHITE
    return "text in the colour of its background" if colour and is_invisible_on(colour, behind) else ""


def _numbered_lists(trees: list[Any]) -> dict[str, bool]:
    """Is the first level of each list style a number?"""
    found = {}
    for tree in trees:
        for style in tree.iter(f"{_TEXT}list-style"):
            first = next(iter(style), None)
            found[style.get(f"{_STYLE}name") or ""] = (
                first is not None and first.tag == f"{_TEXT}list-level-style-number"
            )
    return found
