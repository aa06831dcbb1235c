"""The versions of a record: kept when what is declared, measured or running changes, and never for a count alone."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import Max, Min, QuerySet

from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.register.models import RecordVersion
from fingerpost.record.register.public import Change, Field, PublicRecord, Version

NOT_KEPT = "We could not keep this version of the record. Nothing has changed. Try again in a minute."
KEPT = "register/version"
CHANGES_BY_ITSELF = frozenset(
    {"data_source", "data_source_pages", "data_source_checked", "data_source_late", "state"}
    | {"language_model_state"}
    | {"usage", "usage_month", "usage_total", "usage_outcomes"}
)
"""Fields that count something or that a switch turns: a change of these alone makes no version."""


def content_of(record: PublicRecord) -> dict[str, Any]:
    """What a version keeps, as plain JSON: each field, the finder's metadata, and the measures."""
    fields = {each.key: _kept(each) for section in record.sections for each in section.fields}
    metadata = {name: value for name, value in record.metadata.items() if not name.endswith("_date_published")}
    return {
        "title": record.title,
        "phase": record.phase,
        "owner": record.owner,
        "kind": record.kind,
        "standard": record.standard,
        "fields": fields,
        "metadata": metadata,
        "assessments": [
            {
                "name": each.name,
                "measures": [_words(item.words, item.owner, item.status, item.due) for item in each.measures],
            }
            for each in record.assessments
        ],
    }


def _kept(each: Field) -> dict[str, Any]:
    value = list(each.value) if isinstance(each.value, tuple) else each.value
    return {"title": each.title, "number": each.number, "value": value, "origin": each.origin}


def _words(words: str, owner: str, status: str, due: date | None) -> str:
    """An overdue measure is a planned one whose day has gone: nobody changed the record."""
    kept = "in place" if status == "in place" else f"planned for {due}"
    return f"{words} ({owner}; {kept})"


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 over the content without what changes by itself."""
    fields = {key: value for key, value in content["fields"].items() if key not in CHANGES_BY_ITSELF}
    text = json.dumps({**content, "fields": fields}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def keep_version(record: PublicRecord, *, why: str, body: str, at: datetime) -> Version | None:
    """Keep the record as it stands, if it differs from the newest version; None when it does not.

    The row and its event are one transaction. Raises StoreUnavailable.
    """
    if _newest_digest(record.name, body=body) == digest_of(content_of(record)):
        return None
    with store_faults(NOT_KEPT):
        try:
            with committing():
                return add_version(record, why=why, body=body, at=at)
        except IntegrityError:  # another process kept a version of this number at the same moment
            return None


def add_version(record: PublicRecord, *, why: str, body: str, at: datetime) -> Version | None:
    """The same, within a transaction of the caller's. Raises whatever the database raises."""
    content = content_of(record)
    digest = digest_of(content)
    newest = _rows(record.name, body).order_by("-number").first()
    if newest is not None and newest.digest == digest:  # another process was quicker
        return None
    number = newest.number + 1 if newest else 1
    row = RecordVersion(
        body=body, name=record.name, number=number, at=at, digest=digest, content=content, why=why[:300]
    )
    row.save(force_insert=True)
    facts = {"name": record.name, "number": number, "digest": digest, "why": why[:300]}
    note_event(KEPT, body=body, at=at, capability=record.name, facts=facts)
    return _version(row)


def list_versions(name: str, *, body: str, most: int = 100) -> list[Version]:
    """The newest first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return [_version(row) for row in _rows(name, body).order_by("-number")[:most]]


def list_changes(*, body: str, most: int = 100) -> list[Version]:
    """The newest versions of every record, for the feed. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return [_version(row) for row in RecordVersion.objects.filter(body=body).order_by("-at", "-pk")[:most]]


def count_versions(*, body: str) -> dict[str, tuple[int, date]]:
    """By name, the newest number and the day of the first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        rows = RecordVersion.objects.filter(body=body).values("name").order_by("name")
        found = rows.annotate(newest=Max("number"), first=Min("at"))
        return {row["name"]: (row["newest"], row["first"].date()) for row in found}


def diff_versions(before: Version, after: Version) -> list[Change]:
    """Every field that differs, in the order of the later version; what was taken out comes last."""
    old, new = _flat(before.content), _flat(after.content)
    return [
        Change(
            key=key,
            title=new.get(key, old.get(key, ("", "")))[0],
            before=old.get(key, ("", ""))[1],
            after=new.get(key, ("", ""))[1],
        )
        for key in dict.fromkeys([*new, *old])
        if old.get(key, ("", ""))[1] != new.get(key, ("", ""))[1]
    ]


def _flat(content: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Every field as its title and one text; the rows of a list stand on lines of their own."""
    flat = {key: (key.replace("_", " ").capitalize(), _text(content[key])) for key in ("title", "phase", "owner")}
    flat |= {key: (each["title"], _text(each["value"])) for key, each in content["fields"].items()}
    flat |= {name: (name.replace("_", " ").capitalize(), _text(value)) for name, value in content["metadata"].items()}
    measures = [line for each in content["assessments"] for line in each["measures"]]
    return flat | {"measures": ("Measures", _text(measures))}


def _text(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)


def _newest_digest(name: str, *, body: str) -> str:
    with store_faults(NOT_READ):
        return _rows(name, body).order_by("-number").values_list("digest", flat=True).first() or ""


def _rows(name: str, body: str) -> QuerySet[RecordVersion]:
    return RecordVersion.objects.filter(body=body, name=name)


def _version(row: RecordVersion) -> Version:
    return Version(
        name=row.name, number=row.number, at=row.at, digest=row.digest, why=row.why, content=dict(row.content)
    )
