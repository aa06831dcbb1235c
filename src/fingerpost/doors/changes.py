"""What changed between two texts of guidance, so that it can be marked: line by line, and in a changed line word by
word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_LINES = 60  # of one side: who wants more opens the page itself
MOST_WORDS = 400  # of a line: longer ones are marked whole
_WORDS = re.compile(r"\S+\s*")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some words of a line, and whether they stand on this side only."""

    words: str
    is_other: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """The lines that differ, then and now. `is_cut` says that there are more than stand here."""

    then: tuple[Line, ...]
    now: tuple[Line, ...]
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.then or self.now)


def set_side_by_side(then: Sequence[str], now: Sequence[str]) -> SideBySide:
    """The lines that are not in both, in their order. A line that became another stands on both sides, with the words
    marked that are on that side only."""
    before: list[Line] = []
    after: list[Line] = []
    matcher = SequenceMatcher(None, then, now, autojunk=False)
    for kind, start, end, start_now, end_now in matcher.get_opcodes():
        if kind == "equal":
            continue
        olds, news = then[start:end], now[start_now:end_now]
        for old, new in zip(olds, news, strict=False):
            old_line, new_line = mark_words(old, new)
            before.append(old_line)
            after.append(new_line)
        before += [_whole(line) for line in olds[len(news) :]]
        after += [_whole(line) for line in news[len(olds) :]]
    is_cut = max(len(before), len(after)) > MOST_LINES
    return SideBySide(then=tuple(before[:MOST_LINES]), now=tuple(after[:MOST_LINES]), is_cut=is_cut)


def mark_words(then: str, now: str) -> tuple[Line, Line]:
    """Both lines in pieces: the words that stand on one side only are marked there."""
    olds, news = _WORDS.findall(then), _WORDS.findall(now)
    if max(len(olds), len(news)) > MOST_WORDS:
        return _whole(then), _whole(now)
    matcher = SequenceMatcher(None, [each.strip() for each in olds], [each.strip() for each in news], autojunk=False)
    steps = matcher.get_opcodes()
    old = _pieces((kind != "equal", olds[start:end]) for kind, start, end, *_ in steps)
    new = _pieces((kind != "equal", news[start:end]) for kind, _start, _end, start, end in steps)
    return old, new


def mark_lines(lines: Sequence[str], other: Sequence[str]) -> tuple[Line, ...]:
    """All the lines of one side; those that do not stand on the other are marked whole."""
    there = {" ".join(line.split()) for line in other}
    return tuple((Piece(words=line, is_other=" ".join(line.split()) not in there),) for line in lines)


def _whole(line: str) -> Line:
    return (Piece(words=line, is_other=True),)


def _pieces(steps: Iterator[tuple[bool, list[str]]]) -> Line:
    return tuple(Piece(words="".join(words), is_other=is_other) for is_other, words in steps if words)
