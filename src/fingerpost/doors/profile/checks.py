"""What a body may set for its own pages: one sentence for each thing that does not fit."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from fingerpost.contract.context import Nation
from fingerpost.doors.profile import BodyProfile
from fingerpost.doors.profile.contrast import WHITE, WORDS, is_colour, ratio, readable_on

MOST_LETTERS = 80
MOST_ADDRESS = 500
MOST_ORIGINS = 20
END_OF_DAY = "24:00"

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z")
_PHONE = re.compile(r"\+?[0-9 ()]+( *(x|ext\.?) *[0-9]{1,6})?\Z")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z|24:00\Z")
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\Z")
_HERE = frozenset({"localhost", "127.0.0.1"})


def problems_of(profile: BodyProfile) -> dict[str, str]:
    """A sentence by the name of the field; empty where all fits."""
    return dict(
        [
            *_names(profile),
            *_colour(profile.colour),
            *_contacts(profile),
            *_hours(profile),
            *_origins(profile.embed_on),
        ]
    )


def is_time(text: str) -> bool:
    """Is it written as "09:00", or "24:00" for the end of the day?"""
    return bool(_TIME.match(text))


def is_origin(text: str) -> bool:
    """Is it exactly a scheme and a host, such as "https://www.fernby.example", and nothing that a header would misread?

    Plain http is taken for this machine only.
    """
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return False
    host = parts.hostname or ""
    schemes = {"https", "http"} if host in _HERE else {"https"}
    return parts.scheme in schemes and bool(_HOST.match(host)) and text == f"{parts.scheme}://{host}{port}"


def is_web_address(text: str) -> bool:
    """Is it an https or http address with a host?"""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(_HOST.match(host)) and not re.search(r"[\s<>\"'\\]", text)


def _names(profile: BodyProfile) -> Iterator[tuple[str, str]]:
    if not profile.service_name.strip():
        yield "service_name", _("Enter the name of the service")
    elif len(profile.service_name) > MOST_LETTERS or not profile.service_name.isprintable():
        yield "service_name", _("The name of the service must be 80 letters or fewer, on one line")
    if not profile.body_name.strip():
        yield "body_name", _("Enter the name of your organisation")
    elif len(profile.body_name) > MOST_LETTERS or not profile.body_name.isprintable():
        yield "body_name", _("The name of your organisation must be 80 letters or fewer, on one line")


def _colour(colour: str) -> Iterator[tuple[str, str]]:
    if not is_colour(colour):
        yield "colour", _("Enter a colour as a hash and six digits or letters from a to f, such as #0e5c45")
    elif ratio(colour, WHITE) < WORDS:
        words = _(
            "White words cannot be read on %(colour)s: the contrast is %(ratio)s to 1 and must be 4.5 to 1. "
            "The nearest shade that works is %(nearest)s."
        )
        nearest = readable_on(colour, WHITE)
        yield "colour", words % {"colour": colour, "ratio": shown(ratio(colour, WHITE)), "nearest": nearest}


def shown(found: float) -> str:
    """A contrast with one digit, never rounded up to one that it does not reach."""
    return f"{int(found * 10) / 10:.1f}"


def _contacts(profile: BodyProfile) -> Iterator[tuple[str, str]]:
    if profile.contact_email and not (len(profile.contact_email) <= 254 and _EMAIL.match(profile.contact_email)):
        yield "contact_email", _("Enter an email address in the right format, such as name@example.com")
    digits = sum(char.isdigit() for char in profile.contact_phone)
    if profile.contact_phone and not (_PHONE.match(profile.contact_phone) and 3 <= digits <= 20):
        yield "contact_phone", _("Enter a phone number, such as 01632 960 001 or +44 808 157 0192")
    if profile.contact_url and not (len(profile.contact_url) <= 500 and is_web_address(profile.contact_url)):
        yield "contact_url", _("Enter a web address that begins with https://")
    if len(profile.contact_address) > MOST_ADDRESS:
        yield "contact_address", _("The address must be 500 letters or fewer")
    if not (profile.contact_email or profile.contact_phone or profile.contact_url):
        yield "contact_phone", _("Give at least one of phone, email and web page, so that people can reach a person")


def _hours(profile: BodyProfile) -> Iterator[tuple[str, str]]:
    if profile.holidays_of not in set(Nation):
        yield "holidays_of", _("Choose whose bank holidays you keep")
    for day, (opens, closes) in profile.hours.items():
        name = f"opens-{day}"
        if day not in range(7):
            yield "opens-0", _("A week has seven days")
        elif not (is_time(opens) and is_time(closes)) or opens == END_OF_DAY:
            yield name, _("Enter both times of the day, such as 9am and 5pm, or neither if you are closed")
        elif opens >= closes:
            yield name, _("Closing must be later than opening. To stay open until midnight, enter 24:00")


def _origins(origins: Sequence[str]) -> Iterator[tuple[str, str]]:
    if len(origins) > MOST_ORIGINS:
        yield "embed_on", _("Give 20 websites or fewer")
    wrong = next((each for each in origins if not is_origin(each)), None)
    if wrong is not None:
        words = _("%(address)s is not just https:// and a name, such as https://www.example.com, with nothing after it")
        yield "embed_on", words % {"address": wrong[:100]}
