"""Lays a section out for the model: its head, then its lines, in as many windows as its length asks for.

A window is one run of the model. Each starts with the head, so that every line is read in the light of its page and
heading; a section that fits goes into a single window.
"""

from collections.abc import Sequence
from dataclasses import dataclass

HEAD_TOKENS = 48
"""The head keeps this many tokens at most, so that most of a window is left for the lines."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """`ids` are the tokens of one run; `pieces` say which of them, from `start` to before `stop`, belong to a line."""

    ids: tuple[int, ...]
    pieces: tuple[tuple[int, int, int], ...]  # (line, start, stop)


def lay_out(
    head: Sequence[int], lines: Sequence[Sequence[int]], *, first: int, last: int, limit: int
) -> tuple[Window, ...]:
    """The windows of one section. `first` and `last` are the model's marker tokens; `limit` is tokens in a window."""
    head = list(head[:HEAD_TOKENS])
    room = limit - len(head) - 2
    windows: list[Window] = []
    held: list[tuple[int, Sequence[int]]] = []
    used = 0
    for number, piece in _pieces(lines, room):
        if held and used + len(piece) > room:
            windows.append(_window(head, held, first, last))
            held, used = [], 0
        held.append((number, piece))
        used += len(piece)
    if held or not windows:
        windows.append(_window(head, held, first, last))
    return tuple(windows)


def _pieces(lines: Sequence[Sequence[int]], room: int) -> list[tuple[int, Sequence[int]]]:
    """Each line, cut where it alone would overflow a window."""
    return [
        (number, line[at : at + room]) for number, line in enumerate(lines) for at in range(0, max(len(line), 1), room)
    ]


def _window(head: Sequence[int], held: Sequence[tuple[int, Sequence[int]]], first: int, last: int) -> Window:
    ids = [first, *head]
    pieces = []
    for number, piece in held:
        pieces.append((number, len(ids), len(ids) + len(piece)))
        ids.extend(piece)
    return Window(ids=(*ids, last), pieces=tuple(pieces))
