"""Answers that fit their questions and not each other: a child older than its parent, a partner of somebody single."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.rules.book import CHILD, Words
from fingerpost.rules.households.household import (
    ADULTS,
    Household,
    Range,
    YearsOld,
    born_between,
    split_path,
    years_back,
)

OLDEST = 120
YOUNGEST_ADULT = 16
ADULT_FROM = 20
PENSIONER = 60
"""Years: nobody has had a State Pension of their own so young, since it was raised for women from 60 by 2018."""


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Answers that cannot all be right, by their paths, and what to say of them in each language."""

    paths: tuple[str, ...]
    words: Words


def find_contradictions(household: Household, *, on: date) -> list[Contradiction]:
    """All of them. Answers that are not known contradict nothing."""
    return [each for find in _FINDERS for each in find(household, on)]


def fitting(household: Household) -> Household:
    """The household without answers about people it no longer has: of a partner, or of more children than there are."""
    answers = household.answers
    children = answers.get("number_of_children")
    most = children if isinstance(children, int) and not isinstance(children, bool) else None
    for path in list(answers):
        key, slot = split_path(path)
        is_gone = path.startswith("partner.") and answers.get("in_couple") is False
        is_beyond = key.startswith(f"{CHILD}.") and most is not None and (slot or 0) >= most
        if is_gone or is_beyond:
            household = household.without(path)
    return household


def _partner_of_nobody(household: Household, on: date) -> Iterator[Contradiction]:
    if household.answers.get("in_couple") is not False:
        return
    for path in household.answers:
        if path.startswith("partner."):
            yield Contradiction(
                paths=(path, "in_couple"),
                words={
                    "en": "You said that you have no partner, and here something is said of one",
                    "cy": "Dywedoch nad oes gennych bartner, ac yma dywedir rhywbeth am un",
                },
            )


def _more_children_than_there_are(household: Household, on: date) -> Iterator[Contradiction]:
    number = household.answers.get("number_of_children")
    listed = household.listed(CHILD)
    if isinstance(number, int) and not isinstance(number, bool) and listed > number:
        words = {
            "en": f"You said that there are {number} children, and something is said of {listed}",
            "cy": f"Dywedoch fod {number} o blant, a dywedir rhywbeth am {listed}",
        }
        yield Contradiction(paths=("number_of_children",), words=words)


def _child_older_than_you(household: Household, on: date) -> Iterator[Contradiction]:
    """A child may be older than its step-parent, and not than both."""
    own = _born(household.answers.get("you.date_of_birth"), on)
    if household.answers.get("in_couple") is True:
        other = _born(household.answers.get("partner.date_of_birth"), on)
        own = min(own, other) if own and other else None
    if own is None:
        return
    for slot in range(household.listed(CHILD)):
        path = f"children.{slot}.date_of_birth"
        born = _born(household.answers.get(path), on)
        if born is not None and born[1] <= own[0]:
            words = {
                "en": f"Child {slot + 1} would be older than you. Check both dates of birth",
                "cy": f"Byddai plentyn {slot + 1} yn hŷn na chi. Gwiriwch y ddau ddyddiad geni",
            }
            yield Contradiction(paths=(path, "you.date_of_birth"), words=words)


def _not_born_yet(household: Household, on: date) -> Iterator[Contradiction]:
    for path, value in household.answers.items():
        born = _born(value, on) if path.endswith(".date_of_birth") else None
        if born is not None and born[0] > on:
            words = {
                "en": "A date of birth must be today or in the past",
                "cy": "Rhaid i ddyddiad geni fod heddiw neu yn y gorffennol",
            }
            yield Contradiction(paths=(path,), words=words)


def _too_old(household: Household, on: date) -> Iterator[Contradiction]:
    for path, value in household.answers.items():
        born = _born(value, on) if path.endswith(".date_of_birth") else None
        if born is not None and born[1] < years_back(on, OLDEST):
            words = {
                "en": f"This date of birth is more than {OLDEST} years ago. Check the year",
                "cy": f"Mae'r dyddiad geni hwn fwy na {OLDEST} mlynedd yn ôl. Gwiriwch y flwyddyn",
            }
            yield Contradiction(paths=(path,), words=words)


def _young_pensioner(household: Household, on: date) -> Iterator[Contradiction]:
    for who in ADULTS:
        pension = household.answers.get(f"{who}.state_pension")
        born = _born(household.answers.get(f"{who}.date_of_birth"), on)
        if born is None or not _is_some(pension) or born[0] <= years_back(on, PENSIONER):
            continue
        words = {
            "en": f"Nobody under {PENSIONER} gets a State Pension of their own. Check the amount and the date of birth",
            "cy": f"Nid oes neb dan {PENSIONER} oed yn cael Pensiwn y Wladwriaeth. Gwiriwch y swm a'r dyddiad geni",
        }
        yield Contradiction(paths=(f"{who}.state_pension", f"{who}.date_of_birth"), words=words)


def _both_allowances(household: Household, on: date) -> Iterator[Contradiction]:
    """Attendance Allowance is for those who do not get PIP: Social Security Contributions and Benefits Act 1992,
    section 64(1) and (1A)."""
    for who in ADULTS:
        if _has(household, f"{who}.attendance_allowance") and (
            _has(household, f"{who}.pip_daily_living") or _has(household, f"{who}.pip_mobility")
        ):
            words = {
                "en": "Nobody gets Attendance Allowance and PIP at the same time. Check which one it is",
                "cy": "Nid oes neb yn cael Lwfans Gweini a PIP ar yr un pryd. Gwiriwch pa un ydyw",
            }
            yield Contradiction(paths=(f"{who}.attendance_allowance", f"{who}.pip_daily_living"), words=words)


def _wrong_age(household: Household, on: date) -> Iterator[Contradiction]:
    """The rules are for people of 16 and over, and count nobody of 20 or over as a child."""
    for path, value in household.answers.items():
        born = _born(value, on) if path.endswith(".date_of_birth") else None
        if born is None or born[0] > on:
            continue
        if path.startswith("children.") and born[1] <= years_back(on, ADULT_FROM):
            words = {
                "en": f"A child here is under {ADULT_FROM}. Count somebody older as another adult",
                "cy": f"Mae plentyn yma o dan {ADULT_FROM} oed. Cyfrwch rywun hŷn fel oedolyn arall",
            }
            yield Contradiction(paths=(path,), words=words)
        elif not path.startswith("children.") and born[0] > years_back(on, YOUNGEST_ADULT):
            words = {
                "en": f"These questions are for people of {YOUNGEST_ADULT} and over. Check the date of birth",
                "cy": f"Mae'r cwestiynau hyn i bobl {YOUNGEST_ADULT} oed a hŷn. Gwiriwch y dyddiad geni",
            }
            yield Contradiction(paths=(path,), words=words)


_FINDERS: tuple[Callable[[Household, date], Iterator[Contradiction]], ...] = (
    _partner_of_nobody,
    _more_children_than_there_are,
    _not_born_yet,
    _too_old,
    _child_older_than_you,
    _wrong_age,
    _young_pensioner,
    _both_allowances,
)


def _has(household: Household, path: str) -> bool:
    value = household.answers.get(path)
    return isinstance(value, str) and value != "none"


def _is_some(value: Any) -> bool:
    if isinstance(value, Range):
        return bool(value.low > 0)
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _born(value: Any, on: date) -> tuple[date, date] | None:
    """The first and the last day on which somebody may have been born; None where nothing is known."""
    if isinstance(value, date):
        return value, value
    if isinstance(value, Range):
        return value.low, value.high
    if isinstance(value, YearsOld):
        return born_between(value.years, on)
    return None
