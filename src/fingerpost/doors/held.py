"""All that is kept of a person as one file for that person: to read, to keep, and for other programs."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.installation import installation, now
from fingerpost.record.retention.exporting import Held

FILE_TYPE = "application/zip"


def file_of(held: Held) -> bytes:
    """A zip: `what-we-hold.html` to read, `everything.json` for programs, the files as sent, and receipts.

    A receipt that is not ready yet is left out, and the page says so.
    """
    receipts = dict(_receipts(held))
    page = render_to_string("held/page.html", _context(held, receipts))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        _add(file, "what-we-hold.html", page.encode())
        _add(file, "everything.json", json.dumps(_values(held), ensure_ascii=False, indent=2).encode())
        for name, text in receipts.items():
            _add(file, f"receipts/{name}", text.encode())
        for each in held.files:
            _add(file, f"files/{each.challenge}/{each.name}", each.content)
    return packed.getvalue()


def name_of(reference: str) -> str:
    return f"what-we-hold-{reference}.zip"


def _add(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    at = now()
    file.writestr(zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second)), content)


def _receipts(held: Held) -> list[tuple[str, str]]:
    made = []
    for run in held.runs:
        try:
            text = installation().build_receipts().make(run["reference"], with_words=bool(run["request"]))
        except FingerpostError:  # not ready yet, or the run never closed: the page says that it can be had later
            continue
        if text:
            made.append((f"{run['reference']}.tlog-proof", text))
    return made


def _context(held: Held, receipts: dict[str, str]) -> dict[str, Any]:
    configuration = settings.CONFIGURATION
    return {
        "held": held,
        "receipts": sorted(receipts),
        "body_name": installation().read_profile().body_name or configuration.body_name,
        "language": get_language() or "en",
        "made_at": now(),
        "moment": datetime.fromisoformat,
    }


def _values(held: Held) -> dict[str, Any]:
    return {
        "references": held.references,
        "runs": held.runs,
        "feedback": held.feedback,
        "challenges": held.challenges,
        "reports": held.cases,
        "answers_that_changed": held.changed,
        "to_be_told": held.alerts,
        "noted_in_the_ledger": held.noted,
        "files": [{"challenge": each.challenge, "name": each.name, "bytes": len(each.content)} for each in held.files],
    }
