"""Which passages the model is given: those that would be quoted, then a few more, within a bound of size.

Each has a token, such as p1, which is all that the model knows of where it stands: it can name no page and no link.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fingerpost.capabilities.answer.selecting import choose_window, mark_lines
from fingerpost.contract.passages import Line, Passage
from fingerpost.contract.ports import Hit

MOST_PASSAGES = 7
MOST_CHARACTERS = 8_000
"""Of all passages: some 2,000 tokens, so that a model of 4,096 has room for the prompt and for what it writes."""
LANGUAGE = "en"
"""What the model writes, and what the check can compare."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """A passage under its token. `lines` are those that the model is shown of it: all, where there is room."""

    token: str
    passage: Passage
    lines: Sequence[Line]


def choose_given(shown: Sequence[Hit], hits: Sequence[Hit]) -> list[Given]:
    """What is shown without a model comes first. A passage for which no room is left is left out, and so are those in
    another language; of one that is larger than the room, the lines around those that answer are given."""
    wanted = list({hit.passage.id: hit for hit in (*shown, *hits) if hit.passage.language == LANGUAGE}.values())
    given: list[Given] = []
    room = MOST_CHARACTERS
    for hit in wanted[:MOST_PASSAGES]:
        lines = _fitting(hit, room)
        if lines:
            given.append(Given(token=f"p{len(given) + 1}", passage=hit.passage, lines=lines))
            room -= _size(lines)
    return given


def _fitting(hit: Hit, room: int) -> Sequence[Line]:
    lines = hit.passage.lines
    if _size(lines) <= room:
        return lines
    start, end = choose_window(hit.passage, mark_lines(hit))
    if _size(lines[start:end]) > room:
        return ()
    while True:
        wider = [
            (first, last) for first, last in ((start, end + 1), (start - 1, end)) if 0 <= first < last <= len(lines)
        ]
        fits = next(((first, last) for first, last in wider if _size(lines[first:last]) <= room), None)
        if fits is None:
            return lines[start:end]
        start, end = fits


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line.text) + 1 for line in lines)
