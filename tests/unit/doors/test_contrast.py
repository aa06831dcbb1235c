"""Colours that can be read: the ratios of WCAG 2.2, and shades that reach them whatever a body chooses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.doors.profile.contrast import DARK, LINES, WHITE, WORDS, is_colour, mix, ratio, readable_on, shades

colours = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the grey that just fails
        ("#767676", "#ffffff", 4.54),  # and the one that just passes
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_ratio_is_that_of_the_guidelines(one: str, other: str, expected: float) -> None:
    assert round(ratio(one, other), 2) == pytest.approx(expected, abs=0.005)
    assert ratio(one, other) == ratio(other, one)


def test_a_readable_colour_stays_as_it_is() -> None:
    assert readable_on("#0e5c45", WHITE) == "#0e5c45"


def test_a_pale_colour_becomes_the_nearest_shade_that_can_be_read() -> None:
    found = readable_on("#ffd700", WHITE)
    assert ratio(found, WHITE) >= WORDS
    steps = [mix("#ffd700", "#000000", percent) for percent in range(101)]
    assert ratio(steps[steps.index(found) - 1], WHITE) < WORDS


def test_on_a_dark_background_it_becomes_lighter() -> None:
    assert ratio(readable_on("#0e5c45", DARK), DARK) >= WORDS


@given(colours)
def test_every_shade_of_every_colour_can_be_read_where_it_stands(colour: str) -> None:
    made = shades(colour)
    for words, background in (
        (WHITE, made.colour),
        (WHITE, made.deep),
        (made.on_light, WHITE),
        (made.on_light, made.tint),
        (made.on_dark, DARK),
        (made.on_dark, made.tint_dark),
    ):
        assert ratio(words, background) >= WORDS, (made, words, background)
    assert ratio(made.line, WHITE) >= LINES
    assert ratio(made.line_dark, DARK) >= LINES


@pytest.mark.parametrize("text", ["", "red", "#fff", "#GGGGGG", "0e5c45", "#0e5c45;", "#0e5c45\n", "#0E5C45"])
def test_only_six_digits_after_a_hash_are_a_colour(text: str) -> None:
    assert not is_colour(text)
    assert is_colour("#0e5c45")
