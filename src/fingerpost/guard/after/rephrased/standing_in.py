"""A pronoun on one side, on the other the name it stands for."""

from collections.abc import Iterator

from fingerpost.guard.after.rephrased.clauses import (
    DETERMINERS,
    LONGEST_NAME,
    NO_NAME,
    contains,
    introduced,
    leaves_topic_open,
    meant_within,
    named,
    only_thing_named,
    opens_with,
    spans,
    title_of,
    topics_of,
)
from fingerpost.guard.after.rephrased.position import Move, Position, Words
from fingerpost.guard.after.rephrased.vocabulary import FREE, PRONOUNS, SUBORDINATE, bare

_BENEFITS = frozenset({"payment", "benefit", "allowanc", "grant", "credit", "pension", "discount"})
_SAID_BY_SOMEBODY = frozenset({"say", "decid", "think", "refus", "agree", "offer", "ask", "want", "turn"})


def stand_in(here: Position) -> Iterator[Move]:
    text, at, said, place, about = here
    led = said[place - 1 : place] == ("the",)
    if said[place] in PRONOUNS:
        yield from ((end, place + 1) for end, name in _names_at(text, at) if _is_meant(name, here))
    if said[place] == "money" and led and leaves_topic_open(about):
        yield from ((end, place + 1) for end, name in _names_at(text, at) if _is_benefit(name, here))
    if text[at] == "it" and led and said[place] in about.topics[0]:
        yield at + 1, place + 1
    if text[at] in ("it", "they", "them"):
        yield from ((at + 1, end) for end, name in _names_at(said, place) if _was_named(name, here))


def _names_at(words: Words, start: int) -> Iterator[tuple[int, Words]]:
    """Where a name that begins here may end, with its words that count."""
    for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1):
        name = tuple(bare(words[start:end]))
        if name and words[end - 1] not in FREE:
            yield end, name


def _is_benefit(name: Words, here: Position) -> bool:
    return len(name) > 1 and name[-1] in _BENEFITS and any(contains(part, name) for part in title_of(here.about))


def _is_meant(name: Words, here: Position) -> bool:
    """Is this what the pronoun stands for? The one thing that opens another clause of its sentence; else what opens
    the sentence before; else the page's topic."""
    about, said, place = here.about, here.said, here.place
    if set(name) & NO_NAME:
        return False
    places = [place] if said == about.words else [at for at, word in enumerate(about.words) if word == said[place]]
    meant = {meant_within(about.words, at) for at in places}
    if meant != {()}:
        return len(meant) == 1 and opens_with(next(iter(meant)), name)
    if only_thing_named(said) == name and said[place + 1 : place + 2] and said[place + 1] in _SAID_BY_SOMEBODY:
        return True
    before = next((opened for start, end in spans(about.before) if (opened := named(about.before[start:end]))), ())
    if (before and opens_with(before, name)) or (said[place] == "it" and introduced(about.before) == name):
        return True
    return leaves_topic_open(about) and (
        name in topics_of(about) or any(part[: len(name)] == name for part in title_of(about))
    )


def _is_meant_once(name: Words, said: Words) -> bool:
    """ "If work is unsafe, have it put right" and "have work put right if it is unsafe": the guidance's only "it"
    stands for that name, which opens the one clause before it."""
    if said.count("it") != 1:
        return False
    meant = meant_within(said, said.index("it"))
    return meant != ("?",) and opens_with(meant, name)


def _was_named(name: Words, here: Position) -> bool:
    """Is that name what the last clause of the text opened with, and the one thing that it named?"""
    if set(name) & NO_NAME:
        return False
    said = here.text[: here.at]
    if here.word == "it" and here.before in SUBORDINATE and contains(tuple(bare(said)), name):
        return _is_meant_once(name, here.about.words)
    opened = [said[start:end] for start, end in spans(said) if named(said[start:end])]
    return bool(opened) and opens_with(opened[-1], name) and not DETERMINERS & set(opened[-1][1:])
