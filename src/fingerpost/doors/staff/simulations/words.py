"""What the codes of a simulation mean, and how its figures are written, in the language of the page."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fingerpost.doors.rulebook import rules_in_force


def part_words(name: str) -> str:
    """A benefit or a tax by its name."""
    schemes = rules_in_force().schemes
    language = "cy" if (get_language() or "").startswith("cy") else "en"
    return schemes[name].title[language] if name in schemes else name.replace("_", " ")


def grouping_words(name: str) -> str:
    return {
        "decile": _("By tenth of income, the poorest first"),
        "nation": _("By nation"),
        "family": _("By family"),
        "age": _("By age"),
    }.get(name, name)


def group_words(name: str) -> str:
    """A group by its name. Tenths and ages are written as they are."""
    return {
        "england": _("England"),
        "scotland": _("Scotland"),
        "wales": _("Wales"),
        "northern-ireland": _("Northern Ireland"),
        "single": _("One adult"),
        "couple": _("Couple"),
        "couple_with_children": _("Couple with children"),
        "lone_parent": _("Lone parent"),
        "single_pensioner": _("One pensioner"),
        "couple_pensioner": _("Pensioner couple"),
        "under 25": _("Under 25"),
        "66 or over": _("66 or over"),
        "people": _("People"),
        "children": _("Children"),
    }.get(name, name.replace(" to ", "–"))


def rate_words(percent: str) -> str:
    """A band of marginal rates."""
    named = {"below 0": _("Less than nothing"), "100 or more": _("100% or more")}
    return named.get(percent, percent.replace(" to ", "% – ") + "%")


def money(value: float) -> str:
    """Pounds, in millions or thousands of millions where they are many: £5.51bn."""
    sign, size = "−" if value < 0 else "", abs(value)
    for unit, name in ((1e9, _("bn")), (1e6, _("m"))):
        if size >= unit:
            return f"{sign}£{size / unit:,.2f}{name}"
    return f"{sign}£{size:,.0f}"


def percent(value: float) -> str:
    return f"{value:.1%}"


def count(value: float) -> str:
    """To the nearest thousand: no sample says more."""
    rounded = round(value, -3)
    return f"{'−' if rounded < 0 else ''}{abs(rounded):,.0f}"
