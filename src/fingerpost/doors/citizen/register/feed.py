"""The feed of changes to the register: an entry for each version of a record that was kept."""

from collections.abc import Iterable
from datetime import datetime

from fingerpost.doors.citizen.atom import ATOM, FeedEntry, stamp, write_feed
from fingerpost.record.register.public import PublicRecord, Version

__all__ = ["ATOM", "feed_of", "stamp"]

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
    entries = [
        FeedEntry(
            address=addresses[version.name, version.number],
            title=f"{record.title}: {version.number}",
            at=version.at,
            summary=version.why or record.summary,
        )
        for record, version in list(changes)[:MOST]
    ]
    return write_feed(entries, feed=feed, page=register, title=title, author=author, updated=updated)
