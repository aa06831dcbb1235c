"""Where the links of a citizen page lead: in its language, and within the frame when it stands in one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.urls import reverse
from markupsafe import Markup

GUIDANCE = "/guidance"  # where our copy of the guidance stands, as the record holds it

_place: ContextVar[str] = ContextVar("place", default="")


@contextmanager
def within(place: str) -> Iterator[None]:
    """Links made in here lead to the addresses of that place: "embed", or "" for the pages themselves."""
    before = _place.set(place)
    try:
        yield
    finally:
        _place.reset(before)


def link_to(name: str, **parts: str) -> str:
    """The address of a citizen page, in the language and the place of the request that is being answered."""
    return reverse(f"citizen:{name}", kwargs=parts or None, current_app=_place.get() or None)


def link_to_copy(path: str) -> str:
    """The address of our copy of a page of guidance. The record holds its path without language or place."""
    return f"{link_to('library')}{path.removeprefix(GUIDANCE)}" if path.startswith(f"{GUIDANCE}/") else path


def in_frame() -> bool:
    """Is the page that is being made for another site's frame?"""
    return bool(_place.get())


def outward(address: str) -> Markup:
    """What a link in a frame needs so that what may not be framed opens beside it; nothing on the pages themselves."""
    stays = not address or address.startswith((link_to("start"), "#", "?", "tel:", "mailto:"))
    return Markup("") if stays or not _place.get() else Markup(' target="_blank" rel="noopener"')


def outside_frame(path: str) -> str:
    """The address of the same page outside a frame. Whatever stands in the path, it leads to no other site."""
    before, _, after = path.partition("/embed/")
    return f"{before}/{after.lstrip('/')}" if "/embed/" in path else "/"
