"""Every worked example comes out as it was worked by hand, to the penny."""

import pytest

from fingerpost.rules import uk_rules
from fingerpost.rules.authoring.checking import check_example
from fingerpost.rules.authoring.examples import Example, examples_of, uk_examples

LEAST = 8  # worked examples of each scheme


@pytest.mark.parametrize("example", uk_examples(), ids=lambda example: f"{example.scheme}-{example.id}")
def test_it_comes_out_as_worked_by_hand(example: Example) -> None:
    assert check_example(uk_rules(), example).faults == ()


@pytest.mark.parametrize("scheme", uk_rules().public)
def test_each_scheme_has_enough_of_them(scheme: str) -> None:
    assert len(examples_of(scheme, uk_examples())) >= LEAST


@pytest.mark.parametrize("scheme", uk_rules().public)
def test_each_scheme_has_one_that_is_open_for_want_of_a_fact(scheme: str) -> None:
    found = [each.expect.get(scheme) for each in examples_of(scheme, uk_examples())]
    if uk_rules().schemes[scheme].kind != "tax":
        assert "unknown" in found
