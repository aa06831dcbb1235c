"""Colours as web pages, PDF and office files write them, and whether one can be told from another."""

import colorsys
import re

Colour = tuple[float, float, float]  # red, green, blue, each from 0 to 1

WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)
# WCAG 2 asks 4.5 of text that is to be read. Below this, text is not merely faint: it cannot be seen.
INVISIBLE_BELOW = 1.25

_NAMES = {
    "white": "fff", "black": "000", "snow": "fffafa", "ivory": "fffff0", "ghostwhite": "f8f8ff", "azure": "f0ffff",
    "floralwhite": "fffaf0", "mintcream": "f5fffa", "whitesmoke": "f5f5f5", "aliceblue": "f0f8ff", "red": "f00",
    "honeydew": "f0fff0", "seashell": "fff5ee", "lavenderblush": "fff0f5", "oldlace": "fdf5e6", "linen": "faf0e6",
    "beige": "f5f5dc", "cornsilk": "fff8dc", "lightyellow": "ffffe0", "lightcyan": "e0ffff", "silver": "c0c0c0",
    "gray": "808080", "grey": "808080", "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "darkgray": "a9a9a9",
    "darkgrey": "a9a9a9", "gainsboro": "dcdcdc", "navy": "000080", "blue": "00f", "green": "008000", "lime": "0f0",
    "yellow": "ff0", "maroon": "800000", "purple": "800080", "teal": "008080", "olive": "808000", "orange": "ffa500",
    "darkblue": "00008b", "darkgreen": "006400", "darkred": "8b0000", "aqua": "0ff", "cyan": "0ff", "fuchsia": "f0f",
    "magenta": "f0f",
}  # fmt: skip
_CALL = re.compile(r"(rgb|hsl)a?\(([^)]*)\)\Z")


def read_colour(text: str) -> Colour | None:
    """The colour that a style names; None for one that is not understood or seen through."""
    text = text.strip().lower()
    call = _CALL.match(text)
    if call:
        return _from_call(call.group(1), call.group(2))
    digits = _NAMES.get(text, text.removeprefix("#") if text.startswith("#") else "")
    if len(digits) in {3, 4}:
        digits = "".join(each * 2 for each in digits)
    if not re.fullmatch(r"[0-9a-f]{6}([0-9a-f]{2})?", digits) or digits[6:] == "00":
        return None
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def is_transparent(text: str) -> bool:
    """Is it a colour that shows nothing at all?"""
    text = text.strip().lower()
    digits = text.removeprefix("#")
    if text == "transparent":
        return True
    if text.startswith("#"):
        return (len(digits) == 8 and digits[6:] == "00") or (len(digits) == 4 and digits[3:] == "0")
    call = _CALL.match(text)
    if not call:
        return False
    parts = re.split(r"[\s,/]+", call.group(2).strip())
    return len(parts) == 4 and _figure(parts[3]) == 0


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2 contrast ratio, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_invisible_on(text: Colour, background: Colour) -> bool:
    """Can text of one colour not be seen on the other?"""
    return contrast(text, background) < INVISIBLE_BELOW


def _luminance(colour: Colour) -> float:
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _from_call(kind: str, inside: str) -> Colour | None:
    parts = re.split(r"[\s,/]+", inside.strip())
    figures = [_figure(part) for part in parts]
    if len(parts) not in {3, 4} or None in figures or (len(parts) == 4 and figures[3] == 0):
        return None
    first, second, third = (figure or 0.0 for figure in figures[:3])
    if kind == "hsl":
        return colorsys.hls_to_rgb(first / 360 % 1, third, second)
    scale = [
        each if part.endswith("%") else each / 255 for each, part in zip((first, second, third), parts, strict=False)
    ]
    return scale[0], scale[1], scale[2]


def _figure(text: str) -> float | None:
    """A figure, or a percentage as a part of one."""
    match = re.fullmatch(r"([+-]?\d*\.?\d+)(%|deg)?", text)
    if not match:
        return None
    return float(match.group(1)) / (100 if match.group(2) == "%" else 1)
