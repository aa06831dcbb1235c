"""Bank cards, accounts and IBANs."""

import re
from collections.abc import Iterator

from fingerpost.guard.identifiers.checksums import is_iban, is_luhn
from fingerpost.guard.identifiers.public_numbers import PUBLIC_ACCOUNTS
from fingerpost.guard.identifiers.spans import Span, digits_of, find_all, is_labelled, is_near, span_of

_CARD = re.compile(r"(?<![\w£.])[2-6](?:[ -]?\d){12,18}(?!\w)")
_CALLED_CARD = re.compile(r"(?<![\w£.])\d(?:[ -]?\d){11,18}(?!\w)")
_CARD_LABEL = re.compile(r"(?i)\b(?:card|cc)\s*(?:number|no\.?|num|#)?\s*(?:is|was|:|-|=)?\s*$")
_SORT_CODE = re.compile(r"(?<![\w£])(?<!\d[.,/-])\d\d([ -]?)\d\d\1\d\d(?!\w|[,/]\d|\.\d|-\d)")
_SORT_WORDS = re.compile(r"(?i)\bsort\b|\bs/c\b|\bcod didoli\b")
_ACCOUNT = re.compile(r"(?<![\w£])(?<!\d[.,/-])\d{4}[ -]?\d{4}(?!\w|[,/]\d|\.\d|-\d)")
_ACCOUNT_WORDS = re.compile(r"(?i)\bacc(?:oun)?t\b|\ba/c\b|\bacc\b|\bcyfrif\b")
_ACCOUNT_LABEL = re.compile(
    r"(?i)\b(?:acc(?:oun)?t|a/c|acc|cyfrif)\s*(?:number|no\.?|num|#)\s*(?:is|was|:|-|=|of)?\s*$"
)
_IBAN_START = re.compile(r"(?i)(?<!\w)[a-z]{2}\d{2} ?[a-z0-9]")
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34
_IBAN_LENGTHS = {
    **dict.fromkeys(("NO",), 15), **dict.fromkeys(("BE",), 16), **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("AT", "EE", "LT", "LU"), 20), **dict.fromkeys(("CH", "HR", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "IE", "JE", "GG", "IM", "ME", "RS"), 22), **dict.fromkeys(("GI", "AE"), 23),
    **dict.fromkeys(("CZ", "ES", "PK", "RO", "SE", "SK", "SA"), 24), **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("TR", "IS"), 26), **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("AL", "CY", "HU", "LB", "PL"), 28), **dict.fromkeys(("UA",), 29), **dict.fromkeys(("MT",), 31),
}  # fmt: skip


def find_cards(text: str) -> Iterator[Span]:
    """13 to 19 digits that pass the card check, or 12 and more that somebody calls a card number."""
    kind = "bank card number"
    yield from (span_of(match, kind) for match in find_all(_CARD, text) if is_luhn(digits_of(match[0])))
    for match in find_all(_CALLED_CARD, text):
        if is_labelled(text, match.start(), _CARD_LABEL):
            yield span_of(match, kind)


def find_accounts(text: str) -> Iterator[Span]:
    """A sort code and an account number together, or a number that somebody calls an account number."""
    accounts = [each for each in find_all(_ACCOUNT, text) if _names_account(text, each)]
    codes = [each for each in find_all(_SORT_CODE, text) if each[1] == "-" or _is_sort_code(text, each, accounts)]
    paired = [each for each in accounts if codes or is_labelled(text, each.start(), _ACCOUNT_LABEL)]
    if {digits_of(each[0]) for each in (*codes, *paired)} <= PUBLIC_ACCOUNTS:
        return
    yield from (span_of(each, "bank account") for each in paired)
    if paired:
        yield from (span_of(each, "sort code") for each in codes)


def _names_account(text: str, match: re.Match[str]) -> bool:
    words_near = is_near(text, *match.span(), _ACCOUNT_WORDS, before=40, after=20)
    return words_near or is_near(text, *match.span(), _SORT_WORDS, before=60, after=40) or _follows_code(text, match)


def _follows_code(text: str, match: re.Match[str]) -> bool:
    """ "20-00-00 55779911": a sort code with dashes right before."""
    return bool(re.search(r"\d\d-\d\d-\d\d[\s,/]{1,3}$", text[max(0, match.start() - 12) : match.start()]))


def _is_sort_code(text: str, match: re.Match[str], accounts: list[re.Match[str]]) -> bool:
    inside = any(each.start() <= match.start() < each.end() for each in accounts)
    return not inside and is_near(text, *match.span(), _SORT_WORDS, before=30, after=20)


def find_ibans(text: str) -> Iterator[Span]:
    for match in _IBAN_START.finditer(text):
        places = [at for at in range(match.start(), min(len(text), match.start() + 50)) if text[at] != " "]
        wanted = _IBAN_LENGTHS.get(text[match.start() : match.start() + 2].upper())
        if wanted and len(places) >= wanted and _is_iban_at(text, places[:wanted]):
            yield Span(match.start(), places[wanted - 1] + 1, "iban")


def _is_iban_at(text: str, places: list[int]) -> bool:
    compact = "".join(text[at] for at in places)
    whole = not text[places[-1] + 1 : places[-1] + 2].isalnum()
    return whole and compact.isascii() and compact.isalnum() and is_iban(compact.upper())
