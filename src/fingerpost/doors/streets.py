"""The body's own streets, where it has a list of them: `streets.csv` in FINGERPOST_HOME, with a place for each.

Columns: street, latitude, longitude, and area where two streets have one name. Fernby, which is made up, has its own.
"""

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from rapidfuzz import fuzz, process

from fingerpost.casework.demo.streets import FILE as FERNBY
from fingerpost.contract.places import METRES_A_DEGREE, metres_between

MOST_SUGGESTED = 6
MOST_LISTED = 400  # streets that a page may list for the browser to suggest: more would make it heavy
ALIKE = 86  # of 100, as rapidfuzz counts: one letter wrong in a short name
NEAR = 250.0  # metres: a place further than that from the middle of any street is named by none
_SHORT = {"rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close", "dr": "drive"}


@dataclass(frozen=True, kw_only=True)
class Street:
    """A street and its middle, in degrees."""

    name: str
    area: str
    latitude: float
    longitude: float

    @property
    def title(self) -> str:
        return f"{self.name}, {self.area}" if self.area else self.name


def all_streets() -> tuple[Street, ...]:
    """The streets of this body; none where it has no list."""
    own = Path(settings.HOME) / "streets.csv"
    if own.is_file():
        return _read(own, own.stat().st_mtime_ns)
    return _read(FERNBY, 0) if settings.CONFIGURATION.body == "fernby" else ()


def find_streets(typed: str) -> tuple[Street, ...]:
    """Those that somebody may mean, best first: named in what they typed, else spelt nearly so."""
    streets, words = all_streets(), f" {_plain(typed)} "
    named = [each for each in streets if f" {_plain(each.name)} " in words]
    if named:
        longest = max(len(each.name) for each in named)  # "Long Mill Lane" is not "Mill Lane"
        fitting = [each for each in named if len(each.name) == longest]
        within = [each for each in fitting if each.area and f" {_plain(each.area)} " in words]
        return tuple(within or fitting)[:MOST_SUGGESTED]
    names = [_plain(each.name) for each in streets]
    alike = process.extract(
        re.sub(r"\b\d+\w?\b", " ", words).strip(), names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=4
    )
    return tuple(streets[at] for _name, _score, at in alike)


def street_at(latitude: float | None, longitude: float | None) -> str:
    """The name of the street nearest to a place; "" where none is near."""
    if latitude is None or longitude is None:
        return ""
    found = nearest(all_streets(), latitude, longitude)
    return found.title if found else ""


def nearest(streets: Sequence[Street], latitude: float, longitude: float) -> Street | None:
    """The one whose middle is nearest, within NEAR."""

    def metres(each: Street) -> float:
        return metres_between(latitude, longitude, each.latitude, each.longitude)

    band = NEAR / METRES_A_DEGREE  # most streets are too far north or south: that is told at once
    found = min((each for each in streets if abs(each.latitude - latitude) <= band), key=metres, default=None)
    return found if found is not None and metres(found) <= NEAR else None


@lru_cache(maxsize=2)
def _read(path: Path, stamp: int) -> tuple[Street, ...]:
    """A line that has no place is left out: it could not be shown anywhere."""
    found = []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            try:
                latitude, longitude = float(row["latitude"]), float(row["longitude"])
            except (KeyError, TypeError, ValueError):
                continue
            name = (row.get("street") or "").strip()
            if name and -90 <= latitude <= 90 and -180 <= longitude <= 180:
                area = (row.get("area") or "").strip()
                found.append(Street(name=name, area=area, latitude=latitude, longitude=longitude))
    return tuple(found)


@lru_cache(maxsize=20_000)
def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words.casefold().replace("'", "").replace("’", ""))
    plain = re.sub(r"[^a-z0-9 ]+", " ", "".join(char for char in letters if not unicodedata.combining(char)))
    return " ".join(_SHORT.get(each, each) for each in plain.split())
