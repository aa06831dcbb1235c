"""A whole interview fits in a link, and comes out of it as it went in. A link that is not whole says so."""

import base64
import hashlib
import json
import random
import zlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ordinary_households import draw_household

from fingerpost.contract.context import Nation
from fingerpost.rules import DONT_KNOW, RATHER_NOT_SAY, Household, Range, YearsOld, uk_rules
from fingerpost.rules.book import MOST, Fact
from fingerpost.rules.households.household import path_of, paths
from fingerpost.rules.households.interview import (
    LONGEST_TEXT,
    MOST_BYTES,
    InterviewUnreadable,
    WhyDropped,
    pack_interview,
    unpack_interview,
)

BOOK = uk_rules()
ON = date(2026, 11, 23)
NO_ANSWER = st.sampled_from([DONT_KNOW, RATHER_NOT_SAY])


def sealed(body: bytes, *, version: str = "1") -> str:
    """A link with any body, its digest in order: what somebody hostile can make."""
    digest = hashlib.sha256(version.encode() + body).digest()[:4]
    return version + base64.urlsafe_b64encode(digest + body).decode().rstrip("=")


def deflated(said: bytes) -> bytes:
    squeezer = zlib.compressobj(9, wbits=-15)
    return squeezer.compress(said) + squeezer.flush()


def link_of(saved: Any) -> str:
    return sealed(deflated(json.dumps(saved).encode()))


def answers_to(fact: Fact) -> st.SearchStrategy[Any]:
    """Any answer that a page may keep."""
    if fact.unit.kind == "yes-no":
        return st.booleans() | NO_ANSWER
    if fact.unit.kind == "choice":
        return st.sampled_from(list(fact.choices)) | NO_ANSWER
    if fact.unit.kind == "date":
        years = st.integers(max(0, fact.lowest), fact.highest).map(YearsOld)
        days = st.dates(date(1900, 1, 1), date(2030, 1, 1))
        return days | years | ranges(days) | NO_ANSWER
    whole = st.integers(int(fact.lowest), int(fact.highest))
    halves = whole.map(lambda each: each if each == fact.highest else Decimal(each) + Decimal("0.5"))
    number = whole if fact.unit.kind == "money" or fact.unit.name == "count" else whole | halves
    return number | ranges(number) | NO_ANSWER


