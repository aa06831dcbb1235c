"""Other ways to say a sentence that keep its clauses: reasons, denials, small words that may stand elsewhere."""

from collections.abc import Iterator
from itertools import pairwise

from fingerpost.guard.after.rephrased.blocks import OPENERS
from fingerpost.guard.after.rephrased.vocabulary import (
    MODALS,
    OPERATORS,
    PEOPLE,
    PRONOUNS,
    SUBORDINATE,
)
from fingerpost.guard.words import words

Words = tuple[str, ...]
_HAVING = ("have", "make", "get", "need")
_DETERMINERS = words("the a an your their its this that his her our my each every and or")
_VERBS = MODALS | words("is are was were get have do not pay need live")
_USUALLY = ("usually", "normally", "generally")
_LONGEST_SUBJECT = 4


def variants_of(said: Words) -> Iterator[Words]:
    yield from _turned_reasons(said)
    yield from _turned_negations(said)
    yield from _moved_particles(said)
    yield from _turned_judgements(said)
    yield from _renamed(said)


def floated(clause: Words) -> Iterator[Words]:
    """ "First", "usually" and "instead" may open the clause."""
    for at, word in enumerate(clause):
        following = clause[at + 1] if at + 1 < len(clause) else ""
        if word in _USUALLY:
            yield from _floated_usually(clause, at)
        if word == "only" and at > 1 and following in OPENERS:
            yield (*clause[: at - 1], word, clause[at - 1], *clause[at + 1 :])
        ends = not following or following in OPENERS | {",", "that"}
        if word == "first" and at and ends and clause[at - 1] not in _DETERMINERS:
            yield (word, *clause[:at], *clause[at + 1 :])
        if word == "instead" and at and not following and not OPERATORS - MODALS & set(clause):
            yield (word, ",", *clause[:at])


def _floated_usually(clause: Words, at: int) -> Iterator[Words]:
    word = clause[at]
    if at and not SUBORDINATE & set(clause[:at]):
        yield (word, *clause[:at], *clause[at + 1 :])
    start = max((n + 1 for n in range(at) if clause[n] == ","), default=0)
    if start and clause[0] in OPENERS and not SUBORDINATE & set(clause[start:at]):
        yield (*clause[:start], word, *clause[start:at], *clause[at + 1 :])
    for place in range(1, len(clause) if not at else 0):
        if clause[place - 1] in MODALS | {"is", "are", "not", "you"}:
            yield (*clause[1:place], word, *clause[place:])


def _turned_reasons(said: Words) -> Iterator[Words]:
    """ "A, because B" and "B, so A"."""
    for at, word in enumerate(said):
        if word == "because" and at:
            yield (*said[at + 1 :], ",", "so", *_without_comma(said[:at]))
        if word == "so" and at and said[at - 1] == ",":
            yield (*said[at + 1 :], ",", "because", *said[: at - 1])
            yield ("because", *said[: at - 1], ",", *said[at + 1 :])


def _without_comma(said: Words) -> Words:
    return said[:-1] if said[-1:] == (",",) else said


def _moved_particles(said: Words) -> Iterator[Words]:
    """ "Pay it back" and "pay back"."""
    for at, word in enumerate(said):
        if word in ("back", "down", "away"):
            for size in range(1, 5):
                if at > size and not OPENERS & set(said[at - size : at]):
                    yield (*said[: at - size], word, *said[at - size : at], *said[at + 1 :])
                if at + size < len(said) and not OPENERS & set(said[at + 1 : at + size + 1]):
                    yield (*said[:at], *said[at + 1 : at + size + 1], word, *said[at + size + 1 :])


def _turned_negations(said: Words) -> Iterator[Words]:
    """ "Have no home" and "do not have a home"."""
    for at, word in enumerate(said):
        if word == "no" and at and said[at - 1] in (*_HAVING, "is", "are"):
            yield (*said[: at - 1], "not", said[at - 1], *said[at + 1 :])
        takes = said[at + 1] if at + 2 < len(said) else ""
        if word == "not" and takes in _HAVING and said[at + 2] in ("any", "a", "an"):
            yield (*said[:at], takes, "no", *said[at + 3 :])


def _turned_judgements(said: Words) -> Iterator[Words]:
    """ "It is a crime to do that" and "doing that is a crime"."""
    if said[:2] != ("it", "is") or "to" not in said:
        return
    at = said.index("to")
    if 2 < at <= 2 + _LONGEST_SUBJECT and not (OPERATORS | PEOPLE) & set(said[2:at]) and "for" not in said[2:at]:
        yield (*said[at + 1 :], "is", *said[2:at])


def _renamed(said: Words) -> Iterator[Words]:
    """ "A child gets it if they are 5" and "if a child is 5, they get it": where nobody else is named."""
    if len(PEOPLE & set(said)) != 1 or (PRONOUNS - {"they"}) & set(said) or said.count("they") != 1:
        return
    at = said.index("if") if said.count("if") == 1 else 0
    end = _subject_end(said)
    if at and said[at + 1 : at + 2] == ("they",) and end and _is_list(said[at:]) and PEOPLE & set(said[:end]):
        yield ("if", *said[:end], *said[at + 2 :], ",", "they", *said[end:at])


def _is_list(said: Words) -> bool:
    """Does each comma stand in a list of things, and not before another clause?"""
    return "," not in said or (
        "or" in said
        and not ({"you", "they", "the"} | SUBORDINATE - {"if", "because"})
        & {two for one, two in pairwise(said) if one == ","}
    )


def _subject_end(said: Words) -> int:
    """Where the subject that a sentence opens with ends; 0 where it isn't short and plain."""
    end = next((at for at, word in enumerate(said) if word in _VERBS), 0)
    return end if end <= _LONGEST_SUBJECT and not OPERATORS & set(said[:end]) else 0
