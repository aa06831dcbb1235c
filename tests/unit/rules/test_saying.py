"""What the rules say of a household, word for word, and the curve of what more earnings would change."""

from datetime import date
from typing import Any

import pytest
from tests.unit.rules.small_book import small_book

from fingerpost.contract.claims import Claim, SourceKind
from fingerpost.contract.context import Nation
from fingerpost.rules.book import RuleBook
from fingerpost.rules.faults import FactsInvalid
from fingerpost.rules.saying.claims import say

ON = date(2026, 11, 23)
TWO = {"in_couple": False, "number_of_children": 2, "adults": [{"works": True, "earnings": 20000}]}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    return small_book(tmp_path_factory.mktemp("rules"))


def said(book: RuleBook, facts: dict[str, Any], **more: Any) -> dict[str, Claim]:
    asked = {"on": ON, "nation": Nation.ENGLAND, "language": "en", **more}
    claims = say(book, facts, **asked).claims
    return {claim.reckoned.about or claim.reckoned.part: claim for claim in claims if claim.reckoned}


def beside(claim: Claim, part: str) -> list[str]:
    return [each.text for each in claim.beside if each.reckoned and each.reckoned.part == part]


def test_a_scheme_is_said_with_its_amount_reasons_working_and_sources(book: RuleBook) -> None:
    claim = said(book, TWO)["child_grant"]
    assert claim.text == "You are likely to get Child Grant: £21 a week"
    assert beside(claim, "reason") == ["A child lives with you", "You earn little enough"]
    assert beside(claim, "working")[-1] == "Child Grant a week: 2 × £10.50 = £21"
    assert beside(claim, "document") == ["A birth certificate"]
    assert beside(claim, "note") == ["It is paid on Mondays."]
    assert beside(claim, "left out") == ["Children in care."]
    assert {each.source.url for each in claim.beside} == {
        "https://www.legislation.gov.uk/child",
        "https://www.gov.uk/child-grant",
    }
    assert all(each.source.kind is SourceKind.RULE and each.source.digest == book.digest for each in claim.beside)


def test_what_is_reckoned_stands_beside_the_words_as_values(book: RuleBook) -> None:
    reckoned = said(book, TWO)["child_grant"].reckoned
    assert reckoned
    assert (reckoned.verdict, reckoned.low, reckoned.high, reckoned.period) == ("likely", 2100, 2100, "week")


def test_it_is_said_in_welsh_too(book: RuleBook) -> None:
    claim = said(book, TWO, language="cy")["child_grant"]
    assert claim.text == "Rydych yn debygol o gael Grant Plant: £21 yr wythnos"
    assert beside(claim, "reason") == ["Mae plentyn yn byw gyda chi", "Rydych yn ennill yn ddigon isel"]


def test_a_missing_answer_is_possible_and_never_unlikely(book: RuleBook) -> None:
    claim = said(book, {"in_couple": False, "adults": [{"works": True, "earnings": 20000}]})["child_grant"]
    assert claim.text == "You may get Child Grant: up to £126 a week"
    assert claim.reckoned
    assert claim.reckoned.missing == ("number_of_children",)


def test_what_is_unlikely_says_why_and_nothing_of_money_or_papers(book: RuleBook) -> None:
    claim = said(book, {**TWO, "adults": [{"works": True, "earnings": 31000}]})["child_grant"]
    assert claim.text == "You are unlikely to get Child Grant"
    assert {each.reckoned.part for each in claim.beside if each.reckoned} == {"reason", "figure"}
    assert beside(claim, "reason") == ["You earn too much"]


def test_whoever_gets_it_already_is_told_so_and_never_to_stop(book: RuleBook) -> None:
    had = {**TWO, "gets_help": True}
    lost = {**had, "adults": [{"works": True, "earnings": 31000}]}
    assert beside(said(book, had)["child_grant"], "received") == ["You told us that you get this."]
    keep = ["You told us that you get it. Do not stop your claim because of this page."]
    assert beside(said(book, lost)["child_grant"], "received") == keep
    assert beside(said(book, had, language="cy")["child_grant"], "received") == [
        "Dywedoch wrthym eich bod yn cael hyn."
    ]
    assert not beside(said(book, TWO)["child_grant"], "received")


