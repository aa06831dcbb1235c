"""A missing fact is never a no: whatever is left out, what is decided without it is what comes out with it."""

import random
from datetime import date
from decimal import Decimal

import pytest
from tests.unit.rules.households import random_household

from fingerpost.rules import DONT_KNOW, Household, Range, Verdict, evaluate, uk_rules

DAYS = (date(2025, 10, 1), date(2026, 11, 23))
NATIONS = ("england", "scotland", "wales", "northern-ireland", None)


@pytest.mark.parametrize("seed", range(120))
def test_leaving_facts_out_never_turns_a_rule_round(seed: int) -> None:
    book, chance = uk_rules(), random.Random(seed)
    on, nation = DAYS[seed % 2], NATIONS[seed % 5]
    home = nation or chance.choice(NATIONS[:4])
    whole = random_household(book, chance, on=on, nation=home)
    share = chance.choice([0.1, 0.4, 0.8])
    part = Household({path: each for path, each in whole.answers.items() if chance.random() > share})
    full = evaluate(book, whole, on=on, nation=home)
    less = evaluate(book, part, on=on, nation=nation)
    for scheme in book.public:
        assert less.verdict(scheme) in {full.verdict(scheme), Verdict.UNKNOWN}, scheme
    for rule in book.rules.values():
        if rule.of == "household":
            known, possible = full.value(rule.name), less.value(rule.name)
            assert possible.low <= known.low, rule.name
            assert known.high <= possible.high, rule.name


def test_an_empty_household_decides_nothing_that_turns_on_a_fact() -> None:
    evaluation = evaluate(uk_rules(), Household(), on=DAYS[1], nation="england")
    for scheme, result in evaluation.results.items():
        if result.verdict is not Verdict.UNKNOWN:
            assert result.missing == (), scheme
    assert evaluation.results["universal_credit"].verdict is Verdict.UNKNOWN
    assert "you.date_of_birth" in evaluation.results["universal_credit"].missing


@pytest.mark.parametrize("seed", range(30))
def test_what_is_said_to_be_missing_is_all_that_is(seed: int) -> None:
    """With every missing fact told, again and again, each result is settled and nothing else was needed."""
    book, chance = uk_rules(), random.Random(1000 + seed)
    on, nation = DAYS[seed % 2], NATIONS[seed % 4]
    whole = random_household(book, chance, on=on, nation=nation)
    told = Household({path: each for path, each in whole.answers.items() if chance.random() < 0.3})
    for _ in range(40):
        evaluation = evaluate(book, told, on=on, nation=nation)
        missing = {path for scheme in book.public for path in evaluation.missing(scheme)}
        if not missing:
            break
        told = Household({**told.answers, **{path: whole.answers[path] for path in missing}})
    assert not missing
    full = evaluate(book, whole, on=on, nation=nation)
    assert {each: evaluation.verdict(each) for each in book.public} == {
        each: full.verdict(each) for each in book.public
    }


def test_i_do_not_know_is_the_same_as_not_having_been_asked() -> None:
    book = uk_rules()
    silent = Household({"in_couple": False})
    unsure = silent.answer("capital", DONT_KNOW)
    found = [
        evaluate(book, each, on=DAYS[1], nation="wales").value("universal_credit.award") for each in (silent, unsure)
    ]
    assert found[0] == found[1]


def test_a_range_gives_a_range() -> None:
    book = uk_rules()
    household = Household({"number_of_children": Range(1, 2)})
    weekly = evaluate(book, household, on=DAYS[1], nation="england").value("child_benefit.amount")
    assert (weekly.low, weekly.high) == (Decimal(0), Decimal(4495))
