"""Bank holidays under the names that GOV.UK gives them."""

from django.utils.translation import gettext as _

OBSERVED = " (observed)"


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
