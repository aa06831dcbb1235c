"""The map, where the body allows tiles of one host: its address is checked before there is anything else, it goes to
the page, and the policy of that page lets in that host."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

_TEMPLATE = re.compile(r"https?://[^\s{}'\"<>;,]+(\{[zxy]\}[^\s{}'\"<>;,]*){3}\Z")


def is_tile_template(address: str) -> bool:
    """Is it an address such as https://tiles.example.org/{z}/{x}/{y}.png?"""
    return (
        bool(_TEMPLATE.match(address))
        and all(each in address for each in ("{z}", "{x}", "{y}"))
        and bool(urlsplit(address).hostname)
    )


def tile_host(address: str) -> str:
    """The one origin that a policy names."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, kw_only=True)
class Map:
    """Where tiles come from, and whom the page must name for them."""

    tiles: str
    credit: str


def may_map() -> Map | None:
    """The map of this body; None where it allows none."""
    configuration = settings.CONFIGURATION
    return Map(tiles=configuration.map_tiles, credit=configuration.map_credit) if configuration.map_tiles else None


def with_map(request: HttpRequest, *, asks: bool = False) -> None:
    """The page that answers this request may show the map; where it asks for a place, with permission, where one is."""
    request.shows_map = True  # type: ignore[attr-defined]  # see site/headers.py
    request.asks_for_place = asks  # type: ignore[attr-defined]
