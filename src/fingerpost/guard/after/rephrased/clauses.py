"""What stands where in a run of words: clauses, what they open with, names, places, and little words before a word."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from fingerpost.contract.context import Nation
from fingerpost.guard.after.rephrased.facts import Fact
from fingerpost.guard.after.rephrased.lists import JOINERS
from fingerpost.guard.after.rephrased.tokens import MARKS, read_words
from fingerpost.guard.after.rephrased.vocabulary import (
    FREE,
    IMPERATIVES,
    MODALS,
    OPERATORS,
    PEOPLE,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATE,
    bare,
    says_the_same,
)

Words = tuple[str, ...]
_NATIONS = frozenset(word for nation in Nation for word in read_words(nation.title)) | {"uk", "britain"}
_LEADS = frozenset({"in", "on", "at", "for", "to", "with", "as"})
DETERMINERS = frozenset({"the", "a", "an", "your", "their", "his", "her", "any", "each"})
LONGEST_NAME = 12
NO_NAME = (OPERATORS - {"and", "or"}) | PRONOUNS | {"you", "we", "i", "them", "us", "me"}
_NAME_ENDS = OPERATORS | FREE | PRONOUNS
_CLAUSE_STARTS = frozenset({",", ";", ":", ".", "and", "so", "then", "but", "or", *JOINERS})


def led_by(said: Words, at: int) -> frozenset[str]:
    """The little words of place and aim that stand right before a word."""
    start = at
    while start and said[start - 1] in FREE - MARKS:
        start -= 1
    return frozenset("in" if word in ("on", "at") else word for word in said[start:at] if word in _LEADS)


def leads_alike(text: frozenset[str], said: frozenset[str], word: str) -> bool:
    """ "Pay to the council" is not "pay for the council", and "for 3 weeks" is not "in 3 weeks"; but a little word may
    be left out, and "of", "to" and "in" put in: "lasts 3 years", "lasts for 3 years"."""
    if text and said:
        return bool(text & said)
    if word in ("free", "exampl", "instanc", "such_as") and text | said == {"for"}:
        return True
    if word[:1].isdigit() and (text | said) - {"for", "of"}:
        return word[:1] == "0" or not (text | said) - {"for", "of", "in"}
    return not text - {"of", "to", "in"} or (text == {"for"} and word[:1].isdigit())


def match(said: Words, start: int, phrase: Sequence[str]) -> int | None:
    """Where a phrase that begins at `start` ends, free words between left out; None where it doesn't stand there."""
    at = start
    for number, wanted in enumerate(phrase):
        while number and at < len(said) and said[at] in FREE and said[at] != wanted and said[at] != ".":
            at += 1
        if at >= len(said) or not says_the_same(said[at], wanted):
            return None
        at += 1
    return at if phrase else None


def starts_clause(said: Words, place: int) -> bool:
    """Does the guidance tell people to do something here? Behind "you must do A or" it goes on with a duty instead."""
    if place == 0 or said[place - 1] in (".", ";", ":"):
        return True
    return said[place - 1] in _CLAUSE_STARTS and not (MODALS & set(said[:place]) and said[0] not in SUBORDINATE)


_BE = frozenset({"is", "are", "was", "were"})
_FINITE = MODALS | _BE | {"do"}
_WITH_SUBJECT = frozenset({"it", "they", "this", "these", "those", "you", "the", "a", "an", "your", "there", "so"})
_ASKING = SUBORDINATE | frozenset({"who", "which", "that", "what", "how", "how_much", "how_many", "whether", ":", ";"})


def has_subject(said: Words, fact: Fact) -> bool:
    """Does this begin with a subject of its own? "Providers can charge" does, "check what you can get" doesn't."""
    if not said or said[0] in _WITH_SUBJECT or said[0] in fact.body:
        return bool(said)
    if said[0] in PREPOSITIONS | {"for", "then"}:
        return said[0] not in SUBORDINATE and _meets_pronoun(said)
    for at, word in enumerate(said[:10]):
        if at == 2 and said[1] in ("it", "them") and word in MODALS:  # "refusing them can end it"
            return said[0] not in IMPERATIVES | OPERATORS
        if word in _ASKING or (at > 1 and said[at - 1] in PRONOUNS | {"you", "we"}):
            return False
        if at and word in _FINITE:
            return said[0] not in IMPERATIVES or (at == 1 and word in _BE)
    return False


def _meets_pronoun(said: Words) -> bool:
    """ "In some cases they charge", "then you can appeal"; not "for you"."""
    for at, word in enumerate(said[:6]):
        if word in _ASKING - {"that"}:
            return False
        if at and word in ("you", "they", "it", "that", "there"):
            return said[at - 1] == "then" or (at > 1 and said[at - 1] not in PREPOSITIONS | {"for", "to", "of"})
    return False


