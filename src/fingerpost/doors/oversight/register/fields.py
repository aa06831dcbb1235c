"""The form of a system that runs elsewhere: its sections, what stands in each field, and what a filled form holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from fingerpost.contract.transparency import PHASES, read_standard
from fingerpost.doors.register.titles import title_words
from fingerpost.doors.register.words import capability_words, function_words, phase_words
from fingerpost.record.register.external import COLUMNS, FIELDS, FINDER, LONGEST, NEEDED, title_of

SHORT = frozenset(
    {"name", "organisation", "senior_responsible_owner", "owner", "team", "website_url", "contact_email"}
    | {"challenge_address", "third_party_involvement", "finder_organisation", "finder_task", "finder_other_tags"}
)
FIRST = (
    *("name", "description", "organisation", "senior_responsible_owner", "owner", "phase"),
    *("appeals_and_review", "challenge_address", "legal_basis", "limits"),
)
SAID = {"function": function_words, "capability": capability_words, "phase": phase_words}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One section of the form. `is_open` says whether it stands unfolded: the first, and those that hold anything."""

    key: str
    title: str
    fields: tuple[dict[str, Any], ...]
    is_open: bool


def parts_of(values: Mapping[str, str], *, problems: Mapping[str, str], is_new: bool) -> list[Part]:
    """The form as it stands: what must be told first, then how the public list files it, then the whole standard."""
    standard = read_standard()
    rest = [
        (each.key, title_words(each.title), [one.key for one in standard.in_section(each.key) if one.key not in FIRST])
        for each in standard.sections
    ]
    first = [key for key in FIRST if is_new or key not in {"name", "phase"}]
    groups = [
        ("first", _("What must be told"), first),
        ("filed", _("How the public list files it"), list(FINDER)),
        *rest,
    ]
    return [
        Part(
            key=key,
            title=title,
            fields=tuple(_field(each, values.get(each, ""), problems.get(each, "")) for each in columns),
            is_open=key == "first" or any(values.get(each) or each in problems for each in columns),
        )
        for key, title, columns in groups
        if columns
    ]


def values_from(posted: QueryDict) -> dict[str, str]:
    """What was typed, by column: shown again where something does not fit. Ticked boxes are a line each."""
    typed = {key: "\n".join(each.strip() for each in posted.getlist(key)).strip() for key in COLUMNS if key in posted}
    return {key: text[: LONGEST + 1] for key, text in typed.items() if text}


def missing_in(values: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each field that must be told and is not."""
    return {key: _("Enter: %(title)s") % {"title": title_words(title_of(key))} for key in NEEDED if not values.get(key)}


def in_order(problems: Mapping[str, str]) -> dict[str, str]:
    """As the fields stand on the page, so that the summary reads from top to bottom."""
    order = [*FIRST, *FINDER, *(key for key in FIELDS if key not in FIRST)]
    return {key: problems[key] for key in [*order, *problems] if key in problems}


def _field(key: str, value: str, problem: str) -> dict[str, Any]:
    facet = FINDER.get(key)
    title = title_words(title_of(key))
    shown = {"key": key, "value": value, "problem": problem, "number": FIELDS[key].number if key in FIELDS else ""}
    shown["label"] = title if key in NEEDED else _("%(title)s (optional)") % {"title": title}
    if key == "phase":
        return {**shown, "kind": "select", "items": _items(PHASES, "phase", [value])}
    if facet is not None and facet.values and facet.key != "organisation":
        return {
            **shown,
            "kind": "boxes",
            "items": _items(list(facet.values), facet.key, value.split("\n"), facet.values),
        }
    hint = ""
    if key == "limits":
        hint = _("One on each line.")
    elif key in FIELDS and FIELDS[key].group:
        hint = _("One on each line. The lines of all fields of this table must match.")
    return {**shown, "kind": "short" if key in SHORT else "long", "hint": hint}


def _items(
    codes: Sequence[str], facet: str, chosen: Sequence[str], names: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    say = SAID.get(facet) or (lambda code: (names or {}).get(code, code))
    return [{"value": code, "text": say(code), "selected": code in chosen, "checked": code in chosen} for code in codes]
