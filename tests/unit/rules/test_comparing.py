"""Before and after a change: what a raise, a pension payment or a baby does to a household."""

from datetime import date
from functools import cache

import pytest
import yaml

from fingerpost.contract.context import Nation
from fingerpost.rules import Household, Verdict, read_household, uk_rules
from fingerpost.rules.comparing import compare
from fingerpost.rules.hearing import apply_changes, read_changes
from fingerpost.rules.reading.files import UK
from fingerpost.rules.saying.changes import claim_of_change

BOOK = uk_rules()
ON = date(2026, 11, 23)
CHILD = {"date_of_birth": date(2023, 3, 1), "in_approved_education": False, "disability": "none", "school": "none"}
PARENTS = "tax_free_childcare", "funded_childcare", "income_tax", "national_insurance", "child_benefit_charge"


@cache
def _bases():
    return yaml.safe_load((UK / "examples" / "_bases.yaml").read_text(encoding="utf-8"))


def couple(earnings: int = 99_500, pension: int = 0, **facts) -> Household:
    """A couple with one child of 3 in a nursery of £1,000 a month."""
    base = _bases()["couple"]
    you, partner = ({**adult} for adult in base["adults"])
    you.update(earnings=earnings, pension_contributions=pension)
    child = {**CHILD, "offered_place": False, "needs_extra_help": False}
    whole = {**base, "adults": [you, partner], "children": [child], "number_of_children": 1, "childcare_costs": 1000}
    return read_household(BOOK, {**whole, "gets_child_benefit": True, **facts})


def after(household: Household, changes: str) -> Household:
    changed = apply_changes(BOOK, household, read_changes(BOOK, changes))
    assert changed is not None
    return changed


def compared(before: Household, then: Household, nation: str = "england"):
    return compare(BOOK, before, then, on=ON, nation=nation, schemes=PARENTS)


def test_a_raise_over_the_limit_ends_tax_free_childcare_and_half_of_the_hours():
    found = compared(couple(), after(couple(), "you.earnings+100000"))
    by = {each.scheme: each for each in found.differences}

    assert by["tax_free_childcare"].is_lost
    assert (by["tax_free_childcare"].low, by["tax_free_childcare"].high) == (-200_000, -200_000)
    assert [(each.before.value.low, each.after.value.low) for each in by["funded_childcare"].moved] == [(30, 15)]


def test_a_raise_over_the_limit_tapers_the_personal_allowance():
    found = compared(couple(), after(couple(), "you.earnings+100000"))
    by = {each.scheme: each for each in found.differences}

    # 40% of £1,000, and 40% of the £250 by which the allowance goes down: £1 for each £2 over £100,000
    assert by["income_tax"].low == -50_000
    assert by["national_insurance"].low == -2_000
    assert [(each.before.value.low, each.after.value.low) for each in by["income_tax"].moved] == [
        (1_257_000, 1_232_000)
    ]


def test_the_sum_counts_the_raise_the_taxes_and_the_help_that_is_lost():
    found = compared(couple(), after(couple(), "you.earnings+100000"))

    assert (found.own, found.low, found.high) == (100_000, -152_000, -152_000)  # 1,000 - 500 - 20 - 2,000


def test_a_pension_payment_of_500_pounds_keeps_it():
    found = compared(couple(), after(couple(), "you.earnings+100000"))

    assert found.way_back is not None
    assert (found.way_back.more, found.way_back.schemes) == (50_000, ("tax_free_childcare", "funded_childcare"))


def test_in_scotland_the_hours_stay():
    found = compared(couple(), after(couple(), "you.earnings+100000"), nation="scotland")

    assert {each.scheme for each in found.differences if each.is_lost} == {"tax_free_childcare"}
    assert "funded_childcare" not in {each.scheme for each in found.differences}


def test_a_pension_payment_brings_the_help_back():
    found = compared(couple(100_500), after(couple(100_500), "you.pension_contributions+50000"))
    by = {each.scheme: each for each in found.differences}

    assert by["tax_free_childcare"].after.verdict is Verdict.YES
    assert found.own == -50_000


def test_the_taxes_of_a_partner_count_too():
    found = compared(couple(), after(couple(), "partner.earnings+100000"))

    # 20% of the £1,000 above the allowance, and 8% National Insurance
    assert found.low == found.high == 100_000 - 20_000 - 8_000


def test_nothing_changes_where_nothing_is_changed():
    found = compared(couple(), couple())

    assert (found.differences, found.own, found.low) == ((), 0, 0)


def test_what_is_not_settled_is_left_out_and_named():
    before = couple().without("you.pension_contributions")
    found = compared(before, after(before, "you.earnings+100000"))

    by = {each.scheme: each for each in found.differences}
    assert "income_tax" in found.left_out
    assert (by["tax_free_childcare"].low, by["tax_free_childcare"].high) == (-200_000, 0)
    assert found.way_back is None


def test_what_the_change_cannot_touch_is_not_named_as_left_out():
    before = couple().without("other_adults").without("you.full_time_student").without("partner.full_time_student")
    then = after(before, "you.earnings+100000")
    found = compare(BOOK, before, then, on=ON, nation="england", schemes=[*PARENTS, "council_tax_discounts"])

    assert found.left_out == ()


def test_a_tax_of_a_partner_that_is_not_settled_does_not_hide_yours():
    before = couple().without("partner.pension_contributions")
    by = {each.scheme: each for each in compared(before, after(before, "you.earnings+100000")).differences}

    assert (by["income_tax"].low, by["income_tax"].high) == (-50_000, -50_000)


def test_a_benefit_that_ends_is_paid_no_more():
    lone = read_household(BOOK, {**_bases()["lone_parent_two"], "gets_universal_credit": True})
    found = compare(BOOK, lone, after(lone, "you.earnings=9000000"), on=ON, nation="england")
    lost = {each.scheme for each in found.differences if each.is_lost}

    assert {"universal_credit", "social_tariffs"} <= lost


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_change_is_told_with_its_sources(language):
    claim = claim_of_change(
        BOOK, couple(), after(couple(), "you.earnings+100000"), on=ON, nation=Nation.ENGLAND, language=language
    )

    assert claim is not None and "£1,520" in claim.text
    parts = [each.reckoned.part for each in claim.beside]
    assert parts[0] == "answer" and {"difference", "reason", "way back", "note"} <= set(parts)
    told = [each for each in claim.beside if each.reckoned.part in {"difference", "reason"}]
    assert all(each.source.url and each.source.checked_on for each in told)


def test_of_two_that_cannot_be_had_together_only_the_greater_counts():
    lone = read_household(BOOK, {**_bases()["lone_parent_two"], "childcare_costs": 500, "in_supported_housing": False})
    then = after(lone, "you.earnings=9000000")
    found = compare(BOOK, lone, then, on=ON, nation="england", schemes=["tax_free_childcare", "universal_credit"])
    was = compare(BOOK, lone, then, on=ON, nation="england", schemes=["universal_credit"])

    # Universal Credit ends; Tax-Free Childcare, which could not be had beside it, is there then: 20% of £6,000
    assert {each.scheme for each in found.differences} == {"universal_credit"}
    assert found.low == was.low + 120_000


def test_no_change_is_no_claim():
    assert claim_of_change(BOOK, couple(), couple(), on=ON, nation=None, language="en") is None
