"""The next question: never one that is answered or that can change nothing, and every interview comes to an end."""

import random
from collections.abc import Iterator
from datetime import date
from functools import cache
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ordinary_households import Drawn, changes_a_result, draw_household, result_of

from fingerpost.contract.context import Nation
from fingerpost.rules import DONT_KNOW, RATHER_NOT_SAY, Household, Range, Verdict, evaluate, uk_rules
from fingerpost.rules.asking.ahead import common_answers, suppose
from fingerpost.rules.asking.asking import next_question
from fingerpost.rules.counting.machine import Working, exact_machine
from fingerpost.rules.counting.running import NATION_BITS
from fingerpost.rules.explaining.missing import Missing
from fingerpost.rules.households.household import HouseholdAnswers, YearsOld, split_path

BOOK = uk_rules()
ON = date(2026, 11, 23)
STRUCTURE = {"in_couple", "number_of_children"}  # with them other questions come and go: they change what is asked
TRIES = 80
SEEDS = st.integers(0, 100_000)
WALKED = range(8)  # whole interviews take a while: these are walked once, and every test looks at them


def interview(
    drawn: Drawn, *, on: date = ON, schemes: tuple[str, ...] | None = None
) -> Iterator[tuple[Household, str]]:
    """Each question as it is asked, with the household as known before it."""
    household = Household()
    while (path := next_question(BOOK, household, on=on, nation=drawn.nation, schemes=schemes)) is not None:
        yield household, path
        household = household.answer(path, drawn.answers[path])


@cache
def drawn_with(seed: int) -> Drawn:
    return draw_household(BOOK, random.Random(seed), on=ON)


@cache
def steps_of(seed: int) -> list[tuple[Household, str]]:
    return list(interview(drawn_with(seed)))


def asked_of(seed: int) -> list[str]:
    return [path for _, path in steps_of(seed)]


@pytest.mark.parametrize("seed", WALKED)
def test_an_interview_settles_every_scheme_as_if_all_had_been_told(seed: int) -> None:
    drawn = drawn_with(seed)
    answers = {path: drawn.answers[path] for path in asked_of(seed)}
    told = evaluate(BOOK, Household(answers), on=ON, nation=drawn.nation)
    whole = evaluate(BOOK, Household(drawn.answers), on=ON, nation=drawn.nation)
    for scheme in BOOK.public:
        assert told.missing(scheme) == ()
        assert told.verdict(scheme) is not Verdict.UNKNOWN
        assert result_of(BOOK, told, scheme) == result_of(BOOK, whole, scheme)


@pytest.mark.parametrize("seed", WALKED[:4])
def test_only_what_is_missing_is_asked_and_nothing_twice(seed: int) -> None:
    drawn = drawn_with(seed)
    for household, path in steps_of(seed):
        evaluation = evaluate(BOOK, household, on=ON, nation=drawn.nation)
        assert not household.is_answered(path)
        assert any(path in evaluation.missing(scheme) for scheme in BOOK.public)


@settings(deadline=None, max_examples=4)
@given(seed=SEEDS, share=st.floats(0.05, 1.0))
def test_an_interview_with_answers_that_are_none_ends_too(seed: int, share: float) -> None:
    chance, household = random.Random(seed), Household()
    drawn = drawn_with(seed)
    while (path := next_question(BOOK, household, on=ON, nation=drawn.nation)) is not None:
        assert not household.is_answered(path)
        household = household.answer(
            path, _vague(drawn.answers[path], chance) if chance.random() < share else drawn.answers[path]
        )
    assert len(household.answers) <= len(drawn.answers)


def _vague(answer: Any, chance: random.Random) -> Any:
    if isinstance(answer, date):
        return chance.choice([DONT_KNOW, RATHER_NOT_SAY, YearsOld(17)])
    if isinstance(answer, bool | str):
        return chance.choice([DONT_KNOW, RATHER_NOT_SAY])
    return chance.choice([DONT_KNOW, RATHER_NOT_SAY, Range(answer, answer)])


def test_each_question_could_change_a_result() -> None:
    """By brute force: the rest of the household is made up in many ways, until two answers give two results."""
    asked, in_vain = 0, []
    for seed in WALKED[:4]:
        drawn, chance = drawn_with(seed), random.Random(seed)
        for household, path in steps_of(seed):
            asked += 1
            if path not in STRUCTURE and not changes_a_result(
                BOOK, household, path, chance, on=ON, nation=drawn.nation, tries=TRIES
            ):
                in_vain.append((seed, path))
    assert asked > 100
    assert len(in_vain) <= asked * 0.02, in_vain  # made-up households miss what is rare: see bench/README.md


