"""Steps that read on in the text alone: what it may say although the guidance leaves it unsaid."""

from collections.abc import Iterator

from fingerpost.guard.after.rephrased.clauses import (
    LONGEST_NAME,
    NO_NAME,
    contains,
    next_binding,
    place_run,
    starts_clause,
    title_of,
    topics_of,
)
from fingerpost.guard.after.rephrased.position import Move, Position
from fingerpost.guard.after.rephrased.sentences import repeat_subject
from fingerpost.guard.after.rephrased.vocabulary import (
    ADVICE,
    DUTIES,
    FREE,
    IMPERATIVES,
    OPERATORS,
    bare,
    says_the_same,
)

_LEADS_TOPIC = frozenset({"for", "of", "about", "the", "a", "an", "get", "toward", "under", "on"})


def put_in(here: Position) -> Iterator[Move]:
    text, at, said, place, about = here
    if text[at] in about.body and here.before != "of":
        yield at + 1, place
    yield from ((end, place) for end in place_run(text, at, about) if end > at)
    if _is_little(here):
        yield at + 1, place
    if text[at] == "you":
        yield from _speak_to_reader(here)
    if place and said[place - 1] in ("and", "or") and here.before == said[place - 1]:
        yield from repeat_subject(here, at, place)
    yield from _name_topic(here)
    yield from _spell_out_topic(here)


def _is_little(here: Position) -> bool:
    """Words that say nothing more here."""
    text, at, said, place, _ = here
    word, following = text[at], here.following
    if word == "from":
        return said[place : place + 1] == (following,) and said[place + 1 : place + 2] == ("to",)
    if (word, following) == ("and", "then"):
        return said[place - 1 : place + 1] == (",", "then")
    if word == "either":
        return "or" in text[at : at + 10]
    if word == "aged":  # "aged 60 or over", "aged under 16"
        bound = here.other in ("under", "over", "between", "at_least")
        return here.following == here.other and (bound or (here.other.isdecimal() and int(here.other) < 120))
    return word in ("was", "were") and here.before == "who" and text[at + 1 : at + 2] != ("not",)


def _speak_to_reader(here: Position) -> Iterator[Move]:
    """ "You call", "you can call" and "you should keep" for "call" and "keep"."""
    text, at, said, place, _ = here
    verb = next_binding(said, place)
    if not starts_clause(said, place):
        return
    if here.following == verb and verb in IMPERATIVES:
        yield at + 1, place
    if at + 2 < len(text) and says_the_same(text[at + 2], verb):
        modal = here.following
        if (modal == "can" and verb not in DUTIES | OPERATORS) or (modal == "should" and verb in ADVICE):
            yield at + 2, place


def _name_topic(here: Position) -> Iterator[Move]:
    """ "For Pension Credit", "the Blue Badge charge": what the page is about may be named."""
    text, at, said, place, about = here
    named_for = here.before in _LEADS_TOPIC or (here.before == "." and said[place - 1 : place] == ("the",))
    if not named_for:
        return
    for end in range(at + 1, min(at + LONGEST_NAME, len(text)) + 1):
        name = tuple(bare(text[at:end]))
        if not name or text[end - 1] in FREE or set(name) & NO_NAME:
            continue
        if any(contains(part, name) for part in title_of(about)):
            yield end, place


def _spell_out_topic(here: Position) -> Iterator[Move]:
    """ "The payment" may be called by its whole name, where that is what the page is about."""
    text, at, _, place, about = here
    noun = here.other
    if noun in FREE or noun in OPERATORS:
        return
    for end in range(at + 1, min(at + LONGEST_NAME, len(text))):
        if text[end] != noun:
            continue
        name = tuple(bare(text[at : end + 1]))
        is_name = len(name) > 1 and not set(name) & NO_NAME
        if is_name and any(contains(part, name) for part in topics_of(about)):
            yield end, place
