"""What topics are called, to residents and to staff. One of a body's own is its name with a capital."""

from django.utils.translation import gettext as _

OTHER = "other"  # stands in an address for the pages that name no topic


def topic_words(name: str) -> str:
    """ "childcare-and-school" is "Childcare and school"."""
    known = {
        "": _("Other guidance"),
        OTHER: _("Other guidance"),
        "benefits": _("Benefits"),
        "birth-and-death": _("Birth, marriage and death"),
        "childcare-and-school": _("Childcare and school"),
        "consumer-and-legal": _("Shopping, money and legal help"),
        "cy": _("Guidance in Welsh"),
        "disability-and-care": _("Disability and care"),
        "fernby-council": _("Your council"),
        "health-costs": _("Help with health costs"),
        "housing": _("Housing"),
        "passports-and-driving": _("Passports and driving"),
        "pensions": _("Pensions"),
        "tax": _("Tax"),
        "visas-and-settlement": _("Visas and settlement"),
        "work": _("Work"),
    }
    return known.get(name) or name.replace("-", " ").replace("_", " ").capitalize()
