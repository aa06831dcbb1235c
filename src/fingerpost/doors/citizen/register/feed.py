"""The feed of changes to the register, as Atom (RFC 4287): an entry for each version of a record that was kept."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from fingerpost.record.register.public import PublicRecord, Version

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50  # entries: readers ask often enough


def feed_of(
    changes: Iterable[tuple[PublicRecord, Version]],
    *,
    feed: str,
    register: str,
    title: str,
    author: str,
    updated: datetime,
    addresses: dict[tuple[str, int], str],
) -> bytes:
    """The feed as XML. `feed` and `register` are whole addresses, `addresses` those of each version.

    `updated` is when the newest change was made; where there is none, when the feed was asked for.
    """
    root = Element("feed", {"xmlns": ATOM})
    _text(root, "id", feed)
    _text(root, "title", title)
    _text(root, "updated", stamp(updated))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": register})
    _text(SubElement(root, "author"), "name", author)
    for record, version in list(changes)[:MOST]:
        entry, address = SubElement(root, "entry"), addresses[version.name, version.number]
        _text(entry, "id", address)
        _text(entry, "title", f"{record.title}: {version.number}")
        _text(entry, "updated", stamp(version.at))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
        _text(entry, "summary", version.why or record.summary)
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
