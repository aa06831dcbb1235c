"""Lists: whether an item may stand alone, and what joins those that are said."""

from collections.abc import Sequence
from itertools import pairwise

from fingerpost.contract.passages import Line, LineKind
from fingerpost.guard.after.rephrased.tokens import read_words, without_stop
from fingerpost.guard.words import words

Words = tuple[str, ...]
AND, OR, EITHER = "|and", "|or", "|either"
JOINERS = frozenset({AND, OR, EITHER})
_FEW = 12
_COUNTED = words(
    "year years week month day hour minute point mile metre centimetre or to and or_over or_more or_less full working %"
)
_CONDITIONS = words("if when where unless until only who whose both all each every either except as_long_as without")
_ONE_IS_ENOUGH = (("one", "of"), ("any", "of"), ("either", "of"), ("at_least", "one"))
# Benefits that nobody gets at once: a list that names both can't ask for both.
_NEVER_TOGETHER = tuple(
    (read_words(one), read_words(other))
    for one, other in (
        ("Universal Credit", "Pension Credit"),
        ("Universal Credit", "income-related Employment and Support Allowance"),
        ("Personal Independence Payment", "Disability Living Allowance"),
        ("Personal Independence Payment", "Attendance Allowance"),
    )
)


class ListIsCut(Exception):
    """Some conditions of a list are quoted and others are not."""


def items_after(lines: Sequence[Line], place: int) -> list[int]:
    """The items of the list or table that a line leads in."""
    if lines[place].kind is not LineKind.SENTENCE or not lines[place].text.rstrip().endswith(":"):
        return []
    after = place + 1
    if after == len(lines) or lines[after].kind is LineKind.SENTENCE:
        return []
    items = []
    while after < len(lines) and lines[after].kind is not LineKind.SENTENCE:
        items.append(after)
        after += 1
    return items


def read_on(lines: Sequence[Line], place: int, items: list[int], quoted: list[int]) -> Words:
    """The line that leads in, with the quoted items behind it. Raises ListIsCut."""
    lead = without_stop(read_words(lines[place].text))
    texts = [without_stop(read_words(lines[item].text)) for item in items]
    if len(quoted) < len(items) and _needs_all(lead, texts):
        raise ListIsCut
    joiner = _joiner_of(lead, texts)
    said = list(lead)
    for number, item in enumerate(quoted):
        said += ([joiner] if number else []) + list(_without_joiner(texts[items.index(item)]))
    return tuple(said)


def _without_joiner(item: Words) -> Words:
    """An item without the "or" or "and" that leads over to the next."""
    return without_stop(item[:-1]) if item[-1:] in (("or",), ("and",)) else item


def _needs_all(lead: Words, items: Sequence[Words]) -> bool:
    """Would leaving out an item leave out a condition? "You may get it if" promises nothing; "one of these" is enough;
    what keeps somebody out does so alone; "this includes" names some of many; "£5 if you" sets its own condition."""
    if {("all", "of"), ("both", "of")} & set(pairwise(lead)) or any(item[-1:] == ("and",) for item in items):
        return True
    if all(item and item[0][0] == "£" for item in items):
        return False
    if _counts_items(lead):
        return True
    if "includ" in lead or not _CONDITIONS & set(lead) or _one_is_enough(lead, items):
        return False
    return not (("may" in lead or "not" in lead) and not {"only", "all", "both", "each", "every"} & set(lead))


def _counts_items(lead: Words) -> bool:
    """ "In two ways", "three decisions": leaving one out would be wrong. "Over 2 years old" counts no items."""
    return any(
        (count := _number_of(word)) is not None and count <= _FEW and following not in _COUNTED
        for word, following in pairwise((*lead, ""))
    )


def _number_of(word: str) -> int | None:
    """None also for one of more digits than anybody counts with: Python refuses to read thousands of them."""
    return int(word) if word.isdecimal() and len(word) < 10 else None


def _one_is_enough(lead: Words, items: Sequence[Words]) -> bool:
    pairs = set(pairwise(lead))
    return (
        bool(pairs & set(_ONE_IS_ENOUGH))
        or any(item[-1:] == ("or",) for item in items[:-1])
        or _shut_each_other_out(items)
    )


def _shut_each_other_out(items: Sequence[Words]) -> bool:
    """ "Under 16" and "60 or over" can't both be asked of one person, nor can two benefits that end each other."""
    pairs = [item[:2] for item in items if len(item) > 1]
    under = [age for word, age in ((one, _number_of(two)) for one, two in pairs) if word == "under" and age is not None]
    over = [
        age for age, word in ((_number_of(one), two) for one, two in pairs) if word == "or_over" and age is not None
    ]
    if under and over and min(under) <= max(over):
        return True
    return any(
        any(_names(item, one) for item in items) and any(_names(item, other) for item in items)
        for one, other in _NEVER_TOGETHER
        if not any(_names(item, one) and _names(item, other) for item in items)
    )


def _names(item: Words, benefit: Words) -> bool:
    return any(item[at : at + len(benefit)] == benefit for at in range(len(item)))


def _joiner_of(lead: Words, items: Sequence[Words]) -> str:
    said = set(lead)
    if _one_is_enough(lead, items):
        return OR
    if _CONDITIONS & said:
        return OR if {"not", "no"} & said else AND
    if not {"can", "may", "could"} & said or lead[-1] == "get":
        return AND
    return OR if lead[-1] == "can" else EITHER
