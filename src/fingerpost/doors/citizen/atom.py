"""A feed as Atom (RFC 4287), whatever it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """One entry. `address` is a whole address; `identity` another where several entries lead to one page."""

    address: str
    title: str
    at: datetime
    summary: str = ""
    identity: str = ""


def write_feed(
    entries: Iterable[FeedEntry], *, feed: str, page: str, title: str, author: str, updated: datetime
) -> bytes:
    """The feed as XML. `feed` and `page` are whole addresses: its own, and that of the page it is about."""
    root = Element("feed", {"xmlns": ATOM})
    _text(root, "id", feed)
    _text(root, "title", title)
    _text(root, "updated", stamp(updated))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    _text(SubElement(root, "author"), "name", author)
    for each in entries:
        entry = SubElement(root, "entry")
        _text(entry, "id", each.identity or each.address)
        _text(entry, "title", each.title)
        _text(entry, "updated", stamp(each.at))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": each.address})
        _text(entry, "summary", each.summary)
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def stamp(at: datetime) -> str:
    """As RFC 3339 writes it, to the second."""
    return at.isoformat(timespec="seconds")


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = _writable(words)


def _writable(words: str) -> str:
    """Without the characters that XML cannot hold: one of them, and no reader would take any of the feed."""
    return "".join(char for char in words if (char >= " " or char in "\t\n\r") and char not in "\ufffe\uffff")
