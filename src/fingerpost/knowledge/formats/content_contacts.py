"""The contacts of a Content API page: each way to get in touch under a heading of its own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fingerpost.knowledge.blocks import Block, Heading, Items, Paragraph
from fingerpost.knowledge.characters import clean_text
from fingerpost.knowledge.formats.html_pages import read_fragment

_PHONE = (
    ("number", "Telephone"),
    ("textphone", "Textphone"),
    ("international_phone", "From outside the UK"),
    ("fax", "Fax"),
)
_ADDRESS = ("title", "street_address", "locality", "region", "postal_code", "world_location")


def read_contact(details: Mapping[str, Any]) -> Iterator[Block]:
    """Online forms, e-mail, phone and post, in the order of GOV.UK's contact pages."""
    yield from _section("Contact form", details.get("contact_form_links"), _form, details.get("more_info_contact_form"))
    yield from _section("Email", details.get("email_addresses"), _email, details.get("more_info_email_address"))
    yield from _section("Phone", details.get("phone_numbers"), _phone, details.get("more_info_phone_number"))
    yield from _section("Post", details.get("post_addresses"), _post, details.get("more_info_post_address"))


def _section(heading: str, entries: Any, read: Any, more: Any) -> Iterator[Block]:
    if not isinstance(entries, Sequence) or isinstance(entries, str) or not entries:
        return
    yield Heading(level=2, text=heading)
    for entry in entries:
        if isinstance(entry, dict):
            yield from read(entry)
    yield from _html(more)


def _form(entry: Mapping[str, Any]) -> Iterator[Block]:
    yield from _lines(_line(entry, "title"))
    yield from _html(entry.get("description"))


def _email(entry: Mapping[str, Any]) -> Iterator[Block]:
    yield from _lines(": ".join(filter(None, (_line(entry, "title"), _line(entry, "email")))))
    yield from _html(entry.get("description"))


def _phone(entry: Mapping[str, Any]) -> Iterator[Block]:
    numbers = [f"{label}: {_line(entry, name)}" for name, label in _PHONE if _line(entry, name)]
    yield from _lines("\n".join(filter(None, (_line(entry, "title"), *numbers))))
    for name in ("open_hours", "best_time_to_call", "description"):
        yield from _html(entry.get(name))


def _post(entry: Mapping[str, Any]) -> Iterator[Block]:
    parts = [_line(entry, name) for name in _ADDRESS]
    yield from _lines(", ".join(dict.fromkeys(filter(None, parts))))
    yield from _html(entry.get("description"))


def _lines(text: str) -> Iterator[Block]:
    if text:
        yield Paragraph(text=text)


def _html(value: Any) -> Iterator[Block]:
    if isinstance(value, str):
        yield from (block for block in read_fragment(value)[0] if isinstance(block, Paragraph | Items))


def _line(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    lines = (
        [" ".join(line.split()).strip(",") for line in clean_text(value).splitlines()] if isinstance(value, str) else []
    )
    return ", ".join(line for line in lines if line)
