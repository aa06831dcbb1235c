"""How a capability quotes: a claim in a passage's own lines, with the source as the passage gives it."""

from collections.abc import Collection

from fingerpost.contract.claims import Claim, Source
from fingerpost.contract.passages import Passage


def cite(passage: Passage) -> Source:
    """The source of a claim: exactly what the passage says of itself."""
    return Source(
        id=passage.id,
        digest=passage.digest,
        title=passage.title,
        url=passage.url,
        heading=passage.heading,
        anchor=passage.anchor,
        link=passage.link,
        copy=passage.copy,
        nations=passage.nations,
        language=passage.language,
        checked_on=passage.checked_on,
    )


def quote(passage: Passage, *, start: int = 0, end: int | None = None, marked: Collection[int] = ()) -> Claim:
    """A claim that quotes the lines of the passage from `start` up to, but without, `end`; all of them by default.

    `marked` are the lines that answer most directly, by their place in the passage; those not quoted are left out.
    """
    places = range(*slice(start, end).indices(len(passage.lines)))
    lines = [passage.lines[place] for place in places]
    words = "\n".join(line.text for line in lines)
    return Claim(
        text=words,
        quote=words,
        source=cite(passage),
        marked=tuple(passage.lines[place].text for place in places if place in marked),
        lines=tuple((line.kind.value, line.block, line.text) for line in lines),
    )
