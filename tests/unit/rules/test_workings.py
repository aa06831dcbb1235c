"""The working of an amount: its steps in order, with figures in place of names, in both languages."""

from datetime import date

from fingerpost.rules import evaluate, read_household, uk_rules

ON = date(2026, 11, 23)
FAMILY = {"in_couple": False, "adults": [{"age": 30}], "children": [{"age": 9}, {"age": 6}], "no_public_funds": False}


def test_each_step_is_written_in_figures_and_the_last_is_the_amount() -> None:
    book = uk_rules()
    result = evaluate(book, read_household(book, FAMILY), on=ON, nation="wales").results["child_benefit"]
    last = result.working[-1]
    assert last.formula == {"en": "£27.05 + (2 − 1) × £17.90", "cy": "£27.05 + (2 − 1) × £17.90"}
    assert (last.value.low, result.amount and result.amount.low) == (4495, 4495)
    assert [source.url for source in last.sources] == ["https://www.gov.uk/child-benefit/what-youll-get"]


def test_words_within_a_formula_are_in_its_language() -> None:
    book = uk_rules()
    facts = {
        "in_couple": False,
        "sick_leave": "four_or_more",
        "adults": [{"age": 30, "works": True, "earnings": 20000}],
    }
    result = evaluate(book, read_household(book, facts), on=ON, nation="wales").results["statutory_sick_pay"]
    formulas = [line.formula for line in result.working]
    assert any("the lowest of £123.25" in each["en"] and "yr isaf o £123.25" in each["cy"] for each in formulas), (
        formulas
    )


def test_where_much_is_missing_no_working_is_shown() -> None:
    book = uk_rules()
    household = read_household(book, {"in_couple": False})
    assert evaluate(book, household, on=ON, nation="wales").results["universal_credit"].working == ()
