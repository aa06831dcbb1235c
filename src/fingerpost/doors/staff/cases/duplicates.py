"""Cases that a report may be about, as they are shown side by side with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from fingerpost.casework.models import Case
from fingerpost.casework.opened import CaseFile
from fingerpost.casework.sealing import unseal_lines
from fingerpost.casework.viewing import Viewer, visible
from fingerpost.doors.installation import installation
from fingerpost.doors.staff.cases import telling, words

MOST = 5


def likely_cases(file: CaseFile, likely: Sequence[Mapping[str, Any]], *, viewer: Viewer) -> list[dict[str, Any]]:
    """Each with how likely it is the same thing and how far away, most likely first; and how it stands and begins,
    where the viewer may see it. The page opens none of them."""
    best = sorted(likely, key=lambda each: -each["probability"])[:MOST]
    known = beside([each["reference"] for each in best], viewer=viewer) if best else {}
    return [
        {
            "reference": each["reference"],
            "known": known.get(each["reference"]),
            "odds": telling.odds_words(each["probability"]),
            "distance": telling.distance_words(each.get("metres")),
        }
        for each in best
        if each["reference"] != file.case.reference
    ]


def beside(references: Sequence[str], *, viewer: Viewer) -> dict[str, dict[str, Any]]:
    """State, service, first line and day of those that the viewer may see, by reference."""
    rows = list(Case.objects.filter(visible(viewer), reference__in=list(references)[:MOST]))
    lines = unseal_lines(rows, keys=installation().build_keys())
    return {
        row.reference: {
            "state": words.state_words(row.state),
            "service": row.service,
            "line": lines.get(row.pk),
            "received_at": row.received_at,
            "is_live": row.is_live,
        }
        for row in rows
    }
