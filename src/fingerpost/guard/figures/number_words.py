"""Numbers in words become digits: "twenty-one" 21, "a hundred" 100, "two thousand and five" 2005, "third" 3rd."""

import re

_FIRST_TWENTY = (
    ("zero", "zeroth"), ("one", "first"), ("two", "second"), ("three", "third"), ("four", "fourth"), ("five", "fifth"),
    ("six", "sixth"), ("seven", "seventh"), ("eight", "eighth"), ("nine", "ninth"), ("ten", "tenth"),
    ("eleven", "eleventh"), ("twelve", "twelfth"), ("thirteen", "thirteenth"), ("fourteen", "fourteenth"),
    ("fifteen", "fifteenth"), ("sixteen", "sixteenth"), ("seventeen", "seventeenth"), ("eighteen", "eighteenth"),
    ("nineteen", "nineteenth"),
)  # fmt: skip
_UNITS = {name: value for value, (name, _) in enumerate(_FIRST_TWENTY)}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_ORDINALS = {
    **{name: value for value, (_, name) in enumerate(_FIRST_TWENTY)},
    **{f"{name[:-1]}ieth": value for name, value in _TENS.items()},
}
_WORD = "|".join(sorted((*_UNITS, *_TENS, *_SCALES, "hundred", *_ORDINALS), key=len, reverse=True))
_RUN = re.compile(
    rf"(?i)\b(?:a(?=\s(?:hundred|thousand|million|billion)\b)\s)?(?:{_WORD})(?:(?:\s|-|\sand\s)(?:{_WORD}))*\b"
)
_SPLIT = re.compile(r"[a-z]+")
# "No one", "any one of": a person or a choice, and no number.
_PRONOUN_BEFORE = re.compile(r"(?i)\b(?:any|some|every|no|each|this|that|which|another|other)[\s-]$")


def spell_out(text: str) -> str:
    """The text with number words as digits. "May", "a" and "no one" are left alone."""
    pieces, at = [], 0
    for match in _RUN.finditer(text):
        is_pronoun = match[0].lower() == "one" and _PRONOUN_BEFORE.search(
            text[max(0, match.start() - 9) : match.start()]
        )
        pieces += [text[at : match.start()], match[0] if is_pronoun else _as_digits(match[0])]
        at = match.end()
    return "".join([*pieces, text[at:]])


def _as_digits(run: str) -> str:
    words = _SPLIT.findall(run.lower())
    pieces, at = [], 0
    while at < len(words):
        size, digits = _read_number(words[at:])
        pieces.append(digits or words[at])
        at += size or 1
    return " ".join(pieces)


def _read_number(words: list[str]) -> tuple[int, str]:
    """How many words make the first number, and its digits; (0, "") where no number begins here."""
    total = current = size = 0
    last = ""
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        kind = _kind_of(word, last, following, current)
        if not kind:
            break
        size, last = place + 1, kind if kind != "and" else last
        if kind == "ordinal":
            return size, f"{total + current + _ORDINALS[word]}{_ending(total + current + _ORDINALS[word])}"
        if kind == "hundred":
            current = max(current, 1) * 100
        elif kind == "scale":
            total, current = total + max(current, 1) * _SCALES[word], 0
        else:
            current += _UNITS.get(word, _TENS.get(word, 0))
    return size, str(total + current) if size else ""


def _kind_of(word: str, last: str, following: str, current: int) -> str:
    """What the word adds to a number that so far ended in `last`; "" where it belongs to no or to the next number."""
    after_ten = last == "ten" and _UNITS.get(word, _ORDINALS.get(word, 10)) in range(1, 10)
    fresh = last in ("", "hundred", "scale")
    opens = (
        ("a", word == "a" and not last and following in ("hundred", *_SCALES)),
        ("and", word == "and" and last in ("hundred", "scale") and following in (*_UNITS, *_TENS, *_ORDINALS)),
        ("hundred", word == "hundred" and last in ("unit", "a") and current < 100),
        ("scale", word in _SCALES and last in ("unit", "ten", "hundred", "a")),
        ("ten", word in _TENS and fresh),
        ("ordinal", word in _ORDINALS and (fresh or after_ten)),
        ("unit", word in _UNITS and (fresh or after_ten)),
    )
    return next((kind for kind, it_is in opens if it_is), "")


def _ending(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
