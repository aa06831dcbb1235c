"""How far apart two places are."""

import pytest

from fingerpost.contract.places import METRES_A_DEGREE, metres_between

FERNBY = (54.6, -2.4)


def test_a_thousandth_of_a_degree_north_is_111_metres() -> None:
    assert metres_between(*FERNBY, 54.601, -2.4) == pytest.approx(111.2, abs=0.1)


def test_a_thousandth_of_a_degree_east_is_less_the_further_north_it_is() -> None:
    assert metres_between(*FERNBY, 54.6, -2.401) == pytest.approx(64.4, abs=0.1)
    assert metres_between(0.0, 0.0, 0.0, 1.0) == pytest.approx(METRES_A_DEGREE)


def test_a_place_is_nowhere_but_where_it_is() -> None:
    assert metres_between(*FERNBY, *FERNBY) == 0.0


def test_the_way_there_is_as_long_as_the_way_back() -> None:
    other = (54.62, -2.43)
    assert metres_between(*FERNBY, *other) == pytest.approx(metres_between(*other, *FERNBY), rel=1e-3)
