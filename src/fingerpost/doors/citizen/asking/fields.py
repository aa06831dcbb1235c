"""The fields of a derived form, from a capability's request type."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import get_type_hints

from django.utils.translation import gettext as _

from fingerpost.contract.capability import Capability

LONG = 120  # characters: text that may be longer than this gets a box of several lines


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One field as the page shows it. `choices` are (value, words)."""

    name: str
    label: str
    hint: str
    is_long: bool
    choices: tuple[tuple[str, str], ...] = ()


def fields_of(capability: Capability) -> list[FormField]:
    """What a person can fill in on a page. Lists, such as a conversation, are for programs and left out."""
    hints = get_type_hints(capability.request)
    return [
        FormField(
            name=each.name,
            label=_(each.metadata.get("label") or each.name.replace("_", " ").capitalize()),
            hint=_in_page_language(each.metadata.get("hint", "")),
            is_long=hints[each.name] is str and each.metadata.get("max_length", 0) > LONG,
            choices=_choices(hints[each.name]),
        )
        for each in fields(capability.request)
        if "tuple" not in str(hints[each.name])
    ]


def _choices(hint: object) -> tuple[tuple[str, str], ...]:
    if hint is bool:
        return (("true", _("Yes")), ("false", _("No")))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return tuple((member.value, _(member.value.replace("-", " ").capitalize())) for member in hint)
    return ()


def _in_page_language(words: str) -> str:
    """Words that a capability declares; nothing stays nothing, for which a catalogue has an entry of its own."""
    return _(words) if words else ""
