"""Bank holidays of the nations, from the `holidays` package."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

PARTS = MappingProxyType({"england": "ENG", "scotland": "SCT", "wales": "WLS", "northern-ireland": "NIR"})


@lru_cache(maxsize=32)
def bank_holidays(nation: str, first: int) -> Mapping[date, str]:
    """Those of the year `first` and the year after, with the package's English names. A nation is a value of `Nation`.

    A holiday on a Saturday or Sunday is there twice: on its day, and on the day that stands in for it.
    """
    import holidays  # noqa: PLC0415 - takes a while to load, and most pages need none

    return MappingProxyType(dict(holidays.country_holidays("GB", subdiv=PARTS[nation], years=[first, first + 1])))
