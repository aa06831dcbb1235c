"""How the ledger does: its size, what is signed, by which keys, who witnessed it, and how anybody checks it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation
from fingerpost.doors.oversight import words
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.record.ledger.checkpoints import parse_checkpoint
from fingerpost.record.ledger.log import Ledger
from fingerpost.record.ledger.publishing import PublicKey

TAB = "oversight:ledger"


@needs(SEE)
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """A fault in reading it is told on the page: that is what the page is for."""
    log = installation().build_ledger()
    try:
        health, note = log.health(), log.published()
    except FingerpostError as error:
        return show(request, "oversight/ledger.html", {"health": None, "fault": error.public}, tab=TAB, status=503)
    faults = [words.without_references(each) for each in (*health.faults, *health.verified_faults)]
    context = {
        "health": health,
        "faults": faults,
        "keys": _keys(log),
        "note": note,
        "root": parse_checkpoint(note.partition("\n\n")[0] + "\n").root.hex() if note else "",
        "state": _("Something is wrong with the ledger") if faults else _("The ledger holds"),
    }
    return show(request, "oversight/ledger.html", context, tab=TAB)


def _keys(log: Ledger) -> tuple[PublicKey, ...]:
    """None where they cannot be read: that stands among the faults already."""
    try:
        return log.public_keys()
    except FingerpostError:
        return ()
