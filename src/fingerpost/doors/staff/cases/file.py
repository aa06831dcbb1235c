"""The list as it is narrowed, for a spreadsheet: codes, days and names of accounts. No word of a resident is in it."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.casework.queues import Row
from fingerpost.casework.queues.filters import matching
from fingerpost.casework.queues.listing import rows_of
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation, now
from fingerpost.doors.spreadsheets import csv_file
from fingerpost.doors.staff.cases import words
from fingerpost.doors.staff.cases.filters import read_chosen
from fingerpost.doors.staff.cases.pages import book, viewer
from fingerpost.doors.staff.cases.tabs import WORK
from fingerpost.record.faults import NOT_READ, store_faults

MOST = 5_000  # cases in one file
COLUMNS = (
    "reference",
    "service",
    "service name",
    "team",
    "state",
    "urgency",
    "attention",
    "assigned",
    "received",
    "due",
    "late",
    "channel",
    "language",
    "supporters",
    "demo",
)


@needs(WORK)
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """Of the cases that whoever asks may see, at most so many."""
    who = viewer(request)
    wanted, at = read_chosen(request.GET).as_filter(me=who.name), now()
    with store_faults(NOT_READ):
        found = matching(wanted, viewer=who, at=at, keys=installation().build_keys()).defer("sealed", "line")
        rows = rows_of(found.order_by("-received_at", "-pk")[:MOST], {}, at=at)
    return csv_file(f"cases-{now():%Y-%m-%d}.csv", COLUMNS, _cells(rows))


def _cells(rows: list[Row]) -> Iterator[list[object]]:
    here = book()
    for row in rows:
        yield [
            row.reference,
            row.service,
            words.service_words(row.service, here) if row.service else "",
            row.team,
            row.state,
            row.urgency,
            "yes" if row.attention else "no",
            row.assigned_to,
            timezone.localtime(row.received_at).isoformat(timespec="minutes"),
            timezone.localtime(row.standing.due_at).isoformat(timespec="minutes") if row.standing.due_at else "",
            "yes" if row.standing.is_late else "no",
            row.channel,
            row.language,
            row.supporters,
            "yes" if row.is_demo else "no",
        ]
