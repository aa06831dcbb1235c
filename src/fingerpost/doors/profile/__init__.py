"""The face that a body shows: its name, colour, contacts and hours, and where its pages may be framed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

Hours = Mapping[int, tuple[str, str]]
"""Opening and closing time ("09:00", "17:00") by weekday, Monday 0. A day that is left out is closed.

"24:00" is the end of the day.
"""

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


@dataclass(frozen=True, kw_only=True)
class ProfileVersion:
    """One version of a body's face, as somebody saved it. `number` rises; the greatest is the one shown."""

    number: int
    at: datetime
    by: str
    profile: BodyProfile


def pack_profile(profile: BodyProfile) -> dict[str, Any]:
    """The profile as plain JSON values, without the body, which is the row's."""
    return {
        "service_name": profile.service_name,
        "body_name": profile.body_name,
        "colour": profile.colour,
        "contact_email": profile.contact_email,
        "contact_phone": profile.contact_phone,
        "contact_url": profile.contact_url,
        "contact_address": profile.contact_address,
        "hours": {str(day): list(times) for day, times in sorted(profile.hours.items())},
        "holidays_of": profile.holidays_of,
        "collections_off": sorted(profile.collections_off),
        "embed_on": list(profile.embed_on),
    }


def unpack_profile(packed: Mapping[str, Any], *, over: BodyProfile) -> BodyProfile:
    """The profile that was packed. What it does not say is as in `over`; what no release of ours says is left alone.

    Raises ValueError, TypeError, KeyError or AttributeError for a value of another kind than was packed.
    """
    if not isinstance(packed, Mapping):
        raise TypeError("a profile is packed as a mapping")
    made: dict[str, Any] = {name: str(packed[name]) for name in _WORDS if name in packed}
    if "hours" in packed:
        hours = {int(day): (str(opens), str(closes)) for day, (opens, closes) in packed["hours"].items()}
        made["hours"] = MappingProxyType(hours)
    if "collections_off" in packed:
        made["collections_off"] = frozenset(str(each) for each in packed["collections_off"])
    if "embed_on" in packed:
        made["embed_on"] = tuple(str(each) for each in packed["embed_on"])
    return replace(over, **made)


_WORDS = (
    "service_name",
    "body_name",
    "colour",
    "contact_email",
    "contact_phone",
    "contact_url",
    "contact_address",
    "holidays_of",
)
