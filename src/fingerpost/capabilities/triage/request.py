"""What is sorted: a report in somebody's own words, with what a door knows beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fingerpost.contract.capability import ask_for


@dataclass(frozen=True, kw_only=True)
class ReportToSort:
    """One report. `latitude` and `longitude` are of a public place, in degrees; a home is never given, and
    `has_address` says that one was. `facts` were given by name, `channel` is the way it came."""

    text: str = ask_for(
        "What is the problem?", hint="In your own words. Say where it is and what you saw.", max_length=5_000
    )
    latitude: float | None = ask_for(
        "Latitude of the place", hint="In degrees, such as 54.6012.", max_length=None, free_text=False, default=None
    )
    longitude: float | None = ask_for(
        "Longitude of the place", hint="In degrees, such as -2.4011.", max_length=None, free_text=False, default=None
    )
    has_address: bool = ask_for(
        "Was an address given?", hint="Yes or no.", max_length=None, free_text=False, default=False
    )
    has_photo: bool = ask_for(
        "Was a picture given?", hint="Yes or no.", max_length=None, free_text=False, default=False
    )
    facts: Mapping[str, str] = field(
        default_factory=dict,
        metadata={"label": "Facts given", "hint": "By name.", "max_length": 500, "free_text": False},
    )
    channel: str = ask_for("How it came", hint="Such as web or phone.", max_length=30, free_text=False, default="web")
