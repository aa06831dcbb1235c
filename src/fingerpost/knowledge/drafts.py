"""A document on its way in: from what was read of it to the passages that will be stored."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from fingerpost.contract.context import ALL_NATIONS, Access, Nation
from fingerpost.contract.errors import ImportFault
from fingerpost.contract.passages import Passage, passage_digest
from fingerpost.knowledge.blocks import Page
from fingerpost.knowledge.characters import clean_text
from fingerpost.knowledge.content import pack_passage, with_digest, words_digest
from fingerpost.knowledge.formats.front_matter import OPENING, FrontMatter
from fingerpost.knowledge.formats.unreadable import Unreadable
from fingerpost.knowledge.models import KEY
from fingerpost.knowledge.splitting import Section, split_page

# Raise it when the same bytes would now give other passages: every document is then read anew at its next import.
IMPORTER = "3"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_LONGEST_SLUG = 60
_LONGEST_ANCHOR = 150
_LONGEST_TITLE = 300


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What holds for every document of an import that does not say otherwise of itself."""

    body: str
    collection: str
    access: Access = Access.PUBLIC
    nations: frozenset[Nation] = ALL_NATIONS
    audience: frozenset[str] = frozenset({"residents"})
    language: str = "en"

    def check(self) -> None:
        """Raises ImportFault for a name that cannot stand in an address."""
        for what, name in (("body", self.body), ("collection", self.collection)):
            if len(name) > _LONGEST_SLUG or not _SLUG.match(name):
                raise ImportFault(
                    f"The {what} '{name}' must be at most {_LONGEST_SLUG} small letters, digits and single hyphens, "
                    "such as 'starter-library'."
                )

    def as_values(self) -> dict[str, Any]:
        """What was assumed where a page did not say, as plain JSON values."""
        return {
            "access": self.access.value,
            "nations": sorted(self.nations),
            "audience": sorted(self.audience),
            "language": self.language,
        }

    def source_digest(self, name: str, data: bytes, *more: str) -> str:
        """Over all that decides what a source becomes: the same digest means that nothing need be read again."""
        packed = json.dumps([self.body, self.collection, self.as_values()], sort_keys=True)
        return passage_digest(IMPORTER, packed, name, sha256(data).hexdigest(), *more)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One document as it was read. `key` is its stable path within the collection.

    `url` is the official page; `is_original` says that it was read from there, so that its anchors stand there too.
    `fetched` is what to remember for the next import, such as an ETag.
    """

    key: str
    page: Page
    matter: FrontMatter = field(default_factory=FrontMatter)
    url: str = ""
    is_original: bool = False
    checked_on: date | None = None
    valid_to: date | None = None
    fetched: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


def pack_draft(draft: Draft, defaults: Defaults) -> dict[str, Any]:
    """The document and its passages as plain JSON values, to be staged. Raises Unreadable for one without text."""
    matter, page = draft.matter, draft.page
    title = matter.title or page.title
    if not title:
        raise Unreadable("It has no title and no heading. Give it one.")
    if len(draft.key) > KEY:
        raise Unreadable("Its path is too long. Move it to a folder nearer the top, or shorten its name.")
    sections = split_page(page.blocks, title=title)
    if not sections:
        raise Unreadable("It holds no text that a reader could see.")
    passages = list(_passages(draft, defaults, title[:_LONGEST_TITLE], sections))
    first = passages[0]
    return {
        "key": draft.key,
        "title": first.title,
        "url": first.url,
        "copy": first.copy,
        "language": first.language,
        "checked_on": _iso(first.checked_on),
        "review_by": _iso(matter.review_by),
        "report": {"hidden": list(page.hidden), "notes": list(page.notes)},
        "details": {**_details(first), **_of_matter(matter), **draft.details, "fetched": dict(draft.fetched)},
        "passages": [[words_digest(passage), pack_passage(passage)] for passage in passages],
    }


def _passages(draft: Draft, defaults: Defaults, title: str, sections: list[Section]) -> Iterator[Passage]:
    matter = draft.matter
    base = f"{defaults.body}/{defaults.collection}/{draft.key}"
    taken: set[str] = set()
    for position, section in enumerate(sections):
        yield with_digest(
            Passage(
                id=_id_of(base, section, taken),
                document=draft.key,
                collection=defaults.collection,
                body=defaults.body,
                title=title,
                heading_path=section.heading_path,
                anchor=section.anchor,
                lines=section.lines,
                url=matter.url or draft.url,
                copy=copy_path(defaults.collection, draft.key),
                language=matter.language or draft.page.language or defaults.language,
                nations=matter.nations or defaults.nations,
                audience=matter.audience or defaults.audience,
                access=matter.access or defaults.access,
                digest="",
                position=position,
                anchored_at_origin=draft.is_original and section.anchor_on_page,
                subject=matter.subject or "",
                topic=matter.topic or "",
                summary=matter.summary or "",
                keywords=matter.keywords,
                asked=_asked_of(section, matter),
                checked_on=matter.checked_on or draft.checked_on,
                valid_from=matter.valid_from,
                valid_to=matter.valid_to or draft.valid_to,
                next_steps=matter.next_steps,
            )
        )


def _asked_of(section: Section, matter: FrontMatter) -> tuple[str, ...]:
    """The questions listed under the section's heading; those of the opening for what stands above all headings."""
    if section.part > 1:
        return ()
    return matter.asked.get(section.heading_path[-1] if section.heading_path else OPENING, ())


def with_title(page: Page, name: str) -> Page:
    """The page; named after its file or address, and that noted, where it has no title and no heading."""
    if page.title:
        return page
    words = clean_text(PurePosixPath(name).stem).replace("-", " ").replace("_", " ").strip()
    note = f"it has no title and no heading; its name, '{words}', is used"
    return replace(page, title=f"{words[:1].upper()}{words[1:]}", notes=(*page.notes, note))


def copy_path(collection: str, key: str) -> str:
    """Where our own copy of a document is read."""
    return f"/guidance/{collection}/{quote(key)}"


def _id_of(base: str, section: Section, taken: set[str]) -> str:
    """The anchor, or 0 for the top of the page, and the part where a section has several."""
    anchor = section.anchor or "0"
    if len(anchor) > _LONGEST_ANCHOR:
        anchor = f"{anchor[:_LONGEST_ANCHOR]}-{sha256(anchor.encode()).hexdigest()[:12]}"
    name = anchor if section.part == 1 else f"{anchor}~{section.part}"
    while name in taken:
        name += "~"
    taken.add(name)
    return f"{base}#{name}"


def _details(passage: Passage) -> dict[str, Any]:
    return {
        "summary": passage.summary,
        "topic": passage.topic,
        "subject": passage.subject,
        "keywords": list(passage.keywords),
        "nations": sorted(passage.nations),
        "audience": sorted(passage.audience),
        "access": passage.access.value if passage.access else None,
        "valid_from": _iso(passage.valid_from),
        "valid_to": _iso(passage.valid_to),
        "next_steps": [[step.kind, step.label, step.url] for step in passage.next_steps],
    }


def _of_matter(matter: FrontMatter) -> dict[str, Any]:
    return {
        "sources": list(matter.sources),
        "translation_of": matter.translation_of or "",
        "translation_status": matter.translation_status or "",
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
