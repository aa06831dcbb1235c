"""A passage as it is kept: to and from plain JSON values, and the digests over it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from fingerpost.contract.context import Access, Nation
from fingerpost.contract.passages import Line, LineKind, NextStepLink, Passage, passage_digest

_KINDS = {kind.value: kind for kind in LineKind}


def pack_passage(passage: Passage) -> dict[str, Any]:
    """All of a passage as plain JSON values. `unpack_passage` gives the same passage back."""
    return {
        "id": passage.id,
        "document": passage.document,
        "collection": passage.collection,
        "body": passage.body,
        "title": passage.title,
        "heading_path": list(passage.heading_path),
        "anchor": passage.anchor,
        "lines": [[line.text, line.kind.value, line.block] for line in passage.lines],
        "url": passage.url,
        "copy": passage.copy,
        "language": passage.language,
        "nations": sorted(passage.nations),
        "audience": sorted(passage.audience),
        "access": passage.access.value if passage.access else None,
        "digest": passage.digest,
        "position": passage.position,
        "anchored_at_origin": passage.anchored_at_origin,
        "subject": passage.subject,
        "topic": passage.topic,
        "summary": passage.summary,
        "keywords": list(passage.keywords),
        "asked": list(passage.asked),
        "checked_on": _iso(passage.checked_on),
        "valid_from": _iso(passage.valid_from),
        "valid_to": _iso(passage.valid_to),
        "next_steps": [[step.kind, step.label, step.url] for step in passage.next_steps],
    }


def unpack_passage(packed: Mapping[str, Any]) -> Passage:
    """The passage that was packed."""
    return Passage(
        id=packed["id"],
        document=packed["document"],
        collection=packed["collection"],
        body=packed["body"],
        title=packed["title"],
        heading_path=tuple(packed["heading_path"]),
        anchor=packed["anchor"],
        lines=tuple([Line(text=text, kind=_KINDS[kind], block=block) for text, kind, block in packed["lines"]]),
        url=packed["url"],
        copy=packed["copy"],
        language=packed["language"],
        nations=_nations(",".join(packed["nations"])),
        audience=frozenset(packed["audience"]),
        access=Access(packed["access"]) if packed["access"] else None,
        digest=packed["digest"],
        position=packed["position"],
        anchored_at_origin=packed["anchored_at_origin"],
        subject=packed["subject"],
        topic=packed["topic"],
        summary=packed["summary"],
        keywords=tuple(packed["keywords"]),
        asked=tuple(packed.get("asked", ())),
        checked_on=_day(packed["checked_on"]),
        valid_from=_day(packed["valid_from"]),
        valid_to=_day(packed["valid_to"]),
        next_steps=tuple([NextStepLink(kind=kind, label=label, url=url) for kind, label, url in packed["next_steps"]]),
    )


def with_digest(passage: Passage) -> Passage:
    """The passage with its digest: over everything but its place on the page, which other sections may shift."""
    packed = pack_passage(replace(passage, digest="", position=0))
    return replace(passage, digest=passage_digest(json.dumps(packed, sort_keys=True, ensure_ascii=False)))


def words_digest(passage: Passage) -> str:
    """Over title, heading path, the lines' words and the questions asked: what vectors are made of."""
    return passage_digest(
        passage.title,
        str(len(passage.heading_path)),
        *passage.heading_path,
        str(len(passage.lines)),
        *(line.text for line in passage.lines),
        *passage.asked,
    )


def join_words(words: Iterable[str]) -> str:
    """ "england,wales" between commas, so that one of them can be asked for with LIKE."""
    joined = ",".join(sorted(words))
    return f",{joined}," if joined else ""


@lru_cache(maxsize=64)
def _nations(joined: str) -> frozenset[Nation]:
    return frozenset(Nation(name) for name in joined.split(",") if name)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
