"""Steps that read both sides on: the same word, words that say the same, and what joins the items of a list."""

from collections.abc import Iterator

from fingerpost.guard.after.rephrased.clauses import leads_alike, led_by, match
from fingerpost.guard.after.rephrased.lists import AND, EITHER, JOINERS, OR
from fingerpost.guard.after.rephrased.position import Move, Position
from fingerpost.guard.after.rephrased.standing_in import stand_in
from fingerpost.guard.after.rephrased.vocabulary import FREE, SUBORDINATE, bare, same_words, says_the_same

PLAIN = "that-plain"  # where a condition of the text was turned into "who": the guidance must have such a word


def take(here: Position) -> Iterator[Move]:
    text, at, said, place, about = here
    word, other = text[at], said[place]
    is_same = says_the_same(word, other) or (word, other) == ("if", "whether")
    if is_same and (word in FREE or leads_alike(led_by(text, at), led_by(said, place), word)):
        yield at + 1, place + 1
    if word == PLAIN and {"who", "that", "which"} & set(said[:place]) and not SUBORDINATE & set(said):
        yield at + 1, place
    if other in JOINERS:
        yield from _join_items(here)
    if (word == "council" and other in about.body) or (other in ("us", "we") and word in about.body):
        yield at + 1, place + 1
    for one, two in _pairs_at(here):
        end = match(said, place, one)
        until = match(text, at, two) if end is not None else None
        if end is not None and until is not None:
            yield until, end
    yield from stand_in(here)


def _pairs_at(here: Position) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    word = here.other
    yield from same_words()[1].get(word, ())
    for short, spelt_out in here.about.abbreviations:
        long = tuple(bare(spelt_out))
        if word == short:
            yield (short,), long
        if word == long[0]:
            yield long, (short,)
            yield (*long, short), (short,)
            yield (*long, short), long


def _join_items(here: Position) -> Iterator[Move]:
    text, at, _, place, _ = here
    word = text[at]
    if word in (",", ";"):
        yield at + 1, place + 1
        word = here.following
        at += 1
    if (word == "and" and here.other in (AND, EITHER)) or (word == "or" and here.other in (OR, EITHER)):
        yield at + 1, place + 1
