"""Reads what a model writes, line by line as it comes: sentences, each with the words that it rests on.

It takes what models do to JSON: fences, hyphens and commas around a line, a list instead of lines, an object around the
list, one object over several lines. Whatever it cannot read is dropped and counted. It raises nothing, whatever comes.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST = 8_000  # characters of one object
LONGEST_TEXT = 600
LONGEST_WORDS = 2_000
MOST_QUOTES = 4
DEEPEST = 3  # objects and lists around an object with a text

_BEFORE = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s+")
_NOTHING = re.compile(r"^[`~]{3,}\w*$|^[\[\]},\s]*$|^json$", re.IGNORECASE)
_MARKS = re.compile(r"\*\*|__|`|^#{1,6}\s+")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of the model. `quotes` are pairs of a passage's token and the words it says stand there."""

    text: str
    quotes: tuple[tuple[str, str], ...]


@dataclass(kw_only=True)
class LineReader:
    """One writing, as it comes. `unread` counts the lines, or objects in them, that no sentence could be made of."""

    unread: int = 0
    _kept: list[str] = field(default_factory=list)

    def take(self, line: str) -> list[Sentence]:
        """The sentences that this line brings: usually one, none where it is not whole yet or says nothing."""
        bare = line.strip()
        if not self._kept and (not bare or _NOTHING.match(bare)):
            return []
        if not self._kept:
            found = _read(bare)
            if found is not None:
                return list(self._sentences(found))
            if not _begins(bare):
                self.unread += 1
                return []
        return self._take_part(bare)

    def end(self) -> None:
        """Nothing more comes. What is not whole by now is dropped."""
        self.unread += bool(self._kept)
        self._kept.clear()

    def _take_part(self, bare: str) -> list[Sentence]:
        """An object that goes over several lines."""
        alone = _read(bare) if self._kept else None
        if any(map(_has_text, _objects(alone))):  # the one before never ended, and this one stands by itself
            self.end()
            return list(self._sentences(alone))
        self._kept.append(bare)
        whole = "\n".join(self._kept)
        if len(whole) > LONGEST:
            self.end()
            return []
        found = _read(whole)
        if found is None:
            return []
        self._kept.clear()
        return list(self._sentences(found))

    def _sentences(self, found: Any) -> Iterator[Sentence]:
        for each in _objects(found):
            sentence = _sentence(each)
            if sentence is None:
                self.unread += 1
            else:
                yield sentence


def _read(text: str) -> Any:
    """The JSON value, without what stands around it; None where there is none."""
    if len(text) > LONGEST:
        return None
    for each in dict.fromkeys((text, _without_around(text))):
        try:
            return json.loads(each)
        except (ValueError, RecursionError):
            continue
    return None


def _without_around(text: str) -> str:
    """Without the sign of a list item before it, and without the brackets and commas of a list around it."""
    before = _BEFORE.match(text)
    return text[before.end() if before else 0 :].lstrip("[ ").rstrip("],; ")


def _begins(bare: str) -> bool:
    return bare.lstrip("-*•[ ").startswith("{") and len(bare) <= LONGEST


def _has_text(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("text"), str)


def _objects(value: Any, *, deep: int = 0) -> Iterator[Any]:
    """The objects that say something, in lists or in other objects; what is none of these is given as it is."""
    if _has_text(value) or deep > DEEPEST or not isinstance(value, Mapping | list):
        yield value
        return
    inside = value.values() if isinstance(value, Mapping) else value
    within = [each for each in inside if isinstance(each, Mapping | list)]
    if not within and value:
        yield value
    for each in within:
        yield from _objects(each, deep=deep + 1)


def _sentence(value: Any) -> Sentence | None:
    """None where it has another shape, says nothing, is too long or holds signs that nobody can see."""
    if not _has_text(value):
        return None
    text = " ".join(_MARKS.sub("", value["text"]).split())
    quotes = value.get("quotes")
    pairs = quotes if isinstance(quotes, list) else [quotes]
    read = tuple(pair for pair in map(_quote, pairs[:MOST_QUOTES]) if pair is not None)
    if not text or not read or len(text) > LONGEST_TEXT or any(unicodedata.category(sign) in _UNSEEN for sign in text):
        return None
    return Sentence(text=text, quotes=read)


def _quote(value: Any) -> tuple[str, str] | None:
    if not isinstance(value, Mapping):
        return None
    token, words = value.get("passage"), value.get("words")
    if not isinstance(token, str) or not isinstance(words, str) or len(words) > LONGEST_WORDS:
        return None
    return token.strip().strip("[]").lower(), words
