"""A long list in pages: which page is asked for, and the links to the others."""

from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _


def number_of(typed: str) -> int:
    """The page that an address asks for; 1 for anything that is no number, or far too long for one."""
    return min(max(int(typed), 1), 100_000) if typed.isascii() and typed.isdigit() and len(typed) <= 20 else 1


def pagination(page: int, pages: int, **asked: str) -> dict[str, Any] | None:
    """What the pagination component takes: before, after, and the first, the last and those beside this page.

    `asked` stays in each address. None where one page holds everything.
    """
    if pages <= 1:
        return None
    kept = {name: value for name, value in asked.items() if value}
    made: dict[str, Any] = {"landmarkLabel": _("Pages of the list"), "items": _items(page, pages, kept)}
    if page > 1:
        made["previous"] = {"href": _address(page - 1, kept), "text": _("Previous")}
    if page < pages:
        made["next"] = {"href": _address(page + 1, kept), "text": _("Next")}
    return made


def _items(page: int, pages: int, kept: dict[str, str]) -> list[dict[str, Any]]:
    shown = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        label = _("Page %(number)s") % {"number": number}
        address = _address(number, kept)
        items.append({"number": number, "href": address, "current": number == page, "visuallyHiddenText": label})
    return items


def _address(page: int, kept: dict[str, str]) -> str:
    return f"?{urlencode({**kept, 'page': str(page)})}"
