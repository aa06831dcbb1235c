"""A reference can be read out over the phone and typed back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.contract.references import ALPHABET, new_reference, tidy_reference

references = st.text(ALPHABET, min_size=10, max_size=10).map(lambda letters: f"FP-{letters[:5]}-{letters[5:]}")


def test_a_reference_has_ten_letters_that_cannot_be_mistaken_for_others():
    assert re.fullmatch(r"FP-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", new_reference())


def test_references_hardly_ever_repeat():
    assert len({new_reference() for _ in range(5000)}) == 5000


@pytest.mark.parametrize(
    "typed",
    [
        "FP-7K2M9-0X14A",
        "fp-7k2m9-0x14a",
        "  FP 7K2M9 0X14A ",
        "FP7K2M90X14A",
        "7k2m9-0x14a",
        "FP-7K2M9-OXI4A",
        "fp-7k2m9-oxl4a",
        "F.P./7K2M9/0X14A",
    ],
)
def test_a_reference_is_understood_however_it_was_typed(typed):
    assert tidy_reference(typed) == "FP-7K2M9-0X14A"


@given(references)
def test_a_reference_as_issued_is_understood_as_itself(reference):
    assert tidy_reference(reference) == reference


@given(references)
def test_a_reference_is_understood_without_its_prefix(reference):
    assert tidy_reference(reference[3:]) == reference


def test_ten_letters_of_their_own_may_begin_like_the_prefix():
    assert tidy_reference("FP2M9-0X14A") == tidy_reference("FP-FP2M9-0X14A") == "FP-FP2M9-0X14A"


@given(st.text())
def test_anything_at_all_may_be_typed(typed):
    assert tidy_reference(typed).startswith("FP-")
