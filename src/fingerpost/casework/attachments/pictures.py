"""Pictures are decoded and written anew: what is no picture stays behind, such as where and when a photo was taken.

Only their size is read first: a picture that would be too large in memory is never decoded.
"""

import io
import math
import struct
import threading
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PIL import ExifTags, Image, ImageOps

from fingerpost.casework.attachments.documents import Refusal
from fingerpost.casework.attachments.refusing import Why
from fingerpost.record.challenges.files import MOST_BYTES

FORMATS = MappingProxyType({"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"})
# A JPEG is decoded at the size that is needed, so that even a large photo takes little memory; the others cannot be.
MOST_PIXELS = MappingProxyType({"jpeg": 89_000_000, "png": 25_000_000, "webp": 25_000_000})
MOST_SIDE = 20_000  # pixels as it comes: longer ones are no photos
LONGEST_SIDE = 4096  # pixels: more than enough to read a house number
QUALITY = 85
_SHRINKS = frozenset(
    {"RGB", "RGBA", "L", "CMYK"}
)  # what can be made smaller as it is, without a stripe or a false colour
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, KeyError, TypeError, OverflowError)
_at_once = threading.Semaphore(1)  # pictures that one process holds decoded: the largest take some 400 MB


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a photo was taken, in degrees."""

    latitude: float
    longitude: float


def write_anew(kind: str, content: bytes) -> tuple[str, bytes]:
    """The same picture as a new file, upright and at most LONGEST_SIDE long, and its kind: jpeg or png.

    A WebP becomes a JPEG, or a PNG where one can see through it. Raises Refusal.
    """
    with _at_once:
        try:
            with _opened(kind, content) as found:
                return _encoded(_upright(found, kind), kind)
        except _BROKEN as error:
            raise Refusal(Why.DAMAGED) from error


def _opened(kind: str, content: bytes) -> Image.Image:
    """Its header alone has been read."""
    try:
        found = Image.open(io.BytesIO(content), formats=(FORMATS[kind],))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(Why.TOO_MUCH_INSIDE) from error
    if found.width * found.height > MOST_PIXELS[kind] or max(found.size) > MOST_SIDE:
        raise Refusal(Why.TOO_MUCH_INSIDE)
    return found


def _upright(found: Image.Image, kind: str) -> Image.Image:
    if kind == "jpeg":
        found.draft("RGB", (LONGEST_SIDE // 2, LONGEST_SIDE // 2))  # never smaller than that, if it is not already
    found.load()
    ImageOps.exif_transpose(found, in_place=True)  # no copy of what may be 100 MB
    if found.mode in _SHRINKS:
        found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    wanted = _with_plain_colours(found)
    wanted.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return wanted


def _with_plain_colours(found: Image.Image) -> Image.Image:
    """RGB or grey, with transparency only where there is some. A copy: nothing else that was in the file is with it."""
    if found.mode in {"RGBA", "LA", "PA"} or "transparency" in found.info:
        mode = "RGBA"
    else:
        mode = "L" if found.mode in {"1", "L"} else "RGB"
    plain = Image.new(mode, found.size)
    plain.paste(found if found.mode == mode else found.convert(mode))
    return plain


def _encoded(picture: Image.Image, kind: str) -> tuple[str, bytes]:
    if kind == "png" or picture.mode == "RGBA":
        content = _saved(picture, "PNG", optimize=False)
        if len(content) <= MOST_BYTES:
            return "png", content
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
        picture = flat
    return "jpeg", _saved(picture, "JPEG", quality=QUALITY, optimize=True)


def _saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    into = io.BytesIO()
    picture.save(into, form, **options)
    return into.getvalue()


def place_in(content: bytes) -> Place | None:
    """Where the photo says it was taken; None where it does not, or says something impossible.

    Ask the person before it is used: a photo tells where its taker was.
    """
    kind = next((kind for kind, form in FORMATS.items() if _is(content, form)), "")
    if not kind:
        return None
    try:
        with _opened(kind, content) as found:
            return _place_of(found.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    except (*_BROKEN, Refusal, ZeroDivisionError):
        return None  # a broken picture has no place; `clean` says that it is broken


def _is(content: bytes, form: str) -> bool:
    beginnings = {"PNG": b"\x89PNG", "JPEG": b"\xff\xd8\xff", "WEBP": b"RIFF"}
    return content.startswith(beginnings[form])


def _place_of(gps: dict[int, Any]) -> Place | None:
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), str(gps.get(ExifTags.GPS.GPSLatitudeRef, "N")), "S")
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), str(gps.get(ExifTags.GPS.GPSLongitudeRef, "E")), "W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    if not latitude and not longitude:  # what a camera without a fix writes
        return None
    return Place(latitude=round(latitude, 6), longitude=round(longitude, 6))


def _degrees(parts: Any, side: str, negative: str) -> float | None:
    if parts is None or len(parts) != 3:
        return None
    degrees, minutes, seconds = (float(each) for each in parts)
    found = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(found):
        return None
    return -found if side.strip("\0 ").upper() == negative else found
