"""Whether people look at what is suggested to them, and how good the suggestions are. Numbers alone, of all teams."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.casework.deciding import review_figures
from fingerpost.casework.reviewing import Bin
from fingerpost.casework.reviewing import review as review_since
from fingerpost.doors.charts import place_range
from fingerpost.doors.days import midnight, read_day
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import now
from fingerpost.doors.staff.cases.pages import book, show
from fingerpost.doors.staff.cases.tabs import LEAD

TAB = "staff:cases-review"
OVERSEE, OVERSIGHT = "record.view_oversight", "oversight:today"
USUAL_DAYS = 90


@needs(LEAD, or_else=OVERSEE)
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Since a day, by default of the last three months."""
    body = settings.CONFIGURATION.body
    typed = request.GET.get("since", "").strip()[:20] or _usual_day()
    day = read_day(typed)
    problems = {} if day else {"since": _("Enter a date such as 2026-11-22")}
    context: dict[str, Any] = {"chosen": {"since": typed}, "choices": {}, "problems": problems, "book": book()}
    if not request.user.has_perm(LEAD):
        context["place"] = OVERSIGHT  # where who oversees comes from, and goes back to
    if day:
        found = review_since(body, since=midnight(day))
        figures = review_figures(body, midnight(day))
        context |= {
            "figures": figures,
            "found": found,
            "dots": [_dot(each) for each in found.bins],
            "caught": place_range(
                figures.caught / figures.shown, low=figures.lowest or 0, high=figures.highest or 1, threshold=None
            )
            if figures.shown
            else None,
        }
    return show(request, "staff/cases/review.html", context, tab=TAB, status=422 if problems else 200)


def _dot(found: Bin) -> dict[str, float]:
    """Where a bin stands in the picture, in per cent from the left and from above."""
    share = found.right / found.count
    return {
        "x": 100 * found.said,
        "y": 100 * (1 - share),
        "low": 100 * (1 - found.lowest),
        "high": 100 * (1 - found.highest),
    }


def _usual_day() -> str:
    return (timezone.localdate(now()) - timedelta(days=USUAL_DAYS)).isoformat()
