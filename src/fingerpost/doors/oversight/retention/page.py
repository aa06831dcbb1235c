"""The schedule, how much is over age, what was swept and when, the backups, and who was erased."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.references import tidy_reference
from fingerpost.doors import retention as kept
from fingerpost.doors.entry.access import needs
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.record.overseeing.runs import numbers_of
from fingerpost.record.retention.history import list_erasures, list_exports, list_sweeps

TAB = "oversight:retention"
ERASE = "record.erase_subject"


@needs(SEE)
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """`?reference=` leads to what is kept under it, for those who may open that."""
    typed = request.GET.get("reference", "").strip()
    may_open = request.user.has_perm(ERASE)
    if typed and may_open:
        address = reverse("oversight:subject", kwargs={"reference": tidy_reference(typed[:100])})
        return HttpResponseRedirect(address, status=303)
    body, over = settings.CONFIGURATION.body, {str(kind): count for kind, count in kept.over_age().items()}
    erasures, exports = list_erasures(body=body, most=20), list_exports(body=body, most=20)
    problems = {"reference": _("Enter a reference")} if "reference" in request.GET and may_open else {}
    context = {
        "schedule": kept.shown_schedule(),
        "over_age": over,
        "total_over": sum(over.values()),
        "held": kept.held_by_challenges(),
        "sweeps": list_sweeps(body=body, most=20),
        "erasures": erasures,
        "exports": exports,
        "numbers": numbers_of((each.facts["about"] for each in (*erasures, *exports)), body=body),
        "url_of": lambda number: reverse("oversight:run", kwargs={"number": number}),
        "backups": list(reversed(kept.list_backups()))[:20],
        "damaged": [folder.name for folder, _words in kept.damaged_backups()],
        "clock_doubt": kept.clock_doubt(),
        "may_open": may_open,
        "problems": problems,
        "words": kept,
        "kinds": {each.kind: each.what for each in kept.shown_schedule()},
    }
    return show(request, "oversight/retention/page.html", context, tab=TAB, status=422 if problems else 200)
