"""Which rows stand on which page."""

import pytest

from fingerpost.contract.paging import place_page


@pytest.mark.parametrize(
    ("total", "wanted", "number", "pages", "shown"),
    [
        (0, 1, 1, 1, 0),
        (25, 1, 1, 1, 25),
        (26, 2, 2, 2, 1),
        (26, 9, 2, 2, 1),
        (26, 0, 1, 2, 25),
        (26, -3, 1, 2, 25),
    ],
)
def test_a_page_is_found_whatever_number_is_asked_for(
    total: int, wanted: int, number: int, pages: int, shown: int
) -> None:
    place = place_page(total, wanted=wanted, size=25)
    assert (place.number, place.pages) == (number, pages)
    assert len(range(total)[place.rows]) == shown


def test_every_row_stands_on_one_page() -> None:
    found = [row for page in range(1, 6) for row in range(101)[place_page(101, wanted=page, size=25).rows]]
    assert found == list(range(101))
