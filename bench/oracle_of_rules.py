"""Our rules against an independent program, household by household, for 2025/26.

    pip install policyengine-uk-compiled==0.66.0 pyyaml numpy
    PYTHONPATH=src python bench/oracle_of_rules.py [--households 2000] [--seed 1] [--show 10]

The other program (policyengine-uk-compiled, MIT) is written by other people in another language. It is used here, for
development, and nowhere else. Prints for each benefit and tax how many households agree within a pound a year, and each
kind of disagreement with what we know of it. Marriage Allowance is switched off there, for it assumes that every couple
claims, and so is its guess of how people change their hours. Interest and dividends count as income for its benefits;
by regulation they do not (Universal Credit Regulations 2013 regulation 72; State Pension Credit Regulations 2002
regulation 15), so households that have any are compared by their tax and Child Benefit only.
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fingerpost.rules import Evaluation, evaluate, read_household, uk_rules

ON = date(2025, 10, 1)
REGIONS = {"North West": "england", "London": "england", "Scotland": "scotland", "Wales": "wales"}
CHILD_AGES = (0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15)  # at 8 the day of birth decides, and it has none
TAX = "income tax and the charge"
OTHERWISE = {
    "no_public_funds": False, "capital": 0, "childcare_costs": 0, "other_adults": 0, "gets_universal_credit": False,
    "gets_pension_credit_guarantee": False, "gets_pension_credit_savings": False, "gets_housing_benefit": False,
    "gets_income_related_esa": False, "in_supported_housing": False,
}  # fmt: skip
NOTHING = {
    "gift_aid": 0, "new_style_benefit": 0, "other_income": 0, "cares_35_hours": False, "gets_carers_allowance": False,
    "work_capability": "none", "gets_disability_benefit": False, "severely_sight_impaired": False, "pregnant": False,
    "full_time_student": False, "has_extra_income": True, "pension_contributions": 0, "unclaimed_state_pension": 0,
    "ten_years_ni": True, "reached_before_2016": False,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Person:
    age: int
    earnings: int = 0
    profit: int = 0
    private_pension: int = 0
    state_pension: int = 0
    interest: int = 0
    dividends: int = 0


@dataclass(frozen=True, kw_only=True)
class Family:
    region: str
    rent: int
    adults: tuple[Person, ...]
    children: tuple[int, ...]


def make_family(chance: random.Random) -> Family:
    old, has_savings = chance.random() < 0.3, chance.random() < 0.4
    couple = chance.random() < 0.5
    adults = tuple(_make_person(chance, old=old, has_savings=has_savings) for _ in range(2 if couple else 1))
    children = tuple(chance.choice(CHILD_AGES) for _ in range(0 if old else chance.choice((0, 0, 1, 1, 2, 2, 3, 4))))
    rent = 0 if chance.random() < 0.4 else chance.randrange(300, 1400)
    return Family(region=chance.choice(list(REGIONS)), rent=rent, adults=adults, children=children)


def _make_person(chance: random.Random, *, old: bool, has_savings: bool) -> Person:
    if old:
        return Person(
            age=chance.randrange(67, 95),
            state_pension=chance.choice((0, 4000, 9175, 11973)),
            private_pension=chance.choice((0, 0, 1500, 6000, 20000)),
            interest=chance.choice((0, 400, 3000)) if has_savings else 0,
        )
    kind = chance.random()
    pay = int(min(160_000, chance.lognormvariate(math.log(21_000), 0.8)))
    return Person(
        age=chance.randrange(18, 65),
        earnings=pay if kind < 0.65 else 0,
        profit=pay if 0.65 <= kind < 0.78 else 0,
        interest=chance.choice((0, 0, 700, 4000)) if has_savings else 0,
        dividends=chance.choice((0, 0, 300, 9000)) if has_savings else 0,
    )


def ours(family: Family) -> Evaluation:
    facts = {
        **OTHERWISE,
        "in_london": family.region == "London",
        "housing": "social_rent" if family.rent else "own_outright",
        "rent": family.rent,
        "adults": [_facts_of(person) for person in family.adults],
        "children": [{"date_of_birth": _born(age), "disability": "none"} for age in family.children],
        "in_couple": len(family.adults) == 2,
    }
    book = uk_rules()
    household = read_household(book, facts)
    return evaluate(book, household, on=ON, nation=REGIONS[family.region])


def _facts_of(person: Person) -> dict[str, Any]:
    return {
        **NOTHING,
        "date_of_birth": _born(person.age),
        "works": bool(person.earnings or person.profit),
        "earnings": person.earnings,
        "self_employed_profit": person.profit,
        "private_pension": person.private_pension,
        "state_pension": {"amount": person.state_pension, "every": "year"},
        "savings_interest": person.interest,
        "dividends": person.dividends,
        "property_income": 0,
    }


def _born(age: int) -> date:
    return ON.replace(year=ON.year - age) - timedelta(days=100)


def theirs(families: list[Family]) -> list[dict[str, float]]:
    import pandas as pd
    import policyengine_uk_compiled as other
    from policyengine_uk_compiled.engine import BENUNIT_DEFAULTS, HOUSEHOLD_DEFAULTS, PERSON_DEFAULTS

    persons: list[dict[str, Any]] = []
    units: list[dict[str, Any]] = []
    homes: list[dict[str, Any]] = []
    for i, family in enumerate(families):
        people = [*family.adults, *(Person(age=age) for age in family.children)]
        ids = []
        for j, person in enumerate(people):
            ids.append(str(len(persons)))
            persons.append(
                {
                    **PERSON_DEFAULTS,
                    **_row_of(person, i, j),
                    "person_id": len(persons),
                    "is_in_scotland": family.region == "Scotland",
                }
            )
        lone = len(family.adults) == 1 and bool(family.children)
        units.append(
            {
                **BENUNIT_DEFAULTS,
                "benunit_id": i,
                "household_id": i,
                "person_ids": ";".join(ids),
                "rent_monthly": float(family.rent),
                "is_lone_parent": lone,
            }
        )
        homes.append(
            {
                **HOUSEHOLD_DEFAULTS,
                "household_id": i,
                "benunit_ids": str(i),
                "person_ids": ";".join(ids),
                "region": family.region,
                "rent_annual": family.rent * 12.0,
                "tenure_type": 2 if family.rent else 0,
            }
        )
    policy = other.Parameters(
        income_tax=other.IncomeTaxParams(marriage_allowance_max_fraction=0.0),
        labour_supply=other.LabourSupplyParams(enabled=False),
    )
    frames = [pd.DataFrame(each) for each in (persons, units, homes)]
    run = other.Simulation(year=2025, persons=frames[0], benunits=frames[1], households=frames[2]).run_microdata(
        policy=policy
    )
    return list(_rows(run, families))


def _row_of(person: Person, family: int, place: int) -> dict[str, Any]:
    return {
        "benunit_id": family, "household_id": family, "age": person.age, "is_benunit_head": place == 0,
        "is_household_head": place == 0, "employment_income": float(person.earnings),
        "self_employment_income": float(person.profit), "private_pension_income": float(person.private_pension),
        "state_pension": float(person.state_pension), "savings_interest": float(person.interest),
        "dividend_income": float(person.dividends),
        "hours_worked_annual": 1900.0 if person.earnings or person.profit else 0.0,
    }  # fmt: skip


def _rows(run: Any, families: list[Family]) -> Iterator[dict[str, float]]:
    def column(name: str) -> str:
        return f"reform_{name}" if f"reform_{name}" in run.persons or f"reform_{name}" in run.benunits else name

    by_person = run.persons.groupby("benunit_id")
    tax, ni = (by_person[column(name)].sum() for name in ("income_tax", "employee_ni"))
    units = run.benunits.set_index("benunit_id")
    for i in range(len(families)):
        unit = units.loc[i]
        capped = max(0.0, unit[column("universal_credit")] - unit[column("benefit_cap_reduction")])
        yield {
            TAX: tax[i], "National Insurance": ni[i],
            "Child Benefit": unit[column("child_benefit")], "Universal Credit": capped,
            "Pension Credit": unit[column("pension_credit")],
        }  # fmt: skip


def ours_in_pounds(family: Family) -> dict[str, float]:
    found = ours(family)

    def year(name: str, times: int = 1) -> float:
        values = found.values(name)
        if not all(value.is_known for value in values):
            raise SystemExit(f"{name} is not settled: give more facts of {family}")
        return sum(float(value.low) for value in values) * times / 100

    return {
        TAX: year("income_tax.tax") + year("child_benefit_charge.charge"),
        "the charge": year("child_benefit_charge.charge"),
        "National Insurance": year("national_insurance.contributions"),
        "Child Benefit": year("child_benefit.amount", 52),
        "Universal Credit": year("universal_credit.amount", 12),
        "Pension Credit": year("pension_credit.amount", 52),
    }


BENEFITS = frozenset({"Universal Credit", "Pension Credit"})
FIRST_CHILD = 12 * (339.00 - 292.81)  # pounds a year: what a first child born before 6 April 2017 adds
SCOTTISH_CHILD_PAYMENT = 52 * 26.70  # pounds a year, as they have it for 2025
SAVINGS_CREDIT_MOST = 52 * 19.75  # pounds a year, of a couple


def has_savings_income(family: Family) -> bool:
    return any(person.interest or person.dividends for person in family.adults)


@dataclass(frozen=True, kw_only=True)
class Apart:
    """Two answers that differ. `gap` is theirs less ours, in pounds a year."""

    name: str
    gap: float
    mine: dict[str, float]
    family: Family


def _first_child(apart: Apart) -> bool:
    """The whole amount, or less of it where nothing or the cap would be paid otherwise."""
    children = apart.family.children
    fits = 0 < apart.gap <= FIRST_CHILD + 1
    return apart.name == "Universal Credit" and bool(children) and max(children) < 8 and fits


def _scottish_child_payment(apart: Apart) -> bool:
    """What they take off for the cap is at most that payment, and a first child may come on top."""
    children = len([age for age in apart.family.children if age < 16])
    fits = -children * SCOTTISH_CHILD_PAYMENT - 1 <= apart.gap < 0
    return apart.name == "Universal Credit" and apart.family.region == "Scotland" and fits


def _whole_per_cents(apart: Apart) -> bool:
    """Less than one per cent of Child Benefit, and less than a pound twice."""
    fits = 0 < apart.gap <= 0.01 * apart.mine["Child Benefit"] + 2
    return apart.name == TAX and apart.mine["the charge"] > 0 and fits


def _allowance_where_it_saves_most(apart: Apart) -> bool:
    """They charge more: the allowance spent on interest would have saved tax on dividends."""
    fits = 0 < apart.gap <= 0.0875 * max(person.interest for person in apart.family.adults) + 1
    return apart.name == TAX and any(p.interest and p.dividends for p in apart.family.adults) and fits


def _own_bands_of_savings(apart: Apart) -> bool:
    """They charge less: 500 pounds of dividends at 33.75% and not 8.75%, 500 of interest at nothing and not 20%; for
    each adult."""
    fits = -2 * (125 + 100) - 1 <= apart.gap < 0
    return apart.name == TAX and any(person.dividends > 500 for person in apart.family.adults) and fits


def _savings_credit_of_younger(apart: Apart) -> bool:
    fits = 0 < apart.gap <= SAVINGS_CREDIT_MOST + 1
    return apart.name == "Pension Credit" and min(p.age for p in apart.family.adults) < 75 and fits


def _pensions_before_tax(apart: Apart) -> bool:
    """Tax on a pension is not income for it: up to a fifth of the pensions, or the most of Savings Credit."""
    paid = sum(p.private_pension + p.state_pension for p in apart.family.adults)
    fits = abs(apart.gap) <= max(0.2 * paid, SAVINGS_CREDIT_MOST) + 1
    return apart.name == "Pension Credit" and any(p.private_pension for p in apart.family.adults) and fits


EXPLAINED = {
    "they pay the higher first-child amount whenever the child was born; it is for births before 6 April 2017": (
        _first_child
    ),
    "they count Scottish Child Payment under the benefit cap; it is not listed (UC Regulations 2013 reg 80A)": (
        _scottish_child_payment
    ),
    "they work the charge out to the penny; the Act takes whole per cents and whole pounds (ITEPA 2003 s.681C)": (
        _whole_per_cents
    ),
    "they set the allowance against savings first; the Act lets it go where it saves most (ITA 2007 s.25)": (
        _allowance_where_it_saves_most
    ),
    "they take the dividend allowance off what is taxed most, and the whole savings allowance (ITA 2007 ss.12B, 13A)": (
        _own_bands_of_savings
    ),
    "they give Savings Credit to people who reached pension age after 5 April 2016 (Pensions Act 2014 Sch 12)": (
        _savings_credit_of_younger
    ),
    "they count pensions before tax, and give the most of Savings Credit (SPC Regulations 2002 regs 7 and 17(10))": (
        _pensions_before_tax
    ),
}


def explain(name: str, mine: dict[str, float], others: dict[str, float], family: Family) -> str:
    """The known difference that two answers may be apart by: it must fit the household and the size of the gap. ""
    where we know of none."""
    apart = Apart(name=name, gap=others[name] - mine[name], mine=mine, family=family)
    return next((words for words, is_so in EXPLAINED.items() if is_so(apart)), "")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--households", type=int, default=2000)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--show", type=int, default=6, help="how many disagreements to print for each")
    asked = reader.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311
    families = [make_family(chance) for _ in range(asked.households)]
    others = theirs(families)
    mine = [ours_in_pounds(family) for family in families]
    for name in others[0]:
        compared = [
            (a, b, family)
            for a, b, family in zip(mine, others, families, strict=True)
            if name not in BENEFITS or not has_savings_income(family)
        ]
        apart = [(a, b, family) for a, b, family in compared if abs(a[name] - b[name]) > 1]
        known = Counter(explain(name, a, b, family) for a, b, family in apart)
        same, comparable = len(compared) - len(apart), len(compared) - sum(known.values()) + known[""]
        share = f"{same} of {comparable} ({same / comparable:.2%})"
        print(f"{name:26} {same:5} of {len(compared)} within £1 a year; {share} without:")
        for words, count in known.items():
            print(f"    {count:5}  {words or 'NOT EXPLAINED'}")
        for a, b, family in [each for each in apart if not explain(name, *each)][: asked.show]:
            print(f"           ours {a[name]:10.2f}  theirs {b[name]:10.2f}  {family}")


if __name__ == "__main__":
    main()
