"""Naming the time that a question asks about, where guidance says only what holds now: "last year", "next April".

A year in figures is a word like any other (see `details`). These are the times that are said without one. People tell
of last year in their own story as well, so what counts is that the rule itself is asked about: "what was the fee last
year", and not "I was off sick last year".
"""

import re
from collections.abc import Iterator, Sequence

from fingerpost.contract.passages import Passage

_NUMBER = r"(?:\d+|a|one|two|three|four|five|six|seven|eight|nine|ten|twenty|a couple of|a few|some|many)"
_SEASON = r"(?:tax year|year|spring|summer|autumn|winter|january|march|april|september|december|budget)"
_PAST = re.compile(
    rf"\b(?:last {_SEASON}(?:'s)?|{_NUMBER} (?:years?|winters?) (?:ago|back)|in the past|in the (?:19|20)?\d0s"
    r"|back then|under the old \w+|in the old \w+(?: \w+){0,3}|the old (?:rules?|rates?|scheme|law|price|system)"
    r"|before (?:the |it |this |that |they |\w+ ).{0,30}?\b(?:changed|went up|go up|came in|dropped|rules?|year"
    r"|(?:was|were|became) [\w£,]+)|before the change"
    r"|when (?:it|the \w+|they) (?:\w+ )?(?:came in|was brought in|began|started|was set up)|used to)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    rf"\b(?:next {_SEASON}|in {_NUMBER} years(?:['’] time)?|(?:the )?{_SEASON} after next)\b", re.IGNORECASE
)
# The rule is asked about, by what it costs, gives or allows: not "were you", "was I", "did my".
_OWN = r"(?!.{0,12}\b(?:i|we|me|my|our|he|she|his|her|mum|dad|someone)\b)"
_WHAT = r"\b(?:how (?:much|many|long|old|far|big|high)|what(?:['’]?s)?|when|which)\b"
_RULE_WAS = re.compile(
    rf"{_WHAT}.{{0,40}}?\b(?:was|were|did|had)\b{_OWN}|^\W*(?:was|were|has|have)\b{_OWN}", re.IGNORECASE
)
_RULE_WILL = re.compile(
    rf"{_WHAT}.{{0,30}}?\b(?:will|would)\b{_OWN}|\b(?:go|going) (?:up|down)\b"
    r"|^\W*(?:will|is|are)\b.{0,40}\b(?:change|changing|rise|higher|lower|more|less|still)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.?!;\n]+\s*")


def times_not_said(question: str, passages: Sequence[Passage]) -> list[str]:
    """The words of the question for a time that no passage speaks of, as typed; none where it asks of today's rules."""
    return list(dict.fromkeys(each for each in _other_times(question) if not _is_said(each, passages)))


def _other_times(question: str) -> Iterator[str]:
    for clause in _CLAUSE.split(question):
        for asks, time in ((_RULE_WAS, _PAST), (_RULE_WILL, _FUTURE)):
            if asks.search(clause) and (found := time.search(clause)):
                yield found.group()


def _is_said(time: str, passages: Sequence[Passage]) -> bool:
    return any(time.lower() in each.text.lower() for each in passages)
