"""What can be read: passages, pages of guidance, and the records of the public register."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from fingerpost.contract.claims import name_nations
from fingerpost.contract.context import Context
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.passages import Passage
from fingerpost.doors.mcp.addresses import GUIDANCE, PASSAGE, REGISTER, guidance_uri, parts_of, register_uri
from fingerpost.doors.mcp.callers import Caller, check_may_call
from fingerpost.doors.mcp.words import lines_in_words
from fingerpost.doors.register.health import health_of
from fingerpost.doors.systems import find_public_record, list_public_records
from fingerpost.knowledge.reading import fetch_passages, list_documents, read_document
from fingerpost.record.register.exports import as_values

A_PAGE = 50  # pages of guidance in one part of the list
MARKDOWN, JSON = "text/markdown", "application/json"

TEMPLATES = (
    ("fingerpost://passage/{id}", "Passage", "One passage of guidance, word for word, with its source.", MARKDOWN),
    ("fingerpost://guidance/{collection}/{+key}", "Page of guidance", "A page, passage by passage.", MARKDOWN),
    (
        "fingerpost://register/{name}",
        "Record of an AI system",
        "What the public register says of one AI system of this body.",
        JSON,
    ),
)


class UnknownResource(FingerpostError):
    """Nothing stands at this address, or nothing that this caller may see: nobody is told which."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Something that can be read."""

    uri: str
    title: str
    about: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was read."""

    uri: str
    kind: str
    text: str


def list_resources(cursor: str | None, *, caller: Caller) -> tuple[list[Listed], str | None]:
    """One part of the list, and what to send for the next: first the register, then pages by title.

    Raises UnknownResource for a cursor that is none of ours, TooOften and StoreUnavailable.
    """
    check_may_call(caller, "search")
    page = _page_of(cursor)
    listed = list_documents(context=caller.circumstances(), page=page, size=A_PAGE)
    found = list(_records()) if page == 1 else []
    found += [
        Listed(
            uri=guidance_uri(each.collection, each.key),
            title=each.title,
            about=each.details.get("summary", ""),
            kind=MARKDOWN,
        )
        for each in listed.documents
    ]
    return found, str(page + 1) if page < listed.pages else None


def read_resource(uri: str, *, caller: Caller) -> Read:
    """What stands at that address. Raises UnknownResource, TooOften and StoreUnavailable."""
    check_may_call(caller, "search")
    match parts_of(uri):
        case (kind, passage_id) if kind == PASSAGE:
            text = _passage(passage_id, caller.circumstances())
        case (kind, collection, key) if kind == GUIDANCE:
            text = _page(collection, key, caller.circumstances())
        case (kind, name) if kind == REGISTER:
            return Read(uri=uri, kind=JSON, text=_record(name))
        case _:
            text = ""
    if not text:
        raise _nothing_there()
    return Read(uri=uri, kind=MARKDOWN, text=text)


def _page_of(cursor: str | None) -> int:
    if cursor is None:
        return 1
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 7):
        raise UnknownResource("This cursor is none that we gave out. Begin the list again without one.")
    return max(1, int(cursor))


def _records() -> Iterator[Listed]:
    for each in list_public_records():
        yield Listed(uri=register_uri(each.name), title=each.title, about=each.summary, kind=JSON)


def _passage(passage_id: str, context: Context) -> str:
    found = fetch_passages([passage_id], body=context.body).get(passage_id)
    return _in_markdown(found.title, [found]) if found is not None and _may_be_shown(found, context) else ""


def _page(collection: str, key: str, context: Context) -> str:
    document = read_document(context=context, collection=collection, key=key)
    shown = [each for each in document.passages if _may_be_shown(each, context)] if document else []
    return _in_markdown(shown[0].title, shown) if shown else ""


def _may_be_shown(passage: Passage, context: Context) -> bool:
    return passage.is_permitted(context) and passage.is_current(context)


def _record(name: str) -> str:
    found = find_public_record(name)
    if found is None:
        raise _nothing_there()
    return json.dumps({**as_values(found), "state": health_of(found)}, ensure_ascii=False, indent=1)


def _nothing_there() -> UnknownResource:
    return UnknownResource("There is nothing at this address. List the resources to see what there is.")


def _in_markdown(title: str, passages: list[Passage]) -> str:
    """The page's title, then each passage under its heading, with its source."""
    parts = [f"# {title}"]
    for each in passages:
        parts += [f"## {each.heading}"] if each.heading != title else []
        parts += [lines_in_words(each.lines), _source(each)]
    return "\n\n".join(parts) + "\n"


def _source(passage: Passage) -> str:
    checked = f"checked on {passage.checked_on.isoformat()}" if passage.checked_on else ""
    return ", ".join(filter(None, (f"Source: {passage.url}", name_nations(passage.nations), checked)))
