"""The curve of earnings under the rules of the UK, for somebody who does not work now."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.unit.rules.households import LONE_PARENT
from tests.unit.rules.small_book import small_book

from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Nation
from fingerpost.rules import RuleBook, read_rules, uk_rules
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.saying.claims import say
from fingerpost.rules.saying.sweep import Sweep

ON = date(2026, 11, 23)
WORK_GRANT = """
scheme: work_grant
title: {en: Work Grant, cy: Grant Gwaith}
kind: benefit
nations: [england]
summary: {en: A grant for work., cy: Grant am waith.}
sources:
  act: {title: "Work Grants Act 2020, section 1", url: "https://www.legislation.gov.uk/work", checked: 2026-11-01}
parameters:
  yearly:
    unit: money/year
    label: {en: Grant, cy: Grant}
    source: act
    confidence: high
    values: [{from: 2026-04-06, value: 500, to: 2027-04-05}]
rules:
  earns_some:
    unit: yes-no
    is: you(works)
    source: act
    says:
      yes: {en: You work, cy: Rydych yn gweithio}
      no: {en: You do not work, cy: Nid ydych yn gweithio}
not_with: {child_grant: act}
entitled: earns_some
amount: {is: yearly, unit: money/year}
"""


def curve(facts: dict[str, Any], book: RuleBook | None = None) -> Claim:
    said = say(book or uk_rules(), facts, on=ON, nation=Nation.ENGLAND, language="en")
    return next(claim for claim in said.claims if claim.reckoned and claim.reckoned.part == "earnings")


def told(claim: Claim, part: str) -> list[str]:
    return [each.text for each in claim.beside if each.reckoned and each.reckoned.part == part]


def test_a_lone_parent_without_work_sees_universal_credit_income_tax_and_national_insurance() -> None:
    claim = curve(LONE_PARENT)
    counted = next(words for words in told(claim, "note") if words.startswith("Counted here"))
    for title in ("Universal Credit", "Income Tax", "National Insurance", "Child Benefit"):
        assert title in counted
    assert not told(claim, "left out")
    assert told(claim, "step")[0] == "If you earn £1 a week more than now, you keep £1 of it."


def test_above_the_work_allowance_and_the_tax_thresholds_both_take_their_part() -> None:
    """Of £1,000 more, 20% goes in tax and 8% in National Insurance, and 55% of the rest of Universal Credit."""
    points = dict(curve(LONE_PARENT).reckoned.rows)  # type: ignore[union-attr]
    assert points[21_000] - points[20_000] == pytest.approx(1_000 * (1 - 0.28) * (1 - 0.55), abs=1)
    assert points[9_000] - points[8_000] == pytest.approx(1_000 * (1 - 0.55), abs=1)
    assert points[4_000] - points[3_000] == pytest.approx(1_000, abs=1)


def test_what_was_asked_and_not_answered_still_counts_as_not_known() -> None:
    without = {name: value for name, value in LONE_PARENT.items() if name != "capital"}
    assert any("Universal Credit" in words for words in told(curve(without), "left out"))


def test_of_two_that_cannot_be_had_together_only_the_larger_is_counted(tmp_path: Path) -> None:
    """Child Grant is £1,092 a year up to £30,000, Work Grant £500; a fifth of all earnings is tax."""
    small_book(tmp_path)
    (tmp_path / "schemes" / "work_grant.yaml").write_text(WORK_GRANT, encoding="utf-8")
    book = read_rules(tmp_path / "facts", tmp_path / "schemes")
    facts = {"in_couple": False, "number_of_children": 2, "adults": [{"works": True, "earnings": 20000}]}
    claim = curve(facts, book)
    points = dict(claim.reckoned.rows)  # type: ignore[union-attr]
    assert points[20_000] == 16_000 + 1_092
    assert points[35_000] == 28_000 + 500
    assert [words.split(": ")[0] for words in told(claim, "fall")] == [
        "At £30,001 of earnings a year you would lose £591.20 a year at once"
    ]


def test_the_full_charge_takes_back_no_more_child_benefit_than_is_counted() -> None:
    """The tax year 2026 to 2027 has 53 weeks of Child Benefit; both are counted for 52."""
    sweep = Sweep(
        book=uk_rules(),
        household=read_household(uk_rules(), LONE_PARENT),
        money=("child_benefit", "child_benefit_charge"),
        granted=(),
        on=ON,
        nation=Nation.ENGLAND,
    )
    found = sweep.at(np.array([9_000_000.0]))
    assert found.low["child_benefit"] == pytest.approx(4495 * 52)
    assert found.low["child_benefit"] + found.low["child_benefit_charge"] == pytest.approx(0, abs=100)
