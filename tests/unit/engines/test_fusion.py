"""How two scores become one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.engines.search.fusion import Fusion, best_of, fuse, merge_pools, standardise

numbers = st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=50)


def scores(*values: float) -> np.typing.NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def test_standardised_scores_have_mean_nought_and_spread_one() -> None:
    made = standardise(scores(1, 2, 3, 10))
    assert made.mean() == pytest.approx(0, abs=1e-6)
    assert made.std() == pytest.approx(1, abs=1e-6)


def test_scores_that_are_all_the_same_say_nothing() -> None:
    assert standardise(scores(4, 4, 4)).tolist() == [0, 0, 0]
    assert standardise(scores()).size == 0


def test_words_weigh_less_in_a_long_question_than_in_a_short_one() -> None:
    fusion = Fusion()
    assert fusion.lexical_weight(5) == fusion.most
    assert fusion.lexical_weight(25) == pytest.approx(0.4)
    assert fusion.lexical_weight(200) == fusion.least
    assert fusion.lexical_weight(0) == fusion.most


def test_passage_that_both_methods_like_wins() -> None:
    fused = fuse(dense=scores(0.9, 0.8, 0.1), lexical=scores(0, 9, 1), words=10)
    assert int(np.argmax(fused)) == 1


def test_without_vectors_the_words_decide() -> None:
    assert best_of(fuse(dense=None, lexical=scores(1, 3, 2), words=4), limit=3).tolist() == [1, 2, 0]


def test_own_language_is_lifted() -> None:
    fused = fuse(dense=scores(0.5, 0.5), lexical=scores(1, 1), words=4, own_language=np.array([False, True]))
    assert int(np.argmax(fused)) == 1


def test_equal_scores_keep_their_order() -> None:
    assert best_of(scores(1, 2, 2, 2, 1), limit=3).tolist() == [1, 2, 3]


@given(values=numbers, limit=st.integers(1, 60))
def test_best_are_the_highest_in_falling_order(values: list[float], limit: int) -> None:
    held = scores(*values)
    best = held[best_of(held, limit=limit)].tolist()
    assert best == sorted(held.tolist(), reverse=True)[:limit]


def test_pools_are_merged_without_repeats() -> None:
    assert merge_pools(np.array([3, 1]), np.array([1, 7])).tolist() == [1, 3, 7]
    assert merge_pools().size == 0