def test_an_interview_asks_no_more_than_two_fifths_of_the_facts() -> None:
    """A small sample of what bench/interview.py measures."""
    shares = [len(asked_of(seed)) / len(drawn_with(seed).answers) for seed in WALKED]
    assert fmean(shares) <= 0.40


def test_it_begins_with_who_lives_there() -> None:
    first = asked_of(3)[:8]
    assert first[0] == "you.date_of_birth"
    assert set(first) > STRUCTURE


def test_nothing_is_asked_about_a_partner_before_there_is_one() -> None:
    for seed in range(6):
        asked = asked_of(seed)
        partner = [i for i, path in enumerate(asked) if path.startswith("partner.")]
        children = [i for i, path in enumerate(asked) if path.startswith("children.")]
        assert not partner or asked.index("in_couple") < partner[0]
        assert not children or asked.index("number_of_children") < children[0]


def test_an_unknown_nation_is_asked_for_unless_that_was_refused() -> None:
    household = Household({"number_of_children": 0, "you.date_of_birth": date(1990, 1, 1), "in_couple": False})
    asked = set()
    while (path := next_question(BOOK, household, on=ON, nation=None)) and path != "nation":
        asked.add(path)
        household = household.answer(path, DONT_KNOW)
    assert path == "nation"
    refused = household.answer("nation", RATHER_NOT_SAY)
    assert next_question(BOOK, refused, on=ON, nation=None) not in asked | {"nation"}


def test_one_scheme_asks_only_for_itself() -> None:
    drawn = drawn_with(5)
    asked = {path for _, path in interview(drawn, schemes=("child_benefit",))}
    assert asked
    assert len(asked) < 12
    assert "rent" not in asked


def test_a_settled_household_is_asked_nothing() -> None:
    drawn = drawn_with(9)
    assert next_question(BOOK, Household(drawn.answers), on=ON, nation=drawn.nation) is None


def test_a_day_beyond_the_rules_is_asked_nothing_that_no_figure_is_there_for() -> None:
    schemes = ("universal_credit",)
    assert next_question(BOOK, Household(), on=date(2035, 1, 1), nation=Nation.ENGLAND, schemes=schemes) is None


@pytest.mark.parametrize(
    "on", [date(2024, 4, 5), date(2025, 4, 6), date(2027, 4, 5), date(2027, 4, 12), date(2030, 2, 28)]
)
def test_an_interview_ends_on_any_day_even_where_figures_run_out(on: date) -> None:
    for seed in range(2):
        drawn = draw_household(BOOK, random.Random(seed), on=on)
        assert len(list(interview(drawn, on=on))) < len(drawn.answers)


@pytest.mark.parametrize("seed", range(12))
def test_supposing_an_answer_is_the_same_as_giving_it(seed: int) -> None:
    """What is taken over from the working before must not depend on what was supposed."""
    drawn, chance = drawn_with(seed), random.Random(seed)
    for household, path in chance.sample(steps_of(seed), 6):
        before = _working(household, drawn)
        Missing(before).of(*(name for scheme in BOOK.public if (name := BOOK.schemes[scheme].entitled)))
        given_now = _working(household.answer(path, drawn.answers[path]), drawn)
        fact = BOOK.facts[split_path(path)[0]]
        supposed = suppose(
            before,
            path,
            HouseholdAnswers(Household({path: drawn.answers[path]}), on=ON).given(fact, split_path(path)[1]),
        )
        for rule in BOOK.rules.values():
            if rule.of == "household":
                assert supposed.rule(rule.name, None) == given_now.rule(rule.name, None), (path, rule.name)


def _working(household: Household, drawn: Drawn) -> Working:
    answers, bits = HouseholdAnswers(household, on=ON), NATION_BITS[drawn.nation]
    return Working(exact_machine(BOOK), answers, on=ON, nation=bits)


def test_common_answers_are_within_each_fact_and_their_shares_are_whole() -> None:
    for fact in BOOK.facts.values():
        answers = common_answers(fact)
        assert answers, fact.key
        assert sum(share for _, share in answers) == pytest.approx(1.0)
