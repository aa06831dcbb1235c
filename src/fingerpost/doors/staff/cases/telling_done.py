"""What was just done to several cases, told once on the next page of the queue, or in full on a page of its own."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from fingerpost.doors.staff.cases.bulk_acts import ACTS
from fingerpost.doors.staff.cases.doing import Result

RESULT, UNTOLD = "cases_done", "cases_untold"  # in the session


def told_words(result: Result) -> str:
    """In one sentence."""
    said = _("Taken back") if result.is_undo else ACTS[result.act].done()
    if not result.refused:
        return f"{said}: {len(result.done)}"
    counts = {"done": said, "n": len(result.done), "refused": len(result.refused)}
    return _("%(done)s: %(n)s. Not changed: %(refused)s.") % counts


def untold(request: HttpRequest) -> dict[str, Any] | None:
    """What was just done, where nobody has been told yet."""
    if not request.session.get(UNTOLD):
        return None
    request.session.pop(UNTOLD)
    result = Result(**request.session[RESULT])
    return {"words": told_words(result), "can_undo": result.can_undo}
