"""What counts as a household's income: what its members bring home, less taxes, plus benefits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from fingerpost.rules.book import RuleBook
from fingerpost.rules.populations.columns import Array, Households, least

WEEKS = 52


@dataclass(frozen=True, kw_only=True)
class Part:
    """One benefit or tax. `rule` gives it by the household or by each adult; a tax has `sign` -1. `weeks` is the
    parameter that says how many weeks the year has for which it is reckoned, "" where it follows none."""

    name: str
    rule: str
    sign: int
    weeks: str = ""


PARTS = (
    Part(name="universal_credit", rule="universal_credit.amount", sign=1),
    Part(name="child_benefit", rule="child_benefit.amount", sign=1),
    Part(name="child_benefit_charge", rule="child_benefit_charge.amount", sign=-1, weeks="child_benefit_charge.weeks"),
    Part(name="pension_credit", rule="pension_credit.amount", sign=1),
    Part(name="scottish_child_payment", rule="scottish_child_payment.amount", sign=1),
    Part(name="income_tax", rule="income_tax.tax", sign=-1),
    Part(name="national_insurance", rule="national_insurance.contributions", sign=-1),
)
# What each adult brings home: the fact, and how many of its periods make a year.
EARNED = {
    "adult.earnings": 1,
    "adult.self_employed_profit": 1,
    "adult.private_pension": 1,
    "adult.state_pension": 52,
    "adult.savings_interest": 1,
    "adult.dividends": 1,
    "adult.property_income": 1,
    "adult.other_income": 52,
    "adult.new_style_benefit": 52,
}
LEFT_OUT = (
    "Council Tax, Housing Benefit and Council Tax Reduction are not counted as income.",
    "Everybody is taken to claim what the rules give them.",
    "Nobody works more or less because of the change.",
)


def parts_of(book: RuleBook) -> tuple[Part, ...]:
    """The parts that this book of rules holds."""
    return tuple(part for part in PARTS if part.rule in book.rules)


def factor_of(part: Part, book: RuleBook, *, on: date) -> float:
    """What the part is to be multiplied by, to be pounds a year of 52 weeks that count against the household or for it.

    The Child Benefit charge takes back the Child Benefit of a tax year, and one such as 2026 to 2027 has 53 weeks:
    beside 52 weeks of Child Benefit its households would seem to lose a week that they do get.
    """
    dated = book.parameters[part.weeks].at(on) if part.weeks in book.parameters else None
    return part.sign * (WEEKS / float(dated.value) if dated is not None else 1)


def bring_home(households: Households) -> Array:
    """Pounds a year before tax and benefits, of you and a partner. What is not known counts at its least."""
    total = np.zeros(households.count)
    there = np.stack([np.ones(households.count, dtype=bool), households.couples], axis=1)
    for key, periods in EARNED.items():
        column: Mapping[str, object] = households.facts
        if key in column:
            total += np.where(there, least(households.facts[key]), 0).sum(axis=1) * (periods / 100)
    return total
