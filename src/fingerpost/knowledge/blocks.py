"""What every format is turned into before it is split: headings, paragraphs, lists and tables, in page order."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Heading:
    """`level` runs from 1 to 6. `anchor` is the one that stands on the page itself, or ""."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Running text. A line break within it is kept as "\\n"."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of a list. `depth` counts from 0; a deeper item belongs to the nearest shallower one before it."""

    text: str
    depth: int = 0
    numbered: bool = False


@dataclass(frozen=True, kw_only=True)
class Items:
    """A list, nested ones included."""

    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with every cell in its column; `head` is empty where the table has no headings."""

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    caption: str = ""


Block = Heading | Paragraph | Items | Table


@dataclass(frozen=True, kw_only=True)
class Page:
    """What was read from one file or address.

    `hidden` says what was stripped because no reader would see it, as "kind: its first words". `notes` are other
    things the operator should know, in plain words.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str = ""
    hidden: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
