"""What people call the nations, in the language of the page. The contract and the API keep their English names."""

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from fingerpost.contract.context import Nation

# Every name that `contract.claims.name_nations` can give, so that each set has a translation of its own.
NAMES = (
    gettext_noop("England"),
    gettext_noop("Scotland"),
    gettext_noop("Wales"),
    gettext_noop("Northern Ireland"),
    gettext_noop("England and Scotland"),
    gettext_noop("England and Wales"),
    gettext_noop("England and Northern Ireland"),
    gettext_noop("Scotland and Wales"),
    gettext_noop("Scotland and Northern Ireland"),
    gettext_noop("Wales and Northern Ireland"),
    gettext_noop("Great Britain"),
    gettext_noop("England, Scotland and Northern Ireland"),
    gettext_noop("England, Wales and Northern Ireland"),
    gettext_noop("Scotland, Wales and Northern Ireland"),
    gettext_noop("United Kingdom"),
)


def nation_name(code: str | None) -> str:
    """What people call the nation of that code; "" for none."""
    return gettext(Nation(code).title) if code else ""


def in_page_language(name: str) -> str:
    """A name that the contract gave, such as that of a source, in the language of the page. "" stays ""."""
    return gettext(name) if name else ""


class NamedNations:
    """(code, name) of each nation, named anew for each page."""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((nation.value, gettext(nation.title)) for nation in Nation)