def is_topic(said: Words, fact: Fact) -> bool:
    """Does this open with the name of the body, or with all of a heading?"""
    if said[:1] and said[0] in fact.body:
        return True
    return any(len(topic) > 1 and opens_with(said, topic) for topic in topics_of(fact))


def next_binding(said: Words, place: int) -> str:
    return next((word for word in said[place:] if word not in FREE), "")


def spans(said: Words) -> Iterator[tuple[int, int]]:
    """Where each clause begins and ends."""
    start = 0
    for at, word in enumerate(said):
        if word in (",", ";", ".", ":", "but", "so") or word in SUBORDINATE:
            yield start, at
            start = at + 1
    yield start, len(said)


def meant_within(said: Words, at: int) -> Words:
    """What a pronoun at this place stands for within its own sentence: what the one clause before it opens with, where
    that names nothing else. ("?",) where it could be one of several, () where nothing is named before it."""
    parts = list(spans(said))
    own = next(number for number, (start, end) in enumerate(parts) if start <= at <= end)
    before = [said[start:end] for start, end in parts[:own] if named(said[start:end])]
    if not before:
        return ()
    names_one_thing = len(before) == 1 and not _things_in(before[0][1:])
    return named(before[0]) if names_one_thing and said[at] == "it" else ("?",)


def _things_in(said: Words) -> list[str]:
    """What follows "the" or "a", but for people: nobody is an "it"."""
    return [two for one, two in pairwise(said) if one in DETERMINERS and two not in PEOPLE]


def named(clause: Words) -> Words:
    """The words of a clause that counts as opening with a name: () where it opens with a pronoun or an order."""
    words = () if clause and clause[0] in PREPOSITIONS else tuple(bare(clause))
    opens = words[:1]
    nobody = not opens or opens[0] in PRONOUNS | IMPERATIVES | OPERATORS | {"you", "we"} or opens[0][0].isdigit()
    return () if nobody else words


def topics_of(fact: Fact) -> Iterator[Words]:
    """The title and the headings, each cut where it names another thing: "Maternity pay and leave" are two."""
    for topic in fact.topics:
        start = 0
        for at, word in enumerate((*topic, ".")):
            if word in MARKS or word in ("and", "or"):
                yield tuple(bare(topic[start:at]))
                start = at + 1


def title_of(fact: Fact) -> Iterator[Words]:
    return topics_of(replace(fact, topics=fact.topics[:1]))


def opens_with(clause: Words, name: tuple[str, ...]) -> bool:
    return tuple(bare(clause))[: len(name)] == name


def says_what_it_is(said: Words) -> bool:
    """ "X is a loan": what "it" would stand for behind this can only be X."""
    return len(said) > 3 and said[-2] in ("a", "an") and said[-3] in ("is", "are")


def only_thing_named(said: Words) -> tuple[str, ...]:
    """What follows "the" or "a" where the sentence has just one such; () where it has none or several."""
    found = set()
    for at, word in enumerate(said):
        if word in ("the", "a", "an"):
            end = next((n for n in range(at + 1, len(said)) if said[n] in _NAME_ENDS), len(said))
            found.add(tuple(said[at + 1 : end]))
    return found.pop() if len(found) == 1 else ()


def introduced(said: Words) -> tuple[str, ...]:
    """ "You need a permit", "apply for a permit": the permit, where it is the only thing that the sentence names."""
    determined = [at for at, word in enumerate(said) if word in DETERMINERS]
    if len(determined) != 1 or said[determined[0]] not in ("a", "an"):
        return ()
    at = determined[0]
    if said[at - 1] not in ("for", "need", "get", "buy", "have", "us") or PEOPLE & set(said[at + 1 :]):
        return ()
    end = next((n for n in range(at + 1, len(said)) if said[n] in _NAME_ENDS), len(said))
    return tuple(said[at + 1 : end])


def contains(said: Words, name: tuple[str, ...]) -> bool:
    return any(tuple(said[at : at + len(name)]) == name for at in range(len(said) - len(name) + 1))


def leaves_topic_open(fact: Fact) -> bool:
    first = next(iter(bare(fact.before)), "")
    topical = {word for topic in fact.topics for word in topic}
    return (
        not first
        or first in PRONOUNS
        or first in topical
        or first in SUBORDINATE | IMPERATIVES | {"you", "there", "in"}
    )


def place_run(said: Words, at: int, fact: Fact) -> Iterator[int]:
    """The end of "in Scotland" where that is just what the whole page is for."""
    if (said[at] != "in" and said[at] not in fact.places) or (_NATIONS - fact.places) & set(fact.words):
        return
    end = at + 1 if said[at] == "in" else at
    named: set[str] = set()
    while end < len(said) and (said[end] in fact.places or (named and said[end] in ("and", "or", ","))):
        named.add(said[end])
        end += 1
        if said[end - 1] in fact.places and named - {"and", "or", ","} == fact.places:
            yield end
