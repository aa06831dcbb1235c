"""Two cases side by side, before one is merged into the other."""

from typing import Any

from django.http import HttpRequest

from fingerpost.casework.faults import UnknownCase
from fingerpost.casework.opened import CaseFile, open_for
from fingerpost.contract.references import tidy_reference
from fingerpost.doors.installation import installation, now
from fingerpost.doors.staff.cases import words
from fingerpost.doors.staff.cases.pages import book, viewer


def side_by_side(request: HttpRequest, file: CaseFile, other: str) -> list[dict[str, Any]] | None:
    """This case and the other one, which is opened for it; None where there is none that the viewer may see."""
    reference = tidy_reference(other)
    if reference == file.case.reference:
        return None
    try:
        found = open_for(reference, viewer=viewer(request), at=now(), keys=installation().build_keys())
    except UnknownCase:
        return None
    return [_column(file), _column(found)]


def _column(file: CaseFile) -> dict[str, Any]:
    found = file.case
    return {
        "reference": found.reference,
        "words": file.words,
        "language": found.language,
        "received_at": found.received_at,
        "state": words.state_words(found.state),
        "service": words.service_words(found.service, book()),
        "urgency": words.urgency_words(found.urgency),
        "address": file.address,
        "place": "" if file.latitude is None else f"{file.latitude:.5f}, {file.longitude:.5f}",
        "name": file.name,
        "supporters": found.supporters,
        "files": len(file.attachments),
    }
