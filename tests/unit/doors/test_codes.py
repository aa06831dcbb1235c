"""QR codes are drawn square for square, with white around them."""

import re

import pytest
import segno

from fingerpost.doors.citizen.receipts.codes import MASK, QUIET, qr_code

ADDRESS = "https://ask.fernby.example/receipts?reference=FP-7K2M9-QX4DA"


def drawn(path: str, size: int) -> list[list[bool]]:
    """The squares that a path fills, one by one."""
    squares = [[False] * size for _ in range(size)]
    for x, y, width, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path):
        assert width == back
        for column in range(int(x), int(x) + int(width)):
            squares[int(y)][column] = True
    return squares


@pytest.mark.parametrize("address", [ADDRESS, "http://localhost:8000/receipts?reference=FP-00000-00000", "x" * 300])
def test_the_path_draws_the_code_square_for_square(address: str) -> None:
    code = qr_code(address)
    assert re.fullmatch(r"(?:M\d+ \d+h\d+v1h-\d+z)+", code.path)
    expected = segno.make(address, error="m", micro=False, mask=MASK).matrix_iter(border=QUIET)
    assert drawn(code.path, code.size) == [[bool(square) for square in row] for row in expected]


def test_it_may_lose_a_seventh_of_its_squares() -> None:
    assert segno.make(ADDRESS, error="m", micro=False, mask=MASK).error in {"M", "Q", "H"}
