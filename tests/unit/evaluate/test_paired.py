"""Two ways of doing the same cases, and the interval of their difference."""

import numpy as np
import pytest

from fingerpost.evaluate.paired import compare_resampled, compare_shares, paired_difference, percentile, ratio


def pairs(both: int, only_b: int, only_a: int, neither: int) -> list[tuple[bool, bool]]:
    kinds = ((True, True), (False, True), (True, False), (False, False))
    return [kind for kind, times in zip(kinds, (both, only_b, only_a, neither), strict=True) for _ in range(times)]


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [((36, 12, 2, 0), 0.0569, 0.3404), ((20, 12, 2, 16), 0.0562, 0.3292), ((18, 14, 0, 18), 0.1441, 0.3963)],
)
def test_difference_of_shares_is_that_of_newcombe_1998(
    table: tuple[int, int, int, int], low: float, high: float
) -> None:
    found = paired_difference(pairs(*table))
    assert (round(found.low or 0, 4), round(found.high or 0, 4)) == (low, high)


def test_sides_that_never_differ_leave_a_difference_possible() -> None:
    found = compare_shares(pairs(40, 0, 0, 0)).difference
    assert found.value == 0
    assert (found.low or 0) < 0 < (found.high or 0)


def test_difference_changes_its_sign_with_the_sides() -> None:
    one, other = paired_difference(pairs(20, 9, 3, 8)), paired_difference(pairs(20, 3, 9, 8))
    assert one.value == pytest.approx(-(other.value or 0))
    assert one.low == pytest.approx(-(other.high or 0))


def test_no_case_says_nothing() -> None:
    assert compare_shares([]).difference.value is None
    assert compare_resampled(np.zeros((0, 1)), np.zeros((0, 1)), ratio).a.value is None


def test_resampling_gives_the_same_each_time_and_holds_the_figure() -> None:
    chance = np.random.default_rng(1)
    a, b = chance.normal(10, 2, size=(80, 1)), chance.normal(12, 2, size=(80, 1))
    once, again = (compare_resampled(a, b, percentile(50)) for _ in range(2))
    assert once == again
    assert (once.difference.low or 0) <= (once.difference.value or 0) <= (once.difference.high or 0)
    assert (once.difference.low or 0) > 0


def test_percentile_is_a_value_that_was_measured_and_passes_over_what_was_not() -> None:
    rows = np.array([[[5.0], [np.nan], [1.0], [9.0]]])
    assert percentile(50)(rows)[0] == 5
    assert percentile(95)(rows)[0] == 9


def test_ratio_is_of_sums_so_that_long_answers_weigh_more() -> None:
    assert ratio(np.array([[[1.0, 1.0], [0.0, 3.0]]]))[0] == 0.25


def test_ratio_over_nothing_is_unknown() -> None:
    nothing = np.zeros((5, 2))
    assert compare_resampled(nothing, nothing, ratio).a.value is None