def test_both_of_two_that_cannot_be_had_together_say_so_with_the_source(book: RuleBook) -> None:
    claims = said(book, {**TWO, "gets_help": True}, nation=Nation.WALES)
    assert beside(claims["child_grant"], "either") == ["You can get this or Help Badge, not both."]
    assert beside(claims["help_badge"], "either") == ["You can get this or Child Grant, not both."]
    told = [each for each in claims["child_grant"].beside if each.reckoned and each.reckoned.part == "either"]
    assert [each.source.url for each in told] == ["https://www.gov.wales/badge"]
    without = said(book, {**TWO, "gets_help": False}, nation=Nation.WALES)
    assert not beside(without["child_grant"], "either")


def test_figures_are_said_whatever_the_verdict_but_not_those_that_come_to_nothing(book: RuleBook) -> None:
    for earnings in (20000, 31000):
        claim = said(book, {**TWO, "adults": [{"works": True, "earnings": earnings}]})["child_grant"]
        assert beside(claim, "figure") == ["For six children: £63"]


def test_a_tax_is_something_to_pay(book: RuleBook) -> None:
    assert said(book, TWO)["earnings_tax"].text == "Earnings Tax: £4,000 a year"
    assert said(book, {**TWO, "adults": [{"works": False}]})["earnings_tax"].text == "Earnings Tax: nothing to pay"


def test_what_needs_an_assessment_is_never_more_than_possible_and_is_only_where_it_exists(book: RuleBook) -> None:
    facts = {**TWO, "gets_help": True}
    assert said(book, facts, nation=Nation.WALES)["help_badge"].text == "You may get Help Badge"
    assert "help_badge" not in said(book, facts)


def test_outside_its_dates_nothing_is_worked_out_from_a_figure(book: RuleBook) -> None:
    claim = said(book, TWO, on=date(2027, 4, 6))["child_grant"]
    assert claim.text == "You may get Child Grant"
    assert "6 April 2026 to 5 April 2027" in beside(claim, "outside")[0]


def test_only_the_schemes_that_are_named_are_looked_at(book: RuleBook) -> None:
    assert set(said(book, TWO, schemes=("child_grant",))) == {"child_grant"}


def test_facts_that_do_not_fit_are_refused(book: RuleBook) -> None:
    with pytest.raises(FactsInvalid):
        said(book, {"number_of_children": -1})


class TestEarnings:
    """£10.50 × 2 × 52 = £1,092 a year is lost at £30,001, and a fifth of all earnings is tax."""

    def test_each_point_is_earnings_with_benefits_and_without_taxes(self, book: RuleBook) -> None:
        reckoned = said(book, TWO)["earnings"].reckoned
        assert reckoned
        points = dict(reckoned.rows)
        assert points[0] == 1092
        assert points[20_000] == 20_000 - 4_000 + 1_092
        assert points[40_000] == 40_000 - 8_000

    def test_the_edge_is_found_to_the_pound(self, book: RuleBook) -> None:
        falls = [each for each in said(book, TWO)["earnings"].beside if each.reckoned and each.reckoned.part == "fall"]
        assert [each.text for each in falls] == [
            "At £30,001 of earnings a year you would lose £1,091.20 a year at once: Child Grant."
        ]

    def test_it_says_what_the_next_pound_leaves(self, book: RuleBook) -> None:
        assert (
            beside(said(book, TWO)["earnings"], "step")[0] == "If you earn £1 a week more than now, you keep 80p of it."
        )
        facts = {**TWO, "adults": [{"works": True, "earnings": 30000}]}
        assert beside(said(book, facts)["earnings"], "step") == [
            "If you earn £1 a week more than now, you end up £1,050.40 a year worse off.",
            "If you earn £1,000 a year more than now, you end up £292 a year worse off.",
        ]

    def test_what_is_not_settled_is_left_out_and_named(self, book: RuleBook) -> None:
        claim = said(book, {"in_couple": False, "adults": [{"works": True, "earnings": 20000}]})["earnings"]
        assert beside(claim, "left out") == ["Left out, because your answers do not settle how much: Child Grant."]
        assert beside(claim, "step")[0].startswith("Without Child Grant: if you earn £1 ")
