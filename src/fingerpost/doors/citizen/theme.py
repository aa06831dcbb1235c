"""The body's own colour as a stylesheet: the few properties that `styles/_theme.scss` takes its green from."""

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fingerpost.doors.installation import installation
from fingerpost.doors.profile.contrast import brand_properties

HOUSE = "#0e5c45"  # what the styles hold as they come: a body of this colour needs no sheet
YEAR = 31_536_000  # seconds
_NAMED = re.compile(r"[0-9a-f]{6}\Z")


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The properties of one colour. Pages name it (`?v=0e5c45`), so that a changed colour has an address of its own."""
    named = request.GET.get("v", "")
    is_named = bool(_NAMED.match(named))
    colour = f"#{named}" if is_named else installation().read_profile().colour
    response = HttpResponse(sheet(colour), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if is_named else "no-cache"
    return response


def sheet(colour: str) -> str:
    """For light and for dark."""
    light, dark = brand_properties(colour)
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
