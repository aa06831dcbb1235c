"""Conditions, times and places in a clause: where each begins, and where it may end, so that it can move whole."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from fingerpost.guard.after.rephrased.vocabulary import MODALS, NEGATIONS, PREPOSITIONS, SUBORDINATE
from fingerpost.guard.words import words

Words = tuple[str, ...]
ADVERBIAL = PREPOSITIONS | words("at_least at_most up_to every each at_any_time usually")
OPENERS = SUBORDINATE | ADVERBIAL
COORDINATORS = words("and or but ,")
RELATIVE = words("that which who")
TIMES = words("before after when since until while once as_soon_as")
SUBJECTS = words("you it they we the this that your a an there no most some any each every if when people")
_ENDS = MODALS | words("is are was were instead have not which who") | SUBORDINATE
_ENDS_ONE = _ENDS | OPENERS | SUBJECTS
_LINKS = words("that which who and or not if you")
_PLACES_AND_DAYS = words(
    "in on at and or , the england scotland wale northern ireland britain great uk kingdom united monday tuesday "
    "wednesday thursday friday saturday sunday weekday weekend night day bank holiday"
)
_MONTHS = words("january february march april may_month june july august september october november december")
_NO_PLACE_ENDS = COORDINATORS | PREPOSITIONS | {"the", "northern", "great"}
_LONGEST_PLACE = 14
_LONGEST_AT_END = 22  # a place that goes on to the end of its clause can take nothing else with it


@lru_cache(maxsize=4096)
def blocks_of(clause: Words) -> tuple[tuple[int, int], ...]:
    return tuple(_find_blocks(clause))


def _find_blocks(clause: Words) -> Iterator[tuple[int, int]]:
    for start, word in enumerate(clause):
        if word not in OPENERS:
            continue
        alone = word in ("usually", "at_any_time")
        for end in range(start + 2 - alone, len(clause) + 1):
            if _is_block(clause, start, end):
                yield start, end


def _is_block(clause: Words, start: int, end: int) -> bool:
    word, ends = clause[start], end == len(clause)
    if not ends and (clause[end] in _MONTHS or (clause[end].isdigit() and clause[end - 1] in _MONTHS)):
        return False  # it would cut a date
    if _is_of_places(clause[start:end]) and word in ("in", "on"):
        return True
    joins = word in ADVERBIAL and start and not ends and clause[end] in ("and", "or")
    if not ends and clause[end] != "," and not joins and clause[end] not in _ENDS_ONE:
        return False
    if word in SUBORDINATE and not _counts_from(clause[start:end]):
        meets_subject = not start and not ends and clause[end] in ("you", "it", "they")
        return (
            ends
            or clause[end] in (",", *SUBORDINATE, "instead")
            or (meets_subject and clause[end - 1] not in OPENERS | _LINKS)
        )
    return _is_one_place(clause[start:end], ends=ends or clause[end] == ",", last=ends)


def _counts_from(block: Words) -> bool:
    """ "After 3 letters" is a time without a verb of its own."""
    return block[0] in ("after", "before", "until", "since") and block[1][:1].isdigit()


def _is_of_places(block: Words) -> bool:
    known = all(word in _PLACES_AND_DAYS | _MONTHS or (word.isdigit() and len(word) in (1, 2, 4)) for word in block)
    return known and block[-1] not in _NO_PLACE_ENDS and not (len(block) == 2 and block[1].isdigit())


def _is_one_place(block: Words, *, ends: bool, last: bool) -> bool:
    """A time or a place without "and" and "or". "The year before they start" may go on to the end of the clause."""
    if len(block) > (_LONGEST_AT_END if last else _LONGEST_PLACE):
        return False
    if {"and", "or", "but"} & set(block):
        return ends and all(two in PREPOSITIONS or two == "and" for one, two in pairwise(block) if one in (",", "and"))
    if "," in block and not (ends and all(two in PREPOSITIONS for one, two in pairwise(block) if one == ",")):
        return False
    inside = set(block[1:-1] if ends else block[1:])
    if (NEGATIONS & set(block) and not (last and block[0] == "for")) or (RELATIVE & set(block) and not ends):
        return False
    return not (MODALS | SUBORDINATE - TIMES) & inside and (ends or not TIMES & inside)
