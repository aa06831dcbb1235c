"""Pieces become whole lines, within bounds."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.engines.language_models.calling import CallFault
from fingerpost.engines.language_models.lines import split_lines


def test_a_line_is_given_as_soon_as_it_is_whole() -> None:
    given_until_now: list[str] = []

    def pieces() -> Iterator[str]:
        yield '{"text": "on'
        yield 'e"}\n{"te'
        assert given_until_now == ['{"text": "one"}']
        yield 'xt": 2}'

    for line in split_lines(pieces()):
        given_until_now.append(line)
    assert given_until_now == ['{"text": "one"}', '{"text": 2}']


def test_both_kinds_of_line_ends_are_taken_off_and_empty_lines_left_out() -> None:
    assert list(split_lines(["one\r", "\n\n  \n", "two\r\nthree\n"])) == ["one", "two", "three"]


def test_other_separators_stand_inside_a_line() -> None:
    assert list(split_lines(["one\u2028two\x0bthree\x85four\n"])) == ["one\u2028two\x0bthree\x85four"]


def test_the_last_line_of_what_broke_off_is_not_given() -> None:
    def pieces() -> Iterator[str]:
        yield "whole\nhal"
        raise CallFault(WhyNoModel.FAILED)

    lines: list[str] = []
    with pytest.raises(CallFault):
        for line in split_lines(pieces()):
            lines.append(line)
    assert lines == ["whole"]


@pytest.mark.parametrize(
    "pieces", [["x" * 8_001], ["x" * 5_000, "x" * 5_000], ["é" * 4_001 + "\n"], ["x" * 9_000 + "\n"]]
)
def test_a_line_may_have_eight_thousand_bytes(pieces: list[str]) -> None:
    with pytest.raises(CallFault) as caught:
        list(split_lines(pieces))
    assert caught.value.why is WhyNoModel.TOO_LARGE
    assert list(split_lines(["x" * 8_000 + "\n"])) == ["x" * 8_000]


@pytest.mark.parametrize("line", ["x" * 999 + "\n", "\n" * 1_000])
def test_all_may_have_two_hundred_thousand(line: str) -> None:
    """Counting those that are left out."""
    with pytest.raises(CallFault) as caught:
        list(split_lines([line] * 201))
    assert caught.value.why is WhyNoModel.TOO_LARGE
    assert len(list(split_lines(["x" * 999 + "\n"] * 200))) == 200


@given(st.text(alphabet="ab\n\r😀é\u2028 ", max_size=60), st.lists(st.integers(0, 60), max_size=8))
def test_it_does_not_matter_where_the_pieces_are_cut(text: str, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(text)]
    pieces = [text[start:end] for start, end in pairwise(edges)]
    assert list(split_lines(pieces)) == list(split_lines([text]))
