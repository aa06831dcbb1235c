"""Steps that read on in the guidance alone: what the text may leave unsaid."""

from collections.abc import Iterator

from fingerpost.guard.after.rephrased.clauses import place_run
from fingerpost.guard.after.rephrased.position import Move, Position, Words
from fingerpost.guard.after.rephrased.vocabulary import MODALS, NEGATIONS, OPERATORS, PEOPLE, QUANTITIES, SUBORDINATE

# What leads in a list says nothing more once its items are said.
_LEADS_IN = (
    ("one", "of", "these", "is", "true"), ("all", "of", "these", "are", "true"), ("one", "of", "these"),
    ("any", "of", "these"),
)  # fmt: skip
_POINTERS = frozenset({"see", "check", "look"})
_NEVER_DROPPED = SUBORDINATE | MODALS | NEGATIONS | QUANTITIES | {"only", "but", "except"}


def leave_out(here: Position) -> Iterator[Move]:
    text, at, said, place, about = here
    if said[place] in about.body:
        yield at, place + 1
    yield from ((at, end) for end in place_run(said, place, about) if end > place)
    for phrase in _LEADS_IN:
        if said[place : place + len(phrase)] == phrase and len(said) > place + len(phrase):
            yield at, place + len(phrase)
    if _goes_without_saying(here):
        yield at, place + 1
    if said[place] == ":" and said[place + 1 : place + 2] and said[place + 1] in _POINTERS:
        yield from _leave_pointer(here)
    verb = said[place + 2 : place + 3]
    if said[place : place + 2] == ("you", "can") and verb and verb == text[at : at + 1] and verb[0] not in OPERATORS:
        yield at, place + 2
    if said[place] == "," and said[place + 1 : place + 2] and said[place + 1] in ("which", "because"):
        end = next((n for n in range(place + 1, len(said)) if said[n] in (",", ";")), len(said))
        if not set(said[place + 2 : end]) & _NEVER_DROPPED:
            yield at, end


def _leave_pointer(here: Position) -> Iterator[Move]:
    """ ": see GOV.UK for the price" at the end of a sentence."""
    rest = here.said[here.place + 1 :]
    if not (OPERATORS | {";", ":"}) & set(rest) and not any(char.isdigit() for word in rest for char in word):
        yield here.at, len(here.said)


def _goes_without_saying(here: Position) -> bool:
    """A "you" or "they" that the rest of the sentence says as well."""
    text, at, said, place, _ = here
    before, word = said[place - 1] if place else "", said[place]
    following = said[place + 1] if place + 1 < len(said) else ""
    if word == "you" and before == "to" and following in SUBORDINATE and said[place + 2 : place + 3] == ("you",):
        return True
    goes_on = following == here.word and following not in OPERATORS
    if word in ("you", "they") and before in ("before", "after", "while") and goes_on:
        return _is_only_person(word, said[:place])
    binding = (MODALS | NEGATIONS | QUANTITIES | SUBORDINATE) & set(said[:place])
    return word == "you" and before == "and" == here.before and said[0] == "you" and not binding and at < len(text)


def _is_only_person(word: str, said: Words) -> bool:
    """Is nobody named but the one that the sentence opens with?"""
    if word == "you":
        return said[0] == "you" and not PEOPLE & set(said)
    return bool(PEOPLE & set(said[:3])) and not PEOPLE & set(said[3:]) and "you" not in said
