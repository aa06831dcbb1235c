"""Which tokens go into which run of the model."""

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.engines.embeddings.layout import HEAD_TOKENS, Window, lay_out

FIRST, LAST = 101, 102


def lay(head: list[int], lines: list[list[int]], limit: int = 20) -> tuple[Window, ...]:
    return lay_out(head, lines, first=FIRST, last=LAST, limit=limit)


def test_short_section_is_one_window_with_its_head_first() -> None:
    (window,) = lay([1, 2], [[3, 4], [5]])
    assert window.ids == (FIRST, 1, 2, 3, 4, 5, LAST)
    assert window.pieces == ((0, 3, 5), (1, 5, 6))


def test_long_section_begins_every_window_with_its_head() -> None:
    windows = lay([1, 2], [[3] * 8, [4] * 8, [5] * 8])
    assert [window.ids[:3] for window in windows] == [(FIRST, 1, 2)] * len(windows)
    assert len(windows) == 2


def test_line_longer_than_a_window_is_cut_into_pieces_of_the_same_line() -> None:
    windows = lay([1], [[7] * 50])
    assert {piece[0] for window in windows for piece in window.pieces} == {0}
    assert sum(stop - start for window in windows for _, start, stop in window.pieces) == 50


def test_head_leaves_room_for_the_lines() -> None:
    (window,) = lay([1] * 500, [[2]], limit=256)
    assert len(window.ids) == HEAD_TOKENS + 3


def test_section_without_lines_still_has_a_window() -> None:
    assert lay([1], []) == (Window(ids=(FIRST, 1, LAST), pieces=()),)


@given(
    head=st.lists(st.integers(1000, 1999), max_size=60),
    lines=st.lists(st.lists(st.integers(2000, 2999), max_size=120), max_size=12),
)
def test_every_token_of_every_line_stands_in_its_piece_once_and_in_order(
    head: list[int], lines: list[list[int]]
) -> None:
    windows = lay(head, lines, limit=64)
    found: list[list[int]] = [[] for _ in lines]
    for window in windows:
        assert len(window.ids) <= 64
        for line, start, stop in window.pieces:
            found[line] += window.ids[start:stop]
    assert found == lines
