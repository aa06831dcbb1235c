"""Naming what a question asks to be told, where no passage tells such a thing: "how many weeks", "opening hours".

A passage on the right topic that holds no length of time does not say how long something takes, whatever its score.
The signs on the right are wide on purpose: they need only be absent where the answer cannot be there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fingerpost.contract.passages import Passage

_NOT_MONEY = (
    r"(?! (?:more )?(?:notice|notis|warning|time|longer|room|space|leave|holiday|paid holiday|of (?:it|that|this))\b)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"


@dataclass(frozen=True, kw_only=True)
class AnswerKind:
    """`asked` finds the words of a question that ask for it; `told` any sign of it in a passage."""

    asked: re.Pattern[str]
    told: re.Pattern[str]


def _kind(*, asked: str, told: str) -> AnswerKind:
    return AnswerKind(asked=re.compile(asked, re.IGNORECASE), told=re.compile(told, re.IGNORECASE))


KINDS = (
    _kind(  # a length of time
        asked=r"\bhow (?:many (?:minutes|hours|days|weeks|months|years)|long)\b",
        told=r"\b(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|fortnight|overnight|at once|straight ?away|"
        r"immediately|no (?:time )?limit|permanent\w*|for life|any time|always|until|expires?|age \d+|20\d\d)\b",
    ),
    _kind(  # money
        asked=rf"\bhow much{_NOT_MONEY}|\bwhat (?:does|do|did|will|would) .{{1,30}}\bcost\b"
        r"|\bwhat(?: is|['’]?s) the (?:\w+ )?(?:cost|price|fee|charge)\b",
        told=r"[£%€]|\d ?p\b|\b(?:pence|pounds|per cent|free|nothing|full|half|quarter|third|most|whole|limit"
        r"|any amount|times|all of|no (?:charge|fee|cost))\b",
    ),
    _kind(  # when a place is open
        asked=r"\bopening (?:hours|times)\b|\bwhat time (?:do|does|are|can)\b|\bopen (?:late|today|on an?)\b",
        told=rf"\d ?(?:am|pm)\b|\d[:.]\d\d\b|\bnoon\b|\bmidnight\b|\bopen\b|\b{_WEEKDAY}s?\b|\bday or night\b",
    ),
    _kind(  # a telephone number
        asked=r"\b(?:phone|telephone) number\b|\bwhat number (?:do|can|should|is)\b",
        told=r"\b\d{3,}\b",
    ),
    _kind(  # a day or a date
        asked=r"\b(?:what|which) (?:day|date)(?: of the (?:week|month))?\b",
        told=rf"\b{_WEEKDAY}s?\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
        r"|\bdays?\b|\bdates?\b|\bweeks?\b|\bmonths?\b",
    ),
)


def kinds_not_told(question: str, passages: Sequence[Passage]) -> list[str]:
    """The words of the question, as typed, that ask for a kind of thing of which no passage shows a sign."""
    return list(_asked_in_vain(question, "\n".join(each.text for each in passages)))


def _asked_in_vain(question: str, text: str) -> Iterator[str]:
    for kind in KINDS:
        found = kind.asked.search(question)
        if found and not kind.told.search(text):
            yield found.group().lower()
