"""The Jinja environment of the pages: everything is escaped, and only what templates need is within their reach."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext, ngettext
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from fingerpost.doors.citizen.filters import day, host, milliseconds, moment, safe_url
from fingerpost.doors.citizen.glossary import explained
from fingerpost.doors.citizen.lines import blocks_of
from fingerpost.doors.citizen.links import in_frame, link_to, outside_frame, outward
from fingerpost.doors.citizen.offline import offline_worker
from fingerpost.doors.citizen.receipts.codes import receipt_code
from fingerpost.doors.citizen.theme import HOUSE
from fingerpost.doors.installation import installation
from fingerpost.doors.languages import marked_as, page_direction, page_language, pages_in_each_language
from fingerpost.doors.mailing.sending import can_send
from fingerpost.doors.nations import NamedNations, in_page_language, nation_name
from fingerpost.doors.profile.contacts import ways_here
from fingerpost.doors.profile.hours import opening_line

BUILT = Path(__file__).parent / "static" / "fingerpost" / "built"
STATIC = tuple(sorted(Path(__file__).parents[1].glob("*/static")))
"""The folders of every door that has static files: they are served as one, and have one mark."""


def asset(path: str) -> str:
    """The address of a static file, changed with any of them so that no browser shows an old one.

    The mark is a folder of its own, which `site.static` takes out again: then what one module imports has it too.
    """
    return static(f"v-{static_mark()}/fingerpost/{path}")


@cache
def static_mark() -> str:
    """Eight letters that stand for the static files of all doors as they are."""
    hashed = hashlib.sha256()
    for folder in STATIC:
        for path in sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix != ".gz"):
            name = path.relative_to(folder).as_posix()
            hashed.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return hashed.hexdigest()[:8]


class Service:
    """The body's own face, as it is now: name, colour, contacts (see `doors.profile`)."""

    def __getattr__(self, name: str) -> Any:
        return getattr(installation().read_profile(), name)


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


def takes_reports() -> bool:
    """Does this body say what it does for people? Then they can tell it of a problem."""
    return bool(installation().build_services().book.services)


# What templates may call, and filter by, under its own name.
FUNCTIONS = (
    asset,
    can_send,
    explained,
    in_frame,
    in_page_language,
    link_to,
    marked_as,
    nation_name,
    offline_worker,
    opening_line,
    outward,
    page_direction,
    page_language,
    pages_in_each_language,
    receipt_code,
    takes_reports,
    ways_here,
)
FILTERS = (day, host, milliseconds, moment, outside_frame, safe_url)


def build(**options: Any) -> Environment:
    """Django calls this once. Autoescape is on, and stays on."""
    options["extensions"] = ["jinja2.ext.i18n"]
    environment = Environment(**options)  # noqa: S701 - Django's backend passes autoescape=True; a test holds it
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    environment.loader = ChoiceLoader([loader for loader in (environment.loader, govuk) if loader])
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(house_colour=HOUSE, nations=NamedNations(), service=Service(), voice=Voice())
    environment.globals.update({each.__name__: each for each in FUNCTIONS})
    environment.filters.update({each.__name__: each for each in FILTERS}, blocks=blocks_of)
    return environment
