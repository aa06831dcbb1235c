"""A home address: a postcode with a house number. A postcode alone is let through: it says where, not who."""

import re
from collections.abc import Iterator

from fingerpost.guard.identifiers.spans import Span, is_money
from fingerpost.guard.words import words

KIND = "address"
_POSTCODE = re.compile(
    r"(?i)(?<!\w)(?:gir ?0aa|[a-pr-uwyz](?:\d{1,2}|[a-hk-y]\d{1,2}|\d[a-hjkpstuw]|[a-hk-y]\d[abehmnprvwxy])"
    r"\s?\d(?![ap]m)[a-z]{2})(?!\w)"
)
_TOKEN = re.compile(r"[\w'.&-]+(?:/\d+)?")
_HOUSE = re.compile(r"(?i)(?:no\.?)?\d{1,4}[a-z]?(?:[-/]\d{1,4}[a-z]?)?")
_UNIT = words("flat apartment apt unit room house number no no. fflat rhif plot caravan")
_LATER_HOUSE = re.compile(
    r"(?i)\b(?:house|door|flat|home)\s*(?:number|no\.?|#)?\s*(?:is|:|-)?\s*(\d{1,4}[a-z]?)\b"
    r"|\bnumber\s+(?:is\s+)?(\d{1,4}[a-z]?)\b"
)
# Words that cannot stand between a house number and its postcode: "I pay 120 a month in LS1 4AP" is no address.
_NOT_STREET = words(
    "a an i my me we our us you your is are was were be am to for from in at by with per and or but if so it they he "
    "she do does did can could will would should have has had get gets got pay pays paid live lives lived need want "
    "day days week weeks month months year years hour hours minute minutes mile miles pound pounds gbp bed bedroom "
    "bedrooms people person children child kids adults old pm percent times bins bin bags cars"
)
_LONGEST = 12  # words between the house number and the postcode
_UNIT_WITHIN = 5  # words between "Flat" and the house number


def find_addresses(text: str) -> Iterator[Span]:
    for match in _POSTCODE.finditer(text):
        start = _house_before(text, match.start())
        if start is not None:
            yield Span(start, match.end(), KIND)
            continue
        later = _LATER_HOUSE.search(text, match.end(), match.end() + 60)
        if later:
            group = 1 if later[1] else 2
            yield Span(match.start(), match.end(), KIND)
            yield Span(later.start(group), later.end(group), KIND)


def _house_before(text: str, postcode: int) -> int | None:
    """Where the address begins that ends in this postcode; None where no house number leads to it."""
    begin = max(0, postcode - 120)
    tokens = [(begin + each.start(), each[0]) for each in _TOKEN.finditer(text[begin:postcode])]
    for back in range(1, min(len(tokens), _LONGEST) + 1):
        at, word = tokens[-back]
        if _HOUSE.fullmatch(word):
            return _with_unit(tokens[:-back], at) if _is_house(text, at, tokens[:-back]) else None
        if word.lower() in _NOT_STREET:
            return None
    return None


def _is_house(text: str, at: int, before: list[tuple[int, str]]) -> bool:
    return not is_money(text, at) and not (before and before[-1][1].lower() == "box")


def _with_unit(before: list[tuple[int, str]], start: int) -> int:
    """ "Flat 3, Quay House, 12 Mill Lane" begins at "Flat"."""
    for at, word in reversed(before[-_UNIT_WITHIN:]):
        if word.lower() in _NOT_STREET:
            break
        if word.lower() in _UNIT:
            start = at
    return start
