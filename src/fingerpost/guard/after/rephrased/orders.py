"""The orders in which a sentence may be said without changing what it says.

A condition, a time or a place may stand before or behind its own clause, whole. Nothing moves across a "but", a
semicolon or an "and" with a subject of its own, and nothing moves that would tie a condition or a figure to something
else: what "19% on the first part, 20% on the rest" says hangs on the order alone.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from fingerpost.guard.after.rephrased.blocks import (
    COORDINATORS,
    OPENERS,
    RELATIVE,
    SUBJECTS,
    TIMES,
    blocks_of,
)
from fingerpost.guard.after.rephrased.variants import floated, variants_of
from fingerpost.guard.after.rephrased.vocabulary import NEGATIONS, PRONOUNS, SUBORDINATE
from fingerpost.guard.words import words

Words = tuple[str, ...]
_MOST = 240
_LONGEST = 70  # words of a sentence that may be turned: the work grows with the cube, and no real one is as long
_HOLDS = words("if unless when once as_long_as as_soon_as")
_LEANS = PRONOUNS | words("then also instead so both same other another again")


@lru_cache(maxsize=512)
def orders_of(said: Words) -> tuple[Words, ...]:
    """The sentence itself first, then each order that means the same; at most `_MOST`, and none of one too long."""
    found: dict[Words, None] = {said: None}
    if len(said) > _LONGEST:
        return (said,)
    for _ in range(2):
        for known in list(found):
            for other in _one_move(known):
                found.setdefault(other, None)
                if len(found) >= _MOST:
                    return tuple(found)
    return tuple(found)


def _one_move(said: Words) -> Iterator[Words]:
    yield from variants_of(said)
    yield from _changed_places(said)
    for start, end in _clauses(said):
        clause = said[start:end]
        for moved in (*_last_to_first(clause), *_first_to_last(clause), *_swapped(clause), *floated(clause)):
            yield said[:start] + moved + said[end:]


def _clauses(said: Words) -> Iterator[tuple[int, int]]:
    start = 0
    for at, word in enumerate(said):
        following = said[at + 1] if at + 1 < len(said) else ""
        after = said[at + 2] if at + 2 < len(said) else ""
        opens = following == "and" and after in SUBJECTS
        if word in (";", ":") or (word == "," and (following in ("but", "so") or opens)):
            yield start, at
            start = at + 1 + (following in ("but", "so", "and"))
    yield start, len(said)


def _changed_places(said: Words) -> Iterator[Words]:
    """ "You can A, and you can B" and "you can B, and you can A": where neither leans on the other."""
    for at, (one, two) in enumerate(pairwise(said)):
        first, second = said[:at], said[at + 2 :]
        if (one, two) != (",", "and") or not first or second[:1] != ("you",) or first[0] != "you":
            continue
        if not (SUBORDINATE | {":", ";", "but"}) & set(said) and not _LEANS & set(second):
            yield (*second, ",", "and", *first)


def _last_to_first(clause: Words) -> Iterator[Words]:
    for start, end in blocks_of(clause):
        head = _without_comma(clause[:start])
        if head[-1:] and head[-1] in ("and", "or", "but"):  # "A and, if C, B": the condition is that of B
            continue
        joins = end < len(clause) and clause[end] in ("and", "or")
        if joins and (_holds_figure(clause[end:]) or COORDINATORS & set(head)):
            continue
        if head and _may_leave(head, clause[start:end], ends=end == len(clause)):
            rest = clause[end + 1 :] if end < len(clause) and clause[end] == "," else clause[end:]
            yield (*clause[start:end], ",", *head, *rest)
            if rest and _has_one_place(clause) and not COORDINATORS & set(rest) and clause[start] not in SUBORDINATE:
                yield (*head, *rest, *clause[start:end])


def _first_to_last(clause: Words) -> Iterator[Words]:
    for start, end in blocks_of(clause):
        if start:
            return
        rest = clause[end + 1 :] if end < len(clause) and clause[end] == "," else clause[end:]
        if len(rest) < 2 or rest[0] in OPENERS | COORDINATORS:
            continue
        stops = [at for at in range(1, len(rest)) if rest[at] in (",", "that") or rest[at] in SUBORDINATE]
        behind = rest[next((at for at, word in enumerate(rest) if word in SUBORDINATE), len(rest)) :]
        if not COORDINATORS & set(behind) and not _joins_behind_comma(rest) and set(behind[:1]) <= TIMES | {"where"}:
            yield rest + clause[:end]
        head = _without_ranges(rest[: stops[0]]) if stops else ()
        if head and not {"and", "or", "but"} & set(head) and clause[0] not in SUBORDINATE - _HOLDS:
            yield rest[: stops[0]] + clause[:end] + rest[stops[0] :]


def _without_ranges(said: Words) -> Words:
    """ "Between 1 and 2" joins nothing."""
    if "between" not in said:
        return said
    at = said.index("between")
    return said[:at] + tuple(word for word in said[at : at + 6] if word != "and") + said[at + 6 :]


def _joins_behind_comma(said: Words) -> bool:
    return any(one == "," and other in ("and", "or", "but") for one, other in pairwise(said))


def _swapped(clause: Words) -> Iterator[Words]:
    """Two times or places that stand side by side."""
    blocks = [block for block in blocks_of(clause) if clause[block[0]] not in SUBORDINATE]
    for start, middle in blocks:
        for second, end in blocks:
            if second == middle and not (COORDINATORS | RELATIVE) & set(clause[start:end]):
                yield clause[:start] + clause[middle:end] + clause[start:middle] + clause[end:]


def _has_one_place(clause: Words) -> bool:
    return len({start for start, _ in blocks_of(clause) if clause[start] not in SUBORDINATE}) == 1


def _holds_figure(said: Words) -> bool:
    """Phone numbers begin with 0 and bind nothing, nor do the groups of digits behind."""
    return any(word[:1] in "£123456789" and not _is_phone(said, at) for at, word in enumerate(said) if word)


def _is_phone(said: Words, at: int) -> bool:
    """Is this one of the groups of digits behind one that begins with 0?"""
    start = at
    while start and said[start - 1].isdigit():
        start -= 1
    return said[start][:1] == "0"


def _may_leave(head: Words, block: Words, *, ends: bool) -> bool:
    """Would the block say the same of the whole clause as of what it stood behind?"""
    if not COORDINATORS & set(head):
        return True
    if block[0] in SUBORDINATE:
        first = next((at for at, word in enumerate(head) if word in SUBORDINATE), len(head))
        return not COORDINATORS & set(head[first:])
    if "," in head and (not ends or {"and", "or"} & set(head)) and not _sets_apart(head):
        return False
    return not _holds_figure(head)


def _sets_apart(head: Words) -> bool:
    """ "You can use A, or B, for what it does not cover": the place stands behind both."""
    return head.count(",") == 1 and head[head.index(",") + 1 :][:1] == ("or",) and not NEGATIONS & set(head)


def _without_comma(said: Words) -> Words:
    return said[:-1] if said[-1:] == (",",) else said
