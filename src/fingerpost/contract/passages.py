"""A passage: the part of a page under one heading, as it stands, with all that decides who may see it and when."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fingerpost.contract.context import Access, Context, Nation


class LineKind(StrEnum):
    """How a line stood on the page."""

    SENTENCE = "sentence"
    BULLET = "bullet"
    NUMBER = "number"
    TABLE_HEAD = "table-head"
    TABLE_ROW = "table-row"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sentence, list item or table row. Lines with the same `block` stood in one paragraph, list or table.

    Cells of a table row are joined with " | ".
    """

    text: str
    kind: LineKind = LineKind.SENTENCE
    block: int = 0


@dataclass(frozen=True, kw_only=True)
class NextStepLink:
    """Something the page offers to do next. `kind` is apply, check or contact."""

    kind: str
    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Passage:
    """The words under one heading of one page.

    `url` is the official page. `copy` is the path of our own copy of it ("/guidance/..."), without the anchor.
    `anchored_at_origin` says that `anchor` also stands on the official page. `subject` is the same on sibling pages
    that say the same thing for other nations. `asked` are questions in people's own words that the passage answers:
    they help to find it and are never shown. `digest` covers the words and what decides their use.
    """

    id: str
    document: str
    collection: str
    body: str
    title: str
    heading_path: tuple[str, ...]
    anchor: str
    lines: tuple[Line, ...]
    url: str
    copy: str
    language: str
    nations: frozenset[Nation]
    audience: frozenset[str]
    access: Access | None
    digest: str
    position: int = 0
    anchored_at_origin: bool = False
    subject: str = ""
    topic: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    checked_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    next_steps: tuple[NextStepLink, ...] = ()

    @property
    def text(self) -> str:
        """The lines, one under another: what quotes are checked against."""
        return "\n".join(line.text for line in self.lines)

    @property
    def heading(self) -> str:
        """The heading it stands under, or the page's title above the first heading."""
        return self.heading_path[-1] if self.heading_path else self.title

    @property
    def link(self) -> str:
        """Straight to the heading: on the official page where its anchor is known, else in our own copy."""
        base = self.url if self.anchored_at_origin or not self.copy else self.copy
        return f"{base}#{self.anchor}" if self.anchor else base

    def is_permitted(self, context: Context) -> bool:
        """May this person see it at all? No access level means nobody may."""
        return (
            self.body == context.body
            and self.access is not None
            and self.access in context.access
            and context.audience in self.audience
            and (not context.collections or self.collection in context.collections)
        )

    def is_current(self, context: Context) -> bool:
        """Is it in force on the day of the run? `valid_to` is the last day."""
        return (self.valid_from is None or self.valid_from <= context.on) and (
            self.valid_to is None or context.on <= self.valid_to
        )

    def is_for_nation(self, context: Context) -> bool:
        """Is it for the nation of the person? Where they have not said, any nation will do."""
        return context.nation is None or context.nation in self.nations


def passage_digest(*parts: str) -> str:
    """SHA-256, in hex, over length-prefixed parts, so that no two lists of parts share one digest."""
    hashed = hashlib.sha256()
    for part in parts:
        data = part.encode()
        hashed.update(len(data).to_bytes(8, "big"))
        hashed.update(data)
    return hashed.hexdigest()
