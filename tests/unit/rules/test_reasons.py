"""Each reason that is shown carries the result: turned round, it changes it."""

import random
from datetime import date

import pytest
from tests.unit.rules.households import random_household

from fingerpost.rules import Household, Verdict, evaluate, uk_rules

ON = date(2026, 11, 23)
NATIONS = ("england", "scotland", "wales", "northern-ireland")
TURNED = {Verdict.YES: (False, False), Verdict.NO: (True, True)}


@pytest.mark.parametrize("seed", range(60))
def test_each_reason_turned_round_changes_the_result(seed: int) -> None:
    book, chance = uk_rules(), random.Random(seed)
    nation = NATIONS[seed % 4]
    whole = random_household(book, chance, on=ON, nation=nation)
    share = chance.choice([0.0, 0.0, 0.3])
    household = Household({path: each for path, each in whole.answers.items() if chance.random() >= share})
    for scheme, result in evaluate(book, household, on=ON, nation=nation).results.items():
        for reason in result.reasons:
            rules = {(leaf.name, leaf.slot): TURNED[leaf.verdict] for leaf in reason.leaves if leaf.name in book.rules}
            facts = {leaf.name: leaf.verdict for leaf in reason.leaves if leaf.name in book.facts}
            turned = household
            for name, verdict in facts.items():
                is_count = book.facts[name].unit.kind == "number"
                turned = turned.answer(name, 1 if is_count else verdict is Verdict.NO)
            assert rules or facts, (scheme, reason)
            again = evaluate(book, turned, on=ON, nation=nation, given=rules).verdict(scheme)
            assert again is not result.verdict, (scheme, [leaf.words["en"] for leaf in reason.leaves])


@pytest.mark.parametrize("seed", range(20))
def test_every_no_in_the_right_nation_has_a_reason(seed: int) -> None:
    book, chance = uk_rules(), random.Random(500 + seed)
    nation = NATIONS[seed % 4]
    household = random_household(book, chance, on=ON, nation=nation)
    for scheme, result in evaluate(book, household, on=ON, nation=nation).results.items():
        exists = nation in book.schemes[scheme].nations
        if result.verdict is Verdict.NO and exists and book.schemes[scheme].entitled:
            assert result.reasons, scheme


def test_two_conditions_that_both_fail_are_one_reason() -> None:
    book = uk_rules()
    household = Household({"in_couple": False, "number_of_children": 0, "no_public_funds": True})
    result = evaluate(book, household, on=ON, nation="england").results["child_benefit"]
    assert result.verdict is Verdict.NO
    assert [len(reason.leaves) for reason in result.reasons] == [2]
