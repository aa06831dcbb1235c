"""From the words that a model says it quotes to whole lines of the passage, and to a claim that rests on them.

Of the model's own copy nothing is kept: it only shows where in the passage to look. So signs and capitals need not fit.
A list is never quoted without the sentence that leads into it, nor a table without its head.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fingerpost.capabilities.answer.selecting import widen
from fingerpost.capabilities.answer.writing.lines import Sentence
from fingerpost.contract.citing import quote
from fingerpost.contract.claims import Claim
from fingerpost.contract.passages import Passage

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A run of lines of one passage, from `start` up to, but without, `end`; `named` are those that were named."""

    passage: Passage
    start: int
    end: int
    named: frozenset[int]


def claim_of(sentence: Sentence, passages: Mapping[str, Passage]) -> Claim | None:
    """The claim of a sentence, by the passages' tokens; None where none of its quotes stands in its passage.

    A sentence in the guidance's own words is a quote and no more: it is shown with the lines around it that belong to
    it, so that one item of a list cannot stand alone and say the opposite.
    """
    found = [(passages.get(token), words) for token, words in sentence.quotes]
    parts = [part for passage, words in found if passage is not None and (part := find_part(words, passage))]
    if not parts:
        return None
    own = find_part(sentence.text, parts[0].passage, whole=True)
    if own is not None:
        return _quoted(own)
    first, *beside = map(_quoted, _joined(parts))
    return replace(first, text=sentence.text, beside=tuple(beside))


def find_part(words: str, passage: Passage, *, whole: bool = False) -> Part | None:
    """The lines in which these words stand, one after another; with `whole`, only where they are those lines' every
    word. None where they stand nowhere."""
    wanted = _words(words)
    spoken = [(word, place) for place, line in enumerate(passage.lines) for word in _words(line.text)]
    for start in _places_of(wanted, [word for word, _place in spoken]):
        places = [place for _word, place in spoken[start : start + len(wanted)]]
        named = range(places[0], places[-1] + 1)
        if not whole or len(wanted) == sum(place in named for _word, place in spoken):
            first, end = widen(passage, named.start, named.stop)
            return Part(passage=passage, start=first, end=end, named=frozenset(named))
    return None


def _places_of(wanted: list[str], spoken: list[str]) -> list[int]:
    if not wanted:
        return []
    starts = (start for start in range(len(spoken) - len(wanted) + 1) if spoken[start] == wanted[0])
    return [start for start in starts if spoken[start : start + len(wanted)] == wanted]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Parts of one passage that meet are one, in the place of the first."""
    joined: list[Part] = []
    for part in parts:
        meets = [each for each in joined if _meet(each, part)]
        place = joined.index(meets[0]) if meets else len(joined)
        joined = [each for each in joined if each not in meets]
        joined.insert(place, _together([*meets, part]))
    return joined


def _together(parts: Sequence[Part]) -> Part:
    return replace(
        parts[0],
        start=min(each.start for each in parts),
        end=max(each.end for each in parts),
        named=frozenset().union(*(each.named for each in parts)),
    )


def _meet(one: Part, other: Part) -> bool:
    return one.passage.id == other.passage.id and one.start <= other.end and other.start <= one.end


def _quoted(part: Part) -> Claim:
    return quote(part.passage, start=part.start, end=part.end, marked=part.named)
