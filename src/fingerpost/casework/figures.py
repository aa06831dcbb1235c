"""Figures in the words of a reply, and where each comes from: a number that nobody can trace is not sent by accident.

A figure is a number written in digits, with the word after it: "10 working" is another than "10 metres". Its source is
the fact that it stands in as a whole, or a text that holds the very same figure: the template that two people approved,
or a passage of guidance. Numbers written as words are not looked at.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_FIGURE = re.compile(r"(?<!\w)[£€$]?\d+(?:[.,:/]\d+)*%?(?!\w)|(?<!\w)[£€$]?\d+(?:[.,:/]\d+)*\w*")
_NEXT = re.compile(r"[ \u00a0\t]*([^\W\d_]+)?")
_DIGIT = re.compile(r"\d")


class Source(StrEnum):
    """Where a fact comes from."""

    PERSON = "person"  # whoever sent the report gave it
    CASE = "case"
    SERVICE = "service"  # the body's own list of services
    BODY = "body"  # the body's settings
    TEMPLATE = "template"
    GUIDANCE = "guidance"


@dataclass(frozen=True, kw_only=True)
class FilledFact:
    """A value and where it comes from. `detail` says more of the source, such as the title of a page and its link."""

    name: str
    value: str
    source: Source
    detail: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure as it stands in a text; `source` None where nobody can say where it comes from."""

    text: str
    source: FilledFact | None = None


def trace_figures(words: str, *, facts: Iterable[FilledFact], texts: Sequence[FilledFact] = ()) -> tuple[Figure, ...]:
    """The figures of a text in order, each once. `facts` are looked for as a whole, `texts` for single figures."""
    taken = list(_whole(words, facts))
    known = {text: each for each in reversed(texts) for _at, text in _single(each.value)}
    for at, text in _single(words):
        if not any(start <= at < end for start, end, _figure in taken):
            taken.append((at, at + len(text), Figure(text=text, source=known.get(text))))
    found = {figure.text: figure for _start, _end, figure in sorted(taken, key=lambda each: each[0])}
    return tuple(found.values())


def unsourced(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Those that nobody can trace."""
    return tuple(each.text for each in figures if each.source is None)


def _whole(words: str, facts: Iterable[FilledFact]) -> Iterator[tuple[int, int, Figure]]:
    """Where a fact that holds a number stands as it is; of two that overlap, the longer one."""
    held: list[tuple[int, int]] = []
    with_number = [each for each in facts if each.value and _DIGIT.search(each.value)]
    for fact in sorted(with_number, key=lambda each: -len(each.value)):
        for found in re.finditer(rf"(?<!\w){re.escape(fact.value)}(?!\w)", words):
            start, end = found.span()
            if all(end <= before or start >= after for before, after in held):
                held.append((start, end))
                yield start, end, Figure(text=fact.value, source=fact)


def _single(words: str) -> Iterator[tuple[int, str]]:
    """Each number with the word after it, and where it begins."""
    for found in _FIGURE.finditer(words):
        after = _NEXT.match(words, found.end())
        following = after[1] if after and after[1] else ""
        yield found.start(), f"{found[0]} {following.casefold()}".strip()
