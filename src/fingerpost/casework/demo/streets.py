"""The streets of Fernby. None of them is real: their coordinates lie on open moor."""

import csv
import math
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("streets.csv")
# Of latitude; of longitude, times the cosine of the latitude. A thousandth more than in `contract.places`, and left so:
# with any other figure each report of the made-up year would stand elsewhere, and no measurement could be compared.
METRES_A_DEGREE = 111_320.0
HALF_LENGTH = 100.0  # metres from the middle of a street to its end
FARTHEST_NOISE = 60.0  # metres: a phone's own doubt, and a thumb on a map

_LANDMARKS = (
    *("the church", "the Co-op", "the primary school", "the bus stop", "the post office", "the chapel", "the garage"),
    *("the chip shop", "the surgery", "the garages", "the phone box", "the Black Bull", "the bowling green"),
    *("the allotments", "the roundabout", "the railway bridge", "the zebra crossing", "the bookies", "the old mill"),
    *("the fire station", "the baths", "the library", "the war memorial", "the nursery", "the scout hut"),
)
LANDMARKS_CY = "y capel", "yr ysgol", "y siop", "y bont", "yr arhosfan bysiau"


@dataclass(frozen=True, kw_only=True)
class Street:
    """`slope` is the direction it runs in, in radians from east; `landmarks` stand at its two ends."""

    name: str
    latitude: float
    longitude: float
    slope: float
    landmarks: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place on a street. `along` runs from -1 to 1, its two ends."""

    street: Street
    along: float
    latitude: float
    longitude: float

    @property
    def house(self) -> int:
        """The number of the house nearest to it."""
        return 2 + round((self.along + 1) * 30)

    @property
    def landmark(self) -> str:
        return self.street.landmarks[0 if self.along < 0 else 1]


@cache
def read_streets() -> tuple[Street, ...]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(_street(row) for row in csv.DictReader(lines))


def _street(row: dict[str, str]) -> Street:
    """Which way it runs, and what stands in it, come from its name alone, so that they are always the same."""
    rng = random.Random(row["street"])  # noqa: S311 - made-up data
    first, second = rng.sample(_LANDMARKS, 2)
    return Street(
        name=row["street"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        slope=rng.uniform(-0.4, 0.4),
        landmarks=(first, second),
    )


def pick_spot(rng: random.Random, street: Street) -> Spot:
    return _spot(street, rng.uniform(-1, 1))


def beside(spot: Spot, metres: float) -> Spot:
    """A spot so many metres further along the same street, or back where the street ends."""
    step = metres / HALF_LENGTH
    return _spot(spot.street, spot.along + step if spot.along + step <= 1 else spot.along - step)


def near(rng: random.Random, spot: Spot) -> tuple[float, float]:
    """Where a person puts it: up to 60 metres off."""
    metres = FARTHEST_NOISE * rng.random()
    return _moved(spot.latitude, spot.longitude, metres, rng.uniform(0, 2 * math.pi))


def streets_within(latitude: float, longitude: float, metres: float) -> tuple[Street, ...]:
    return tuple(
        each for each in read_streets() if metres_between(latitude, longitude, each.latitude, each.longitude) <= metres
    )


def metres_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """On a flat map, which is right to a metre over the width of a town."""
    north = (other_latitude - latitude) * METRES_A_DEGREE
    east = (other_longitude - longitude) * METRES_A_DEGREE * math.cos(math.radians(latitude))
    return math.hypot(north, east)


def _spot(street: Street, along: float) -> Spot:
    latitude, longitude = _moved(street.latitude, street.longitude, along * HALF_LENGTH, street.slope)
    return Spot(street=street, along=along, latitude=latitude, longitude=longitude)


def _moved(latitude: float, longitude: float, metres: float, direction: float) -> tuple[float, float]:
    north = metres * math.sin(direction) / METRES_A_DEGREE
    east = metres * math.cos(direction) / (METRES_A_DEGREE * math.cos(math.radians(latitude)))
    return round(latitude + north, 6), round(longitude + east, 6)
