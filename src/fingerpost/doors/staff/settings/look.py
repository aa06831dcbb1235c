"""How a colour would look: its contrasts in words, and a stylesheet for the preview."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation
from fingerpost.doors.profile.checks import shown
from fingerpost.doors.profile.contrast import (
    DARK,
    WHITE,
    WORDS,
    brand_properties,
    is_colour,
    ratio,
    readable_on,
    shades,
)


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """One pair of colours. `name` is what the page's script knows it by; `figure` is the ratio, to one digit."""

    name: str
    words: str
    figure: str
    passes: bool


@dataclass(frozen=True, kw_only=True)
class Look:
    """A colour as typed. `nearest` is the shade that the pages would use: the colour itself where it can be read."""

    colour: str
    is_colour: bool
    nearest: str
    contrasts: tuple[Contrast, ...]


def look_of(colour: str) -> Look:
    """Its contrasts; for what is no colour at all, those of the colour that is shown now."""
    base = colour if is_colour(colour) else installation().read_profile().colour
    made = shades(base)
    contrasts = (
        _contrast("colour", _("White words on your colour"), WHITE, base),
        _contrast("light", _("Words in your colour on white"), made.on_light, WHITE),
        _contrast("dark", _("Words in your colour on the dark page"), made.on_dark, DARK),
    )
    return Look(colour=colour, is_colour=is_colour(colour), nearest=readable_on(base, WHITE), contrasts=contrasts)


@needs("site.change_profile")
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The colours of the preview. A stylesheet of its own: a page may hold no style inside itself."""
    colour = f"#{request.GET.get('colour', '')}"
    light, dark = brand_properties(colour if is_colour(colour) else installation().read_profile().colour)
    sheet = f".fp-preview--light{{{light}}}\n.fp-preview--dark{{{dark}}}\n"
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


def _contrast(name: str, words: str, one: str, other: str) -> Contrast:
    found = ratio(one, other)
    return Contrast(name=name, words=words, figure=shown(found), passes=found >= WORDS)
