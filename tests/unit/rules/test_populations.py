"""Households out of a body's own data, made-up ones, and the figures about both."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from fingerpost.contract.context import Nation
from fingerpost.rules.evaluating import evaluate
from fingerpost.rules.populations.evaluating import evaluate_block
from fingerpost.rules.populations.gathering import gather, whole_or_bad
from fingerpost.rules.populations.marginals import read_marginals
from fingerpost.rules.populations.reading import BadRow, SourceRow
from fingerpost.rules.populations.statistics import (
    Compared,
    deciles_of,
    summarise,
    summarise_marginal,
    weighted_quantile,
)
from fingerpost.rules.populations.synthetic import BLOCK, TENURES, Synthetic
from fingerpost.rules.reading.files import uk_rules

ON = date(2026, 11, 23)


def compared(count: int = 2_000, *, change: float = 0.0) -> Compared:
    random = np.random.default_rng(7)
    income = random.lognormal(10, 0.5, count)
    one = np.ones(count)
    return Compared(
        weight=one * 10,
        people=one * 2,
        children=one,
        equivalence=one,
        before=income,
        after=income + change * (income < np.median(income)),
        groupings={"half": ((income >= np.median(income)).astype(int), ("lower", "upper"))},
        parts={"a_benefit": (income * 0, change * (income < np.median(income)))},
    )


class TestStatistics:
    def test_each_tenth_holds_a_tenth_of_the_people_whatever_their_weights(self):
        random = np.random.default_rng(1)
        income, weight = random.random(50_000), random.random(50_000)
        tenth = deciles_of(income, weight)
        held = np.bincount(tenth, weights=weight) / weight.sum()
        assert np.allclose(held, 0.1, atol=0.001)
        assert income[tenth == 0].max() <= income[tenth == 1].min()

    def test_a_weighted_median_counts_a_weight_of_three_as_three_rows(self):
        assert weighted_quantile(np.array([1.0, 2.0, 9.0]), np.array([1.0, 1.0, 3.0]), [0.5])[0] == 9.0

    def test_the_cost_is_what_the_households_gain_and_stands_between_its_bounds(self):
        found = summarise(compared(change=100.0))
        assert found["cost"]["value"] == 2_000 / 2 * 10 * 100
        assert found["cost"]["low"] < found["cost"]["value"] < found["cost"]["high"]
        assert found["parts"]["a_benefit"]["change"] == found["cost"]

    def test_winners_are_found_where_they_are(self):
        lower, upper = summarise(compared(change=100.0))["groups"]["half"]
        assert (lower["win"]["value"], upper["win"]["value"]) == (1.0, 0.0)
        assert (lower["lose"]["value"], upper["lose"]["value"]) == (0.0, 0.0)

    def test_nothing_changed_is_nothing_however_it_is_drawn(self):
        found = summarise(compared())
        assert found["cost"] == {"value": 0.0, "low": 0.0, "high": 0.0}
        assert found["poverty"]["people"]["change"]["value"] == 0.0

    def test_the_poverty_line_stays_where_it_was(self):
        lifted = summarise(compared(change=30_000.0))["poverty"]
        assert lifted["line"] == summarise(compared())["poverty"]["line"]
        assert lifted["people"]["before"]["value"] > 0
        assert lifted["people"]["after"]["value"] == 0.0

    def test_the_bounds_shrink_as_the_sample_grows(self):
        small, large = (summarise(compared(count, change=100.0))["everyone"]["mean_change"] for count in (400, 40_000))
        assert small["high"] - small["low"] > 3 * (large["high"] - large["low"])

    def test_the_bounds_hold_the_truth_about_as_often_as_they_say(self):
        """The mean of a lognormal is known: 100 samples, of which 95 in the long run hold it."""
        truth, held = float(np.exp(0.125)), 0
        for seed in range(100):
            income = np.random.default_rng(seed).lognormal(0, 0.5, 800)
            one = np.ones(800)
            sample = Compared(weight=one, people=one, children=one * 0, equivalence=one, before=one, after=one + income)
            mean = summarise(sample, seed=seed)["everyone"]["mean_change"]
            held += mean["low"] <= truth <= mean["high"]
        assert held >= 86

    def test_marginal_rates_are_counted_by_what_one_more_pound_loses(self):
        rates = np.array([0.0, 0.28, 0.55, 0.62, 1.2])
        found = {row["percent"]: row["before"]["value"] for row in summarise_marginal(rates, rates, np.ones(5))}
        assert found["0 to 20"] == found["20 to 30"] == found["50 to 60"] == found["60 to 70"] == 0.2
        assert found["100 or more"] == pytest.approx(0.2)


@pytest.fixture(scope="module")
def drawn():
    return Synthetic(size=BLOCK, seed=3, on=ON).draw(0, uk_rules())


class TestMadeUpHouseholds:
    def test_they_follow_the_published_figures_they_are_drawn_from(self, drawn):
        marginals = {name: each.value for name, each in read_marginals()[0].items()}
        families = drawn.family_types(on=ON.toordinal())
        lone = marginals["family"]["lone_parent"] / sum(marginals["family"].values())
        assert (families == 3).mean() == pytest.approx(lone, abs=0.005)
        options = list(uk_rules().facts["housing"].choices)
        for tenure in TENURES:
            found = (drawn.facts["housing"] == options.index(tenure)).mean()
            assert found == pytest.approx(marginals["tenure"][tenure], abs=0.002)
        full_time = drawn.facts["adult.hours_worked"] == marginals["hours"]["full_time"]
        pay = drawn.facts["adult.earnings"][full_time] / 100
        for percentile, pounds in marginals["full_time_pay"].items():
            assert np.percentile(pay, percentile) == pytest.approx(pounds, rel=0.02)
        weight = drawn.weight.sum() / sum(marginals["family"].values())
        assert weight == pytest.approx(marginals["households"])

    def test_the_same_seed_draws_the_same_and_another_draws_others(self, drawn):
        again, other = (Synthetic(size=BLOCK, seed=seed, on=ON).draw(0, uk_rules()) for seed in (3, 4))
        assert np.array_equal(again.facts["adult.earnings"], drawn.facts["adult.earnings"])
        assert not np.array_equal(other.facts["adult.earnings"], drawn.facts["adult.earnings"])

    def test_they_say_that_they_are_made_up(self, drawn):
        assert drawn.is_synthetic

    def test_every_figure_names_its_source_or_says_that_it_is_assumed(self):
        for each in read_marginals()[0].values():
            assert bool(each.url and each.says) != bool(each.assumed), each.name


def row(reference: str = "A1", **values) -> SourceRow:
    known = {path.replace("__", "."): value for path, value in values.items()}
    return SourceRow(line=2, reference=reference, nation=Nation.ENGLAND, weight=1.0, values=known, receives={})


HOUSEHOLD = {"in_couple": False, "number_of_children": 1, "you__date_of_birth": date(1985, 1, 1)}
MORE = {"you__earnings": 1_500_000, "children__0__date_of_birth": date(2018, 1, 1), "no_public_funds": False}


class TestGathering:
    @pytest.mark.parametrize("told", [MORE, {**MORE, "capital": 10_000, "you__works": True}, {}])
    def test_rows_come_to_what_each_comes_to_alone(self, told):
        """What a source says of some and not of others stays open for the others, as it is for one household."""
        book, full = uk_rules(), row("B", **HOUSEHOLD, **MORE, capital=0, you__works=True)
        rows = [row("A", **HOUSEHOLD, **told), full]
        households, nothing = gather(rows, book, on=ON)
        names = ("child_benefit.amount", "income_tax.your_tax")
        found = evaluate_block(book, households, on=ON, outputs=names)
        for number, each in enumerate(rows):
            answers = each.household()
            for key in nothing:  # taken as none or nought: said so of the one household too
                if book.facts[key].of == "household" and book.facts[key].unit.kind == "yes-no":
                    answers = answers.answer(key, False)
            alone = evaluate(book, answers, on=ON, nation=each.nation)
            value, bounds = alone.value("child_benefit.amount"), found["child_benefit.amount"]
            assert bounds.low[number] == pytest.approx(float(Decimal(value.low) * 52 / 100))
            assert bounds.high[number] == pytest.approx(float(Decimal(value.high) * 52 / 100))

    def test_a_row_that_fits_no_group_is_bad(self):
        found = whole_or_bad(row(in_couple=True))
        assert isinstance(found, BadRow)
        assert len(found.reasons) == 2

    def test_an_amount_that_is_told_counts_though_its_own_question_was_not(self):
        """ "Do you work?" stands before earnings; a source that holds earnings need not hold it."""
        households, nothing = gather([row(**HOUSEHOLD, **MORE)], uk_rules(), on=ON)
        tax = evaluate_block(uk_rules(), households, on=ON, outputs=["income_tax.tax"])["income_tax.tax"]
        assert tax.low[0] == tax.high[0] > 0
        assert "adult.works" not in nothing
