"""QR codes that a template can draw: a path of squares, and how wide the whole is."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import segno
from django.conf import settings
from django.http import HttpRequest

from fingerpost.doors.citizen.links import link_to, outside_frame

QUIET = 4  # squares of white around it, without which cameras do not find it
MASK = 2  # any of the eight is good; to compare all of them takes seven times as long


@dataclass(frozen=True, kw_only=True)
class QrCode:
    """`path` holds letters and digits only, so it may stand in an attribute. `size` counts squares, with the edge."""

    address: str
    path: str
    size: int


def receipt_code(reference: str, request: HttpRequest) -> QrCode:
    """The code that leads to where an answer's receipt can be had and checked."""
    base = settings.CONFIGURATION.base_url or request.build_absolute_uri("/").rstrip("/")
    path = link_to("receipts")
    page = outside_frame(path) if "/embed/" in path else path
    return qr_code(f"{base}{page}?reference={reference}")


@lru_cache(maxsize=64)
def qr_code(address: str) -> QrCode:
    """A code of medium error correction: it may lose a seventh of its squares to a crease."""
    matrix = segno.make(address, error="m", micro=False, mask=MASK).matrix
    return QrCode(
        address=address,
        path="".join(f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(matrix, QUIET) for x, width in _runs(row)),
        size=len(matrix) + 2 * QUIET,
    )


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where dark squares begin in a row, and how many stand side by side."""
    found, x = [], QUIET
    for is_dark, squares in groupby(row, key=bool):
        width = len(list(squares))
        if is_dark:
            found.append((x, width))
        x += width
    return found
