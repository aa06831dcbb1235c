"""The Jinja environment of the pages: everything is escaped, and only what templates need is within their reach."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.templatetags.static import static
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language_bidi, gettext, ngettext
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from fingerpost.doors.citizen.glossary import explained
from fingerpost.doors.citizen.lines import blocks_of
from fingerpost.doors.citizen.offline import offline_worker
from fingerpost.doors.citizen.theme import HOUSE
from fingerpost.doors.installation import installation
from fingerpost.doors.languages import marked_as, page_language, pages_in_each_language
from fingerpost.doors.nations import NamedNations, in_page_language, nation_name
from fingerpost.doors.profile.contacts import ways_here
from fingerpost.doors.profile.hours import opening_line

STATIC = Path(__file__).parent / "static"
BUILT = STATIC / "fingerpost" / "built"


def build(**options: Any) -> Environment:
    """Django calls this once. Autoescape is on, and stays on."""
    options["extensions"] = ["jinja2.ext.i18n"]
    environment = Environment(**options)  # noqa: S701 - Django's backend passes autoescape=True; a test holds it
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    environment.loader = ChoiceLoader([loader for loader in (environment.loader, govuk) if loader])
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        asset=asset,
        explained=explained,
        house_colour=HOUSE,
        link_to=link_to,
        in_page_language=in_page_language,
        marked_as=marked_as,
        nation_name=nation_name,
        nations=NamedNations(),
        opening_line=opening_line,
        page_direction=page_direction,
        page_language=page_language,
        pages_in_each_language=pages_in_each_language,
        offline_worker=offline_worker,
        outward=outward,
        in_frame=in_frame,
        service=Service(),
        voice=Voice(),
        ways_here=ways_here,
    )
    environment.filters.update(
        blocks=blocks_of,
        day=day,
        moment=moment,
        safe_url=safe_url,
        host=host,
        milliseconds=milliseconds,
        outside_frame=outside_frame,
    )
    return environment


def asset(path: str) -> str:
    """The address of a static file, changed with any of them so that no browser shows an old one.

    The mark is a folder of its own, which `site.static` takes out again: then what one module imports has it too.
    """
    return static(f"v-{static_mark()}/fingerpost/{path}")


@cache
def static_mark() -> str:
    """Eight letters that stand for the static files as they are."""
    hashed = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file() and path.suffix != ".gz":
            hashed.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return hashed.hexdigest()[:8]


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


class Service:
    """The body's own face, as it is now: name, colour, contacts (see `doors.profile`)."""

    def __getattr__(self, name: str) -> Any:
        return getattr(installation().read_profile(), name)


def outward(address: str) -> Markup:
    """What a link in a frame needs so that what may not be framed opens beside it; nothing on the pages themselves."""
    stays = not address or address.startswith((link_to("start"), "#", "?", "tel:", "mailto:"))
    return Markup("") if stays or not _place.get() else Markup(' target="_blank" rel="noopener"')


def outside_frame(path: str) -> str:
    """The address of the same page outside a frame. Whatever stands in the path, it leads to no other site."""
    before, _, after = path.partition("/embed/")
    return f"{before}/{after.lstrip('/')}" if "/embed/" in path else "/"


def page_direction() -> str:
    return "rtl" if get_language_bidi() else "ltr"


class Voice:
    """What this installation can do with a voice. Both are off unless an operator switched `speech` on."""

    @property
    def can_speak(self) -> bool:
        """Does the server read pages aloud?"""
        return installation().build_speaker() is not None

    @property
    def can_listen(self) -> bool:
        """Does the server write down what is said?"""
        return installation().build_listener() is not None


def in_frame() -> bool:
    """Is the page that is being made for another site's frame?"""
    return bool(_place.get())


def safe_url(address: str) -> str:
    """An address that may stand in a link: http, https, tel, mailto or a path of ours. Anything else gives ""."""
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return address
    try:
        return address if urlsplit(address).scheme in {"http", "https", "tel", "mailto"} else ""
    except ValueError:  # not an address at all, such as "http://[": no link
        return ""


def host(address: str) -> str:
    """The name of the site an address leads to, without www."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # not an address at all: nothing to name
        return ""


def day(value: date | str | None) -> str:
    """22 November 2026."""
    found = parse_date(value[:10]) if isinstance(value, str) else value
    return dateformat.format(found, "j F Y") if found else ""


def moment(value: datetime | str) -> str:
    """22 November 2026 at 3:38pm; 22 Tachwedd 2026 am 3:38yp."""
    found = parse_datetime(value) if isinstance(value, str) else value
    if found is None:
        return ""
    local = timezone.localtime(found)
    words = gettext("%(day)s at %(clock)sam") if local.hour < 12 else gettext("%(day)s at %(clock)spm")
    return words % {"day": day(local), "clock": dateformat.format(local, "g:i")}


def milliseconds(value: float) -> str:
    """ "less than 1 ms", "24 ms"."""
    return gettext("less than 1 ms") if value < 1 else f"{value:.0f} ms"
