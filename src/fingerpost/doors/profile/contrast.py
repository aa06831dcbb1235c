"""Whether words in a colour can be read, and the shades of a body's colour that can.

Ratios are those of the Web Content Accessibility Guidelines 2.2 (relative luminance, from 1 to 21); 4.5 is what level
AA asks of words, 3 of lines that matter. The staff door's `contrast.mjs` counts the same while somebody types.
"""

import re
from dataclasses import dataclass

from fingerpost.knowledge.formats.colours import contrast, read_colour

WORDS, LINES = 4.5, 3.0  # the least that level AA asks
BRIGHT = 7.0  # of words on the dark page, where a colour that only just passes looks dull
WHITE, BLACK = "#ffffff", "#000000"
DARK = "#14191c"  # behind the words of the dark theme
TINT = 92  # per cent of white in the light tint of a colour

_HEX = re.compile(r"#[0-9a-f]{6}\Z")

Channels = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Shades:
    """A body's colour, and what is made of it, each as "#rrggbb".

    White words can be read on `colour` and on `deep`; `on_light` on white and on `tint`; `on_dark` on `DARK` and on
    `tint_dark`. `line` stands out on white, `line_dark` on `DARK`.
    """

    colour: str
    deep: str
    tint: str
    tint_dark: str
    on_light: str
    on_dark: str
    line: str
    line_dark: str


def is_colour(text: str) -> bool:
    """Is it written as "#rrggbb", in small letters?"""
    return bool(_HEX.match(text))


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    first, second = read_colour(one), read_colour(other)
    if first is None or second is None:
        raise ValueError(f"not two colours: {one}, {other}")
    return contrast(first, second)


def readable_on(colour: str, background: str, *, least: float = WORDS) -> str:
    """The shade nearest to `colour` that has the least contrast with the background: lighter on dark, darker on light.

    The colour itself where it has. Black or white where no shade of it does.
    """
    aim = WHITE if ratio(background, WHITE) > ratio(background, BLACK) else BLACK
    for percent in range(101):
        shade = mix(colour, aim, percent)
        if ratio(shade, background) >= least:
            return shade
    return aim


def mix(colour: str, other: str, percent: int) -> str:
    """`colour` with so many per cent of the other in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{(one * (100 - percent) + two * percent + 50) // 100:02x}" for one, two in pairs)


def shades(colour: str) -> Shades:
    """All that the pages draw with. A colour on which white words cannot be read is darkened first."""
    brand = readable_on(colour, WHITE)
    tint, tint_dark = mix(brand, WHITE, TINT), mix(DARK, brand, 100 - TINT)
    return Shades(
        colour=brand,
        deep=mix(brand, BLACK, 25),
        tint=tint,
        tint_dark=tint_dark,
        on_light=readable_on(brand, tint),
        on_dark=readable_on(readable_on(brand, DARK, least=BRIGHT), tint_dark),
        line=readable_on(mix(brand, WHITE, 45), WHITE, least=LINES),
        line_dark=readable_on(mix(brand, WHITE, 20), DARK, least=LINES),
    )


def brand_properties(colour: str) -> tuple[str, str]:
    """What the styles take their colour from, for the light and for the dark theme: CSS declarations.

    White words can be read on the first three, the fourth on the page and on the tint.
    """
    made = shades(colour)
    brand_dark = readable_on(made.colour, DARK, least=LINES)
    light = _declared(made.colour, made.deep, made.deep, made.on_light, made.tint, made.line)
    return light, _declared(brand_dark, made.deep, made.colour, made.on_dark, made.tint_dark, made.line_dark)


def _declared(*values: str) -> str:
    names = ("brand", "brand-deep", "brand-hover", "brand-text", "brand-tint", "brand-line")
    return ";".join(f"--fp-{name}:{value}" for name, value in zip(names, values, strict=True))


def _channels(colour: str) -> Channels:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
