"""Fixed patterns over plain words. `patterns.toml` holds them and says how they are written."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from fingerpost.capabilities.triage.words import plain_words
from fingerpost.contract.proposals import Sign, SignKind

FILE = Path(__file__).with_name("patterns.toml")
NEAR = 14  # words
READ_AT_MOST = 6_000  # characters of plain words
_LIST_NAME = re.compile(r"<([a-z]+)>")
_REST = 5  # words on each side that are shown with what was found

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """All `parts` must stand near each other."""

    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One code with its patterns."""

    code: str
    kind: SignKind
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, kw_only=True)
class Patterns:
    """The whole of `patterns.toml`."""

    kinds: tuple[Kind, ...]
    not_signs: re.Pattern[str]


def find_signs(text: str) -> tuple[Sign, ...]:
    """Each sign once, in the order of the file, with the words it was seen in."""
    known = load_patterns()
    words = known.not_signs.sub("_", plain_words(text)[:READ_AT_MOST])
    read = Reading(words)
    found = []
    for kind in known.kinds:
        span = next((span for pattern in kind.patterns if (span := read.span_of(pattern))), None)
        if span:
            found.append(Sign(code=kind.code, kind=kind.kind, words=read.around(span)))
    return tuple(found)


@cache
def load_patterns() -> Patterns:
    """The patterns, read once. Raises ValueError where one cannot be read: a test holds the file to it."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    lists: Mapping[str, Sequence[str]] = raw["lists"]
    kinds = [
        Kind(
            code=each["code"],
            kind=SignKind(each["kind"]),
            patterns=tuple(read_pattern(pattern, lists) for pattern in each["patterns"]),
        )
        for each in raw["sign"]
    ]
    kinds += [
        Kind(
            code=code,
            kind=SignKind.VULNERABILITY,
            patterns=tuple(read_pattern(pattern, lists) for pattern in patterns),
        )
        for code, patterns in raw["vulnerability"].items()
    ]
    not_signs = re.compile(rf"\b(?:{'|'.join(raw['not_signs'])})\b")
    return Patterns(kinds=tuple(kinds), not_signs=not_signs)


def read_pattern(written: str, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """A pattern as it is written. Raises KeyError for a list that is not there, re.error for what is none."""
    filled = _LIST_NAME.sub(lambda match: f"(?:{'|'.join(lists[match[1]])})", written)
    parts = tuple(part.strip() for part in filled.split(" & "))
    for part in parts:
        _compiled(part)
    return Pattern(parts=tuple(sorted(parts, key=len)))


@lru_cache(maxsize=4096)
def _compiled(part: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{part})(?!\w)")


class Reading:
    """One text, with what each part of a pattern found in it: many patterns share their parts."""

    def __init__(self, words: str) -> None:
        self.words = words
        self._starts = [0, *(match.end() for match in re.finditer(" ", words))]
        self._found: dict[str, list[Span]] = {}

    def span_of(self, pattern: Pattern) -> Span | None:
        """Where all parts of it stand near each other, as characters; None where they do not."""
        return next(self.spans_of(pattern), None)

    def spans_of(self, pattern: Pattern) -> Iterator[Span]:
        """Each place where all parts of it stand near each other."""
        if all(self._spans(part) for part in pattern.parts):
            yield from self._together(pattern.parts)

    def around(self, span: Span) -> str:
        """The words found, with a few on each side."""
        first, last = self._place(span[0]), self._place(max(span[1] - 1, span[0]))
        return " ".join(self.words.split(" ")[max(first - _REST, 0) : last + _REST + 1])

    def _together(self, parts: tuple[str, ...]) -> Iterator[Span]:
        for start in self._spans(parts[0]):
            found = [start]
            for part in parts[1:]:
                near = next((each for each in self._spans(part) if self._is_near(found, each)), None)
                if near is None:
                    break
                found.append(near)
            else:
                yield min(each[0] for each in found), max(each[1] for each in found)

    def _is_near(self, found: list[Span], span: Span) -> bool:
        """Within reach of the first, and no part of what stands there already."""
        apart = all(span[1] <= each[0] or each[1] <= span[0] for each in found)
        return apart and abs(self._place(span[0]) - self._place(found[0][0])) <= NEAR

    def _spans(self, part: str) -> list[Span]:
        if part not in self._found:
            self._found[part] = [match.span() for match in _compiled(part).finditer(self.words)]
        return self._found[part]

    def _place(self, at: int) -> int:
        """The number of the word that stands there."""
        return self.words.count(" ", 0, at)
