"""The rows of the keys, which a backup of PostgreSQL keeps apart, put back with the keys that are left."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from fingerpost.record.commits import committing
from fingerpost.record.models import SubjectKey

AT_ONCE = 500


def load_subjects(path: Path, living: Mapping[str, bytes]) -> None:
    """Write them into the empty table, in one transaction. A key that is not among the living was erased since."""
    rows = [_row(json.loads(line), living) for line in path.read_text(encoding="utf-8").splitlines() if line]
    with committing():
        SubjectKey.objects.all().delete()
        SubjectKey.objects.bulk_create(rows, batch_size=AT_ONCE)


def _row(said: Mapping[str, str], living: Mapping[str, bytes]) -> SubjectKey:
    erased = datetime.fromisoformat(said["erased_at"]) if said["erased_at"] else None
    wrapped = living.get(said["id"], b"")
    return SubjectKey(
        id=said["id"],
        body=said["body"],
        subject=said["subject"],
        master=said["master"],
        wrapped=wrapped,
        created_at=datetime.fromisoformat(said["created_at"]),
        erased_at=erased if wrapped == b"" and erased else None if wrapped else timezone.now(),
    )
