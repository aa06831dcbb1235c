"""Changes one thing in a right sentence: each twist takes a line, and gives it as it was where it finds nothing."""

import re
from collections.abc import Callable, Mapping

Twist = Callable[[str], str]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_FIGURE = re.compile(r"£?\d[\d,]*(?:\.\d+)?%?")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _swapping(*pairs: tuple[str, str]) -> Twist:
    """The first of the pairs that is found is swapped, once."""
    compiled = [
        (re.compile(rf"(?<!\w){re.escape(old)}" + (r"(?!\w)" if old[-1].isalpha() else "")), new) for old, new in pairs
    ]

    def twist(line: str) -> str:
        for pattern, new in compiled:
            if pattern.search(line):
                return pattern.sub(new, line, count=1)
        return line

    return twist


def _around(words: tuple[str, ...], *, by: int) -> Twist:
    return _swapping(*((word, words[(place + by) % len(words)]) for place, word in enumerate(words)))


def raise_figure(line: str) -> str:
    """The first digit of the first figure becomes the next one."""
    return re.sub(r"\d", lambda digit: str(int(digit[0]) % 9 + 1), line, count=1)


def lengthen_figure(line: str) -> str:
    return re.sub(r"(\d)(?!\d)", r"\g<1>0", line, count=1)


def swap_figures(line: str, other: str) -> str:
    """The first figure of the line becomes one that stands in the other."""
    own = _FIGURE.search(line)
    foreign = next((found for found in _FIGURE.findall(other) if own and found != own[0]), None)
    return _FIGURE.sub(foreign, line, count=1) if foreign else line


def drop_condition(line: str) -> str:
    """Whatever follows "if" or "unless" is left out."""
    return re.sub(r"[ ,]+(?:if|unless|only if|provided|as long as|when)\b[^.]*", "", line, count=1)


TWISTS: Mapping[str, Twist] = {
    "figure": raise_figure,
    "longer figure": lengthen_figure,
    "number in words": _around(_NUMBERS, by=1),
    "month": _around(_MONTHS, by=5),
    "negation": _swapping(
        ("must not", "must"),
        ("cannot", "can"),
        ("can't", "can"),
        ("can’t", "can"),
        ("do not", "do"),
        ("don't", "do"),
        ("don’t", "do"),
        ("does not", "does"),
        ("not", "always"),
        ("never", "always"),
        ("must", "must not"),
        ("can", "cannot"),
        ("will", "will not"),
        ("is", "is not"),
        ("are", "are not"),
    ),
    "condition": _swapping(
        ("unless", "if"), ("only if", "even if"), ("if", "even if"), ("only", "not only"), ("except", "including")
    ),
    "condition left out": drop_condition,
    "must and may": _swapping(("must", "may"), ("may", "must"), ("should", "must"), ("have to", "may")),
    "nation": _swapping(
        ("England", "Scotland"),
        ("Scotland", "Wales"),
        ("Wales", "Northern Ireland"),
        ("Northern Ireland", "England"),
    ),
    "period": _swapping(
        ("days", "months"),
        ("day", "month"),
        ("weeks", "years"),
        ("week", "year"),
        ("months", "weeks"),
        ("month", "week"),
        ("years", "days"),
        ("year", "day"),
        ("hours", "days"),
    ),
    "unit": _swapping(("£", "€"), ("pounds", "pence"), ("%", " per thousand"), ("per cent", "per thousand")),
    "more or less": _swapping(
        ("at least", "at most"),
        ("up to", "more than"),
        ("more than", "less than"),
        ("less than", "more than"),
        ("under", "over"),
        ("over", "under"),
        ("before", "after"),
        ("after", "before"),
        ("within", "after"),
    ),
    "all": _swapping(("some", "all"), ("may", "always"), ("usually", "always"), ("most", "all"), ("either", "both")),
}
