"""Naming what the question calls by a name of several words, where no passage says it: "Maternity Allowance".

Each of its words may stand in a passage without the name: "Bank of England" is no bank in England. Names of people,
streets and days tell of the person who asks, so that only the parts of a question that ask are read.
"""

import re
from collections.abc import Iterator, Sequence

from fingerpost.capabilities.answer.clauses import asking_clauses
from fingerpost.capabilities.answer.missing.common_words import COMMON, PLACES
from fingerpost.capabilities.answer.missing.said import parts_known
from fingerpost.capabilities.answer.words import split_words, stem
from fingerpost.contract.passages import Passage

_WORD = r"[A-Z][a-z]+(?:['’][a-z]+)*"
_NAME = re.compile(rf"\b{_WORD}(?: (?:of (?:the )?)?{_WORD})+")
MORE = 2  # words: what belongs to a nation has a name of several words itself
_OF_NO_THING = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|christmas|easter|boxing|new|northern|north|great|united|scottish|welsh|english|mr|mrs|ms|dr)\b",
    re.IGNORECASE,
)


def names_not_said(question: str, passages: Sequence[Passage]) -> list[str]:
    """The names of several words in the question, as typed, that no passage says in that order."""
    said = [_stems(part) for each in passages for part in parts_known(each)]
    names = dict.fromkeys(name for clause in asking_clauses(question) for name in _names_in(clause))
    return [name for name in names if not any(_stems(name) in part for part in said)]


def _names_in(clause: str) -> Iterator[str]:
    for found in _NAME.finditer(clause):
        words = found.group().split(" ")
        if not clause[: found.start()].strip() and words[0].lower() in COMMON:
            words = words[1:]  # the capital is that of the sentence
        if len(words) > MORE and words[0].endswith(("'s", "’s")):
            words = words[1:]  # whose it is: "Scotland's Warm Home Grant"
        name = " ".join(words)
        is_place = any(word.lower().removesuffix("'s") in PLACES for word in words)
        if len(words) > 1 and words[0] != "of" and not is_place and not _OF_NO_THING.search(name):
            yield name


def _stems(text: str) -> str:
    """The stems one after another, with a space on each side, so that one text can be looked for in another."""
    return f" {' '.join(stem(word) for word in split_words(text))} "
