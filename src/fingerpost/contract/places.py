"""Distances between places a town apart at most, as every part of the whole reckons them."""

from math import cos, hypot, radians

METRES_A_DEGREE = 111_195.0
"""Metres of a degree of latitude on a round earth of 6,371 km; of longitude, times the cosine of the latitude."""


def metres_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres from one place to another, both in degrees, on a plane: right to a thousandth within a few kilometres."""
    north = (other_latitude - latitude) * METRES_A_DEGREE
    east = (other_longitude - longitude) * METRES_A_DEGREE * cos(radians(latitude))
    return hypot(north, east)
