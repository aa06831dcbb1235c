"""Bank holidays of the nations, from the `holidays` package, under the names that GOV.UK gives them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from django.utils.translation import gettext as _

PARTS = MappingProxyType({"england": "ENG", "scotland": "SCT", "wales": "WLS", "northern-ireland": "NIR"})
OBSERVED = " (observed)"


@lru_cache(maxsize=32)
def bank_holidays(nation: str, first: int) -> Mapping[date, str]:
    """Those of the year `first` and the year after, with the package's English names. A nation is a value of `Nation`.

    A holiday on a Saturday or Sunday is there twice: on its day, and on the day that stands in for it.
    """
    import holidays  # noqa: PLC0415 - takes a while to load, and most pages need none

    return MappingProxyType(dict(holidays.country_holidays("GB", subdiv=PARTS[nation], years=[first, first + 1])))


def name_holiday(name: str) -> str:
    """The name in the reader's language. One that is new to us stays in English."""
    plain = name.removesuffix(OBSERVED)
    known = _NAMES[plain]() if plain in _NAMES else plain
    return _("%(holiday)s (substitute day)") % {"holiday": known} if name.endswith(OBSERVED) else known


_NAMES = {
    "New Year's Day": lambda: _("New Year’s Day"),
    "New Year Holiday": lambda: _("2nd January"),
    "Saint Patrick's Day": lambda: _("St Patrick’s Day"),
    "Good Friday": lambda: _("Good Friday"),
    "Easter Monday": lambda: _("Easter Monday"),
    "May Day": lambda: _("Early May bank holiday"),
    "Spring Bank Holiday": lambda: _("Spring bank holiday"),
    "Battle of the Boyne": lambda: _("Battle of the Boyne"),
    "Summer Bank Holiday": lambda: _("Summer bank holiday"),
    "Late Summer Bank Holiday": lambda: _("Summer bank holiday"),
    "Saint Andrew's Day": lambda: _("St Andrew’s Day"),
    "Christmas Day": lambda: _("Christmas Day"),
    "Boxing Day": lambda: _("Boxing Day"),
}
