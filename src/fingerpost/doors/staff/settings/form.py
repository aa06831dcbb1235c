"""The settings as a form: what stands in each field, and the profile that a filled form makes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlsplit

from django.http import QueryDict

from fingerpost.doors.profile import BodyProfile, Hours
from fingerpost.doors.staff.settings.times import tidy_time

WORDS = ("service_name", "body_name", "contact_phone", "contact_email", "contact_url", "holidays_of")
DAYS = range(7)
MOST_TYPED = 2000  # characters of any one field

_THREE = re.compile(r"#[0-9a-f]{3}\Z")


@dataclass(frozen=True, kw_only=True)
class Form:
    """The fields by name, as they are shown. `on` are the collections that are ticked."""

    fields: Mapping[str, str]
    on: frozenset[str]


def form_of(profile: BodyProfile, collections: Sequence[str]) -> Form:
    """The form as it stands before anybody types."""
    fields = {
        **{name: str(getattr(profile, name)) for name in WORDS},
        "colour": profile.colour,
        "contact_address": profile.contact_address,
        "embed_on": "\n".join(profile.embed_on),
    }
    for day in DAYS:
        fields[f"opens-{day}"], fields[f"closes-{day}"] = profile.hours.get(day, ("", ""))
    return Form(fields=fields, on=frozenset(collections) - profile.collections_off)


def form_from(posted: QueryDict) -> Form:
    """What was typed, tidied: shown again where something does not fit."""
    typed = {name: str(posted.get(name, ""))[:MOST_TYPED] for name in _names()}
    fields = {name: " ".join(typed[name].split()) for name in WORDS}
    fields["colour"] = tidy_colour(typed["colour"])
    fields["contact_url"] = _with_scheme(fields["contact_url"])
    fields["contact_address"] = "\n".join(
        filter(None, (line.strip() for line in typed["contact_address"].splitlines()))
    )
    fields["embed_on"] = "\n".join(filter(None, (_tidy_origin(line) for line in typed["embed_on"].splitlines())))
    for day in DAYS:
        fields[f"opens-{day}"] = tidy_time(typed[f"opens-{day}"])
        fields[f"closes-{day}"] = tidy_time(typed[f"closes-{day}"], is_end=True)
    return Form(fields=fields, on=frozenset(posted.getlist("on")))


def profile_from(form: Form, *, over: BodyProfile, shown: Sequence[str]) -> BodyProfile:
    """The profile that the form makes. `shown` are the collections that stood on the page.

    One that has come in since is left as it is.
    """
    fields = form.fields
    return replace(
        over,
        **{name: fields[name] for name in (*WORDS, "colour", "contact_address")},
        embed_on=tuple(dict.fromkeys(fields["embed_on"].splitlines())),
        hours=_hours(fields),
        collections_off=(over.collections_off - frozenset(shown)) | (frozenset(shown) - form.on),
    )


def tidy_colour(typed: str) -> str:
    """Small letters, with a hash; three digits become six. What is no colour stays as it is."""
    plain = typed.strip().lower()
    if re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", plain):
        plain = f"#{plain}"
    return "#" + "".join(char * 2 for char in plain[1:]) if _THREE.match(plain) else plain


def _hours(fields: Mapping[str, str]) -> Hours:
    times = {day: (fields[f"opens-{day}"], fields[f"closes-{day}"]) for day in DAYS}
    return MappingProxyType({day: both for day, both in times.items() if any(both)})


def _with_scheme(address: str) -> str:
    """People leave it out."""
    return f"https://{address}" if re.match(r"[\w-]+(\.[\w-]+)+(/|\Z)", address) else address


def _tidy_origin(line: str) -> str:
    """A host in small letters, without the slash at the end that a browser adds when an address is copied."""
    address = _with_scheme(line.strip())
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    is_plain = parts.path in {"", "/"} and not (parts.query or parts.fragment)
    return f"{parts.scheme}://{parts.netloc.lower()}" if parts.netloc and is_plain else address


def _names() -> tuple[str, ...]:
    times = (f"{which}-{day}" for day in DAYS for which in ("opens", "closes"))
    return (*WORDS, "colour", "contact_address", "embed_on", *times)
