"""How an oversight page is shown: with both lines of navigation."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from fingerpost.doors.entry import pages
from fingerpost.doors.entry.places import places_for
from fingerpost.doors.oversight.tabs import TABS

HOME = "oversight:today"


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, tab: str = "", status: int = 200
) -> HttpResponse:
    """A page of this door. `tab` is the name of the address that is current in the second line, such as
    "oversight:runs"; "" where the page stands in none."""
    return pages.show(
        request, template, {"place": HOME, "tabs": places_for(request, TABS), "tab": tab, **context}, status=status
    )
