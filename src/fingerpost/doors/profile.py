"""The face that a body shows: its name, colour, contacts and hours, and where its pages may be framed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Hours = Mapping[int, tuple[str, str]]
"""Opening and closing time ("09:00", "17:00") by weekday, Monday 0. A day that is left out is closed."""

OFFICE_HOURS: Hours = MappingProxyType(dict.fromkeys(range(5), ("09:00", "17:00")))


@dataclass(frozen=True, kw_only=True)
class BodyProfile:
    """What a body sets for its own pages.

    `body` is its slug. `colour` is "#rrggbb". `holidays_of` is the nation whose bank holidays close it, as a value of
    `Nation`. `collections_off` are collections that residents are not answered from. `embed_on` are the origins, such
    as "https://www.fernby.example", whose pages may hold the assistant in a frame.
    """

    body: str
    service_name: str
    body_name: str
    colour: str = "#0e5c45"
    contact_email: str = ""
    contact_phone: str = ""
    contact_url: str = ""
    contact_address: str = ""
    hours: Hours = field(default_factory=lambda: OFFICE_HOURS)
    holidays_of: str = "england"
    collections_off: frozenset[str] = frozenset()
    embed_on: tuple[str, ...] = ()
