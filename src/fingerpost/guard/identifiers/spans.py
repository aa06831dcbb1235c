"""Where an identifier stands, and the words near it."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """From `start` up to `end`, and what it is."""

    start: int
    end: int
    kind: str


def span_of(match: re.Match[str], kind: str, group: int | str = 0) -> Span:
    return Span(match.start(group), match.end(group), kind)


def is_near(text: str, start: int, end: int, words: re.Pattern[str], *, before: int = 60, after: int = 30) -> bool:
    """Does one of the words stand within so many characters before or after the span?"""
    return bool(words.search(text[max(0, start - before) : start]) or words.search(text[end : end + after]))


def is_labelled(text: str, start: int, label: re.Pattern[str], *, within: int = 40) -> bool:
    """Does the label stand right before the span? The pattern ends in `$`."""
    return bool(label.search(text[max(0, start - within) : start]))


def digits_of(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def is_money(text: str, start: int) -> bool:
    """Does a currency sign stand right before the span?"""
    return text[max(0, start - 2) : start].rstrip()[-1:] in ("£", "$", "€")


def find_all(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match, also of those that overlap an earlier one: a number may be the tail of a longer wrong guess."""
    at = 0
    while match := pattern.search(text, at):
        yield match
        at = match.start() + 1
