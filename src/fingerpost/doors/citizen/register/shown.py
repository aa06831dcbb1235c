"""One record as its page shows it: the summary, the sections of the standard, and the tables within them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils import dateformat

from fingerpost.doors.citizen.register.chart import rows_of
from fingerpost.doors.citizen.register.choosing import filed_under
from fingerpost.doors.register.believed import believed
from fingerpost.doors.register.compared import compared
from fingerpost.doors.register.health import health_of
from fingerpost.doors.register.titles import title_words
from fingerpost.doors.register.words import capability_words, function_words
from fingerpost.record.register.public import Fault, Field, PublicRecord, Section

OF_THEIR_OWN = frozenset({"measured", "usage", "language_model"})
"""Sections that the page shows as a chart, a table or words of its own instead."""

SHOWN_OF_A_MODEL = ("name", "supplier", "supplied", "where", "digest", "since", "noted", "ends_on", "stopped")


def entry_of(record: PublicRecord) -> dict[str, Any]:
    """A record as the list shows it."""
    return {
        "record": record,
        "health": health_of(record),
        "does": [
            *(function_words(code) for code in filed_under(record, "function")),
            *(capability_words(code) for code in filed_under(record, "capability")),
        ],
        "measured": record.evidence.at if record.evidence else None,
    }


def page_of(record: PublicRecord) -> dict[str, Any]:
    """A record as its own page shows it."""
    sections = [section_of(each) for each in record.sections if each.key not in OF_THEIR_OWN]
    anchors = {key for section in sections for key in section["anchors"]}
    return {
        **entry_of(record),
        "sections": sections,
        "faults": [{"fault": each, "anchor": _anchor_of(each, anchors)} for each in record.faults],
        "chart": rows_of(record.figures),
        "model": model_of(record),
        "believed": believed(record.evidence.calibration) if record.evidence else None,
        "compared": compared(record.model.compared) if record.model else None,
        "months": [(dateformat.format(each.month, "F Y"), each) for each in record.usage],
        "outcomes": list(dict.fromkeys(name for month in record.usage for name in month.counts)),
        "overdue": sum(each.status == "overdue" for one in record.assessments for each in one.measures),
    }


def model_of(record: PublicRecord) -> dict[str, Any] | None:
    """Which language model writes; None for a system for which none may. `ending` says that its supplier ends it soon,
    or has."""
    if record.model is None:
        return None
    endings = {each.kind for each in record.faults if each.field == "language_model"} & {"ends soon", "ended"}
    return {
        **{name: getattr(record.model, name) for name in SHOWN_OF_A_MODEL},
        "ending": next(iter(endings), ""),
        "evidence": record.evidence if record.model.is_measured else None,
    }


def section_of(section: Section) -> dict[str, Any]:
    """A section as blocks: a field by itself, or the rows of a table, in the order of the standard."""
    blocks: list[dict[str, Any]] = []
    groups: set[str] = set()
    for field in section.fields:
        if not field.group or isinstance(field.value, str):
            blocks.append({"field": _shown(field)})
        elif field.group not in groups:
            groups.add(field.group)
            blocks.append(_table(field.group, section.groups()[field.group]))
    return {
        "key": section.key,
        "title": title_words(section.title),
        "tier": section.tier,
        "blocks": blocks,
        "anchors": [field.key for field in section.fields if not field.group or isinstance(field.value, str)],
    }


def _anchor_of(fault: Fault, anchors: Collection[str]) -> str:
    """Where on the page the thing stands that is wrong; "" where it stands nowhere yet."""
    if fault.field in anchors:
        return f"field-{fault.field}"
    if fault.field.startswith("impact_assessment"):
        return "assessments"
    if fault.field == "language_model":
        return "language-model"
    return "performance" if fault.kind == "below threshold" or fault.field == "performance" else ""


def _table(name: str, fields: Iterable[Field]) -> dict[str, Any]:
    columns = [each for each in fields if isinstance(each.value, tuple)]
    count = max((len(each.value) for each in columns), default=0)
    rows = [
        [{**_shown(each), "values": [each.value[at]] if at < len(each.value) else []} for each in columns]
        for at in range(count)
    ]
    return {"group": name, "rows": rows}


def _shown(field: Field) -> dict[str, Any]:
    values = [field.value] if isinstance(field.value, str) else list(field.value)
    return {"field": field, "title": title_words(field.title), "values": [each for each in values if each.strip()]}
