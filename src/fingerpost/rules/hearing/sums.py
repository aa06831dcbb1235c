"""Sums of money and counts in a text: how much, how sure, and for each what period."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_WELSH = {
    "un": 1, "dau": 2, "ddau": 2, "dwy": 2, "ddwy": 2, "tri": 3, "thri": 3, "dri": 3, "tair": 3, "thair": 3, "dair": 3,
    "pedwar": 4, "bedwar": 4, "pedair": 4, "bedair": 4, "pump": 5, "bump": 5, "pum": 5, "bum": 5, "chwech": 6,
    "chwe": 6, "saith": 7, "wyth": 8, "naw": 9, "deg": 10, "ddeg": 10, "deng": 10,
}  # fmt: skip
SMALL = {**{word: at for at, word in enumerate((*_ONES, *_TEENS), start=1)}, **_WELSH}
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)}))?|{'|'.join(sorted(SMALL, key=len, reverse=True))})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?"
NUMBER = rf"(?:{_DIGITS}|{_WORD}\b)"
_TIMES: dict[str, Decimal] = {
    **dict.fromkeys(("k", "grand", "thousand", "thou", "mil", "fil"), Decimal(1000)),
    **dict.fromkeys(("p", "pence", "ceiniog"), Decimal("0.01")),
    "hundred": Decimal(100),
    "million": Decimal(1_000_000),
}
_MANY = r"k|grand|thousand|thou|mil|fil|hundred|million|pence|ceiniog|p"
_POUNDS = r"(?:\s?(?:pounds?|quid|punt|bunt|o bunnoedd|o bunnau))"
_PERIODS = (
    ("hour", r"(?:an|per|each|every) hour|p/?h\b|/ ?h(?:ou)?r|hourly|yr awr|bob awr"),
    ("day", r"(?:a|per|each|every) day|daily|/ ?day|y dydd|y diwrnod"),
    ("four-weeks", r"(?:every|each|per) (?:4|four) weeks|(?:4|four)[- ]weekly|bob (?:4|pedair) wythnos"),
    ("fortnight", r"(?:a|per|each|every) fortnight|fortnightly|every (?:2|two) weeks|bob pythefnos"),
    ("week", r"(?:a|per|each|every) we+k|weekly|p\.?w\b\.?|/ ?w(?:ee)?k|yr wythnos|bob wythnos|wythnosol"),
    (
        "month",
        r"(?:a|per|each|every) (?:calendar )?month|monthly|p\.?c\.?m\b\.?|p\.?m\b\.?|/ ?m(?:on)?th|y mis|bob mis|misol",
    ),
    (
        "year",
        r"(?:a|per|each|every) year|(?:per|an) annum|yearly|annually|p\.?a\b\.?|/ ?y(?:ea)?r|y flwyddyn|bob blwyddyn",
    ),
)
_PERIOD = "|".join(rf"(?P<{name.replace('-', '_')}>{words})" for name, words in _PERIODS)
_ABOUT = r"(?:around about|about|around|roughly|approximately|approx\.?|circa|say|tua|oddeutu|rhyw|~)"
_BELOW = r"(?:nearly|almost|just under|just below|close to|bron|bron yn|ychydig o dan)"
_ABOVE = r"(?:just over|a bit over|a little over|just above|ychydig dros)"
_UP_TO = r"(?<!goes )(?<!went )(?<!go )(?<!rises )(?<!rose )(?<!going )(?<!moved )(?<!bumped )(?<!increased )up to"
_MOST = rf"(?:under|less than|below|{_UP_TO}|no more than|at most|fewer than|llai na|hyd at|dan)"
_LEAST = r"(?:over|more than|above|at least|mwy na|dros|o leiaf)"
_LOOSE = (("about", _ABOUT), ("below", _BELOW), ("above", _ABOVE), ("most", _MOST), ("least", _LEAST))
_BEFORE = "|".join(rf"(?P<{name}>{words})" for name, words in _LOOSE)
_AFTER = r"\s?-?(?:ish\b|or so\b|or thereabouts|give or take|odd\b|roughly|approx\b|ish\b|fwy neu lai)"
_SUM = re.compile(
    rf"(?:(?<![\w])(?:{_BEFORE})\s+)?(?P<between>\b(?:between|rhwng)\s+)?"
    rf"(?P<pound>£\s?)?(?<![\w.,])(?P<low>{NUMBER})(?:\s?(?P<lowx>{_MANY})\b)?(?P<quid>{_POUNDS})?"
    rf"(?:\s?(?:to|-|and|or|i|"
    rf"a)\s?(?P<pound2>£\s?)?(?P<high>{NUMBER})(?:\s?(?P<highx>{_MANY})\b)?(?P<quid2>{_POUNDS})?)?"
    rf"(?P<ish>{_AFTER})?"
)
_FOLLOWS = re.compile(rf"\s*,?\s*(?:gross |before tax |cyn treth )?(?:{_PERIOD})", re.IGNORECASE)
ABOUT = Decimal("0.1")
"""How far from a figure that is "about" right the true one may be: a tenth, up or down. The person is shown it."""


@dataclass(frozen=True, kw_only=True)
class Sum:
    """A number that was said: between `low` and `high`, None where that end is open. `is_money` where it is said in
    pounds or thousands; `period` is hour, day, week, fortnight, four-weeks, month or year, "" where none is said."""

    low: Decimal | None
    high: Decimal | None
    period: str
    is_money: bool
    is_thousands: bool
    start: int
    end: int

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high


def sums_in(text: str) -> Iterator[Sum]:
    """Each number of a folded text, with what is said of how sure it is and of its period."""
    place = 0
    while (match := _SUM.search(text, place)) is not None:
        found = _sum_of(match, text)
        yield found
        place = found.end


def _sum_of(match: re.Match[str], text: str) -> Sum:
    low, high, end = _value(match["low"], match["lowx"]), None, match.end()
    is_money = bool(match["pound"] or match["quid"] or (match["lowx"] or "") not in {"", "hundred"})
    if match["high"] and _is_range(match):
        factor = (
            match["highx"] if match["highx"] and not match["lowx"] and low < _value(match["high"], None) * 10 else None
        )
        low = _value(match["low"], match["lowx"] or factor)
        high = _value(match["high"], match["highx"])
        is_money = is_money or bool(match["pound2"] or match["quid2"] or match["highx"])
    elif match["high"]:
        end = match.end("quid") if match["quid"] else match.end("lowx") if match["lowx"] else match.end("low")
    ends = (low, high) if high is not None else _loosened(low, match, is_whole=end == match.end())
    period, until = _period_after(text, end)
    return Sum(
        low=ends[0],
        high=ends[1],
        period=period,
        is_money=is_money,
        is_thousands=(match["lowx"] or match["highx"] or "") in {"k", "grand", "thousand", "thou", "mil", "fil"},
        start=match.start(),
        end=until,
    )


def _is_range(match: re.Match[str]) -> bool:
    """ "20 to 25" and "between 20 and 25" are; "20 and 25", "3 or 4" and "30 at £12" are not."""
    joined = match.string[match.start("low") : match.end("high")]
    if re.search(r"\d\s?(?:and|a|or|i)\s?£?\d", joined) or re.search(r"\b(?:and|a|or|i)\b", joined):
        return bool(match["between"])
    low, high = _value(match["low"], match["lowx"] or match["highx"]), _value(match["high"], match["highx"])
    return low < high


def _value(number: str, times: str | None) -> Decimal:
    plain = number.replace(",", "")
    value = Decimal(plain) if plain[0].isdigit() else Decimal(_in_words(plain))
    return value * _TIMES[times] if times else value


def _in_words(words: str) -> int:
    parts = re.split(r"[ -]", words)
    return sum(_TENS.get(part, SMALL.get(part, 0)) for part in parts)


def small_number(words: str) -> int | None:
    """A count written in digits or as a word, "a" and "an" for one; None for anything else."""
    if words in {"a", "an"}:
        return 1
    return int(words) if words.isdigit() else SMALL.get(words)


def _loosened(value: Decimal, match: re.Match[str], *, is_whole: bool) -> tuple[Decimal | None, Decimal | None]:
    part = value * ABOUT
    if match["about"] or (match["ish"] and is_whole):
        return value - part, value + part
    if match["below"]:
        return value - part, value
    if match["above"]:
        return value, value + part
    if match["most"]:
        return None, value
    return (value, None) if match["least"] else (value, value)


def _period_after(text: str, place: int) -> tuple[str, int]:
    match = _FOLLOWS.match(text, place)
    if match is None:
        return "", place
    return str(match.lastgroup).replace("_", "-"), match.end()
