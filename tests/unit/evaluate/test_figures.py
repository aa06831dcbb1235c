"""Shares with their intervals."""

import pytest

from fingerpost.contract.intervals import wilson_interval
from fingerpost.evaluate.figures import Figure, count_figures


def test_wilson_interval_is_that_of_the_literature():
    # Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662 without continuity correction.
    low, high = wilson_interval(81, 263)

    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(("yes", "n"), [(0, 10), (10, 10), (0, 0), (3, 7)])
def test_an_interval_stays_within_nought_and_one_and_holds_the_share(yes, n):
    low, high = wilson_interval(yes, n)

    share = yes / n if n else 0
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


def test_no_cases_tell_nothing():
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_a_lower_bound_is_reached_from_above_and_an_upper_bound_from_below():
    assert Figure(name="right", yes=9, n=10, threshold=0.9).is_reached
    assert not Figure(name="right", yes=8, n=10, threshold=0.9).is_reached
    assert Figure(name="wrong_at_most", yes=0, n=10, threshold=0.0).is_reached
    assert not Figure(name="wrong_at_most", yes=1, n=10, threshold=0.0).is_reached


def test_a_threshold_that_no_case_speaks_to_is_not_reached():
    (figure,) = count_figures([], thresholds={"right": 0.5})

    assert figure.n == 0
    assert not figure.is_reached


def test_each_figure_counts_only_the_cases_that_speak_of_it():
    figures = {each.name: each for each in count_figures([{"a": True}, {"a": False, "b": True}], thresholds={})}

    assert (figures["a"].yes, figures["a"].n) == (1, 2)
    assert (figures["b"].yes, figures["b"].n) == (1, 1)
