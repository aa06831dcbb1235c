"""Which rows of a list stand on a page of it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PagePlace:
    """`number` counts from 1 to `pages`; `rows` are those that stand on it, counted from 0."""

    number: int
    pages: int
    rows: slice


def place_page(total: int, *, wanted: int, size: int) -> PagePlace:
    """The place of page `wanted` among `total` rows, `size` to a page; of no rows there is one page, which is empty.

    It is the last page where `wanted` lies behind it, and the first where it lies before.
    """
    pages = max(1, -(-total // size))
    number = min(max(1, wanted), pages)
    return PagePlace(number=number, pages=pages, rows=slice((number - 1) * size, number * size))
