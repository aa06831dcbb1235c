"""Cases by their references, as they stand in lists; of those that the viewer may see, in the order asked for."""

from collections.abc import Sequence

from fingerpost.casework.models import Case
from fingerpost.casework.queues import Filter, Row, list_cases
from fingerpost.casework.queues.listing import rows_of
from fingerpost.casework.sealing import unseal_lines
from fingerpost.casework.viewing import Viewer, visible
from fingerpost.doors.installation import installation, now
from fingerpost.record.faults import NOT_READ, store_faults

MOST_AT_ONCE = 500
_SIZE = 100  # rows of one page


def find_rows(references: Sequence[str], *, viewer: Viewer) -> list[Row]:
    """Those of them that the viewer may see. Raises StoreUnavailable."""
    if not references:
        return []
    keys, wanted = installation().build_keys(), list(dict.fromkeys(references))[:MOST_AT_ONCE]
    with store_faults(NOT_READ):
        cases = list(Case.objects.filter(visible(viewer), reference__in=wanted).defer("sealed"))
        found = {row.reference: row for row in rows_of(cases, unseal_lines(cases, keys=keys), at=now())}
    return [found[each] for each in wanted if each in found]


def all_rows(wanted: Filter, *, viewer: Viewer, most: int = MOST_AT_ONCE) -> list[Row]:
    """Every row that a filter leaves, as far as so many go. Raises StoreUnavailable."""
    rows: list[Row] = []
    keys, at = installation().build_keys(), now()
    for number in range(1, -(-most // _SIZE) + 1):
        page = list_cases(wanted, viewer=viewer, at=at, keys=keys, page=number, size=_SIZE)
        rows += page.rows
        if number >= page.pages:
            break
    return rows[:most]