def ranges(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(values, values).map(lambda pair: Range(min(pair), max(pair)))


@st.composite
def households(draw: st.DrawFn) -> Household:
    keys = draw(st.lists(st.sampled_from(sorted(BOOK.facts)), unique=True, max_size=20))
    answers = {}
    for key in keys:
        fact = BOOK.facts[key]
        slot = None if fact.of == "household" else draw(st.integers(0, MOST[fact.of] - 1))
        answers[path_of(key, slot)] = draw(answers_to(fact))
    return Household(answers)


@settings(deadline=None, max_examples=150)
@given(household=households(), nation=st.sampled_from([None, *Nation]))
def test_what_goes_into_a_link_comes_out_of_it(household: Household, nation: Nation | None) -> None:
    unpacked = unpack_interview(BOOK, pack_interview(BOOK, household, nation=nation))
    assert unpacked.household == household
    assert list(unpacked.household.answers) == list(household.answers)
    assert unpacked.nation == nation
    assert not unpacked.dropped


def test_every_question_answered_for_the_largest_household_fits_in_a_link() -> None:
    chance = random.Random(6)
    large = Household(
        {path: Range(0, chance.randrange(10**5)) if _takes_numbers(path) else True for path in paths(BOOK, children=12)}
    )
    assert len(pack_interview(BOOK, large, nation=Nation.WALES)) <= LONGEST_TEXT


def _takes_numbers(path: str) -> bool:
    return BOOK.facts[_key(path)].unit.kind in {"money", "number"}


def _key(path: str) -> str:
    first, _, rest = path.partition(".")
    if first == "children":
        return "child." + rest.partition(".")[2]
    return f"adult.{rest}" if rest else first


def test_an_ordinary_interview_makes_a_short_link() -> None:
    drawn = draw_household(BOOK, random.Random(2), on=ON)
    text = pack_interview(BOOK, Household(drawn.answers), nation=drawn.nation)
    assert len(text) < 2_000
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_not_knowing_the_nation_is_kept_too() -> None:
    household = Household({"nation": DONT_KNOW, "in_couple": False})
    assert unpack_interview(BOOK, pack_interview(BOOK, household, nation=None)).household == household


def test_answers_that_the_rules_no_longer_take_are_left_out_and_named() -> None:
    text = link_of(
        {
            "nation": "wales",
            "facts": {
                "rent": "650",
                "shoe_size": "42",
                "you.wand": True,
                "children.12.school": "state",
                "housing": "castle",
                "capital": "-1",
                "in_couple": {"age": 7},
                "you.date_of_birth": ["1985-05-05"],
            },
        }
    )
    unpacked = unpack_interview(BOOK, text)
    assert unpacked.household == Household({"rent": 65000})
    assert unpacked.nation is Nation.WALES
    not_asked = {path for path, why in unpacked.dropped.items() if why is WhyDropped.NOT_ASKED}
    assert not_asked == {"shoe_size", "you.wand", "children.12.school"}
    assert set(unpacked.dropped) - not_asked == {"housing", "capital", "in_couple", "you.date_of_birth"}


@settings(deadline=None, max_examples=200)
@given(place=st.integers(0, 10_000), character=st.sampled_from("AZaz09-_"))
def test_a_link_with_one_wrong_character_is_never_taken_for_another(place: int, character: str) -> None:
    text = pack_interview(BOOK, Household({"rent": 65000, "in_couple": False}), nation=Nation.ENGLAND)
    wrong = text[: place % len(text)] + character + text[place % len(text) + 1 :]
    try:
        unpacked = unpack_interview(BOOK, wrong)
    except InterviewUnreadable:
        return
    assert unpacked.household == Household({"rent": 65000, "in_couple": False})


@settings(deadline=None, max_examples=300)
@given(
    text=st.text(max_size=200) | st.binary(max_size=200).map(sealed) | st.binary(max_size=200).map(deflated).map(sealed)
)
def test_any_other_text_is_an_error_that_says_what_to_do(text: str) -> None:
    with pytest.raises(InterviewUnreadable) as fault:
        unpack_interview(BOOK, text)
    assert "again" in fault.value.public


@pytest.mark.parametrize("cut", [1, 2, 5, 20])
def test_a_link_that_was_cut_says_so(cut: int) -> None:
    text = pack_interview(BOOK, Household({"rent": 65000, "housing": "private_rent"}), nation=None)
    with pytest.raises(InterviewUnreadable, match="not complete"):
        unpack_interview(BOOK, text[:-cut])


def test_a_link_of_another_version_says_so() -> None:
    with pytest.raises(InterviewUnreadable, match="another version"):
        unpack_interview(BOOK, sealed(deflated(b"{}"), version="2"))


def test_a_few_bytes_that_would_fill_the_memory_are_refused() -> None:
    bomb = sealed(deflated(b" " * 400_000_000)[:4_000])
    assert len(bomb) < LONGEST_TEXT
    for text in (bomb, sealed(deflated(b" " * (MOST_BYTES + 1)))):
        with pytest.raises(InterviewUnreadable):
            unpack_interview(BOOK, text)


@pytest.mark.parametrize(
    "said",
    [
        b"[" * 20_000,
        b'{"nation": null, "facts": {"rent": NaN}}',
        b'{"nation": null, "facts": {"rent": ' + b"9" * 5_000 + b"}}",
        b'{"nation": "atlantis", "facts": {}}',
        b'{"nation": ["wales"], "facts": {}}',
        b'{"nation": null}',
        b'["facts"]',
        b"\xff\xfe",
    ],
)
def test_hostile_content_is_refused(said: bytes) -> None:
    with pytest.raises(InterviewUnreadable):
        unpack_interview(BOOK, sealed(deflated(said)))


@pytest.mark.parametrize(
    "value", [None, 7, 10**300, 1.5e308, [], {}, {"age": 10**9}, {"from": [], "to": {}}, "x" * 999]
)
def test_hostile_answers_are_left_out(value: Any) -> None:
    facts = dict.fromkeys(("in_couple", "housing", "you.date_of_birth", "you.works", "children.0.school"), value)
    assert not unpack_interview(BOOK, link_of({"nation": None, "facts": facts})).household.answers


def test_a_link_holds_nothing_but_answers() -> None:
    """Every question has a domain of its own: numbers, days, options. None takes free words."""
    assert {fact.unit.kind for fact in BOOK.facts.values()} <= {"money", "number", "yes-no", "date", "choice"}
