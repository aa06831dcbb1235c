"""What residents thought of the answers, and which questions found none: for those who write the guidance."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.days import midnight, read_day
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.installation import installation, now
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.doors.staff.feedback import words
from fingerpost.doors.staff.feedback.file import as_csv
from fingerpost.record.feedback.keeping import Useful
from fingerpost.record.feedback.reading import (
    FeedbackFilter,
    Tally,
    choices_of_feedback,
    count_feedback,
    iterate_feedback,
    list_feedback,
    total_feedback,
)
from fingerpost.record.feedback.unanswered import count_unanswered

SEE = "record.view_feedback"
USUAL_DAYS = 90  # shown where nobody has said from when


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the form holds, as it was typed. `since` and `until` are days such as 2026-11-22, both included."""

    topic: str = ""
    outcome: str = ""
    reason: str = ""
    useful: str = ""
    language: str = ""
    since: str = ""
    until: str = ""

    def days_wrong(self) -> dict[str, str]:
        """A sentence for each day that is none."""
        wrong = [name for name in ("since", "until") if getattr(self, name) and read_day(getattr(self, name)) is None]
        return {name: _("Enter a date such as 2026-11-22") for name in wrong}

    def as_filter(self) -> FeedbackFilter:
        since, until = read_day(self.since), read_day(self.until)
        named = {name: getattr(self, name) for name in ("topic", "outcome", "reason", "useful", "language")}
        return FeedbackFilter(
            **named,
            since=midnight(since) if since else None,
            until=midnight(until + timedelta(days=1)) if until else None,
        )


@needs(SEE)
@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """Totals, by topic, what was said, and the questions with no answer."""
    chosen = _chosen(request)
    problems = chosen.days_wrong()
    wanted, body, keys = chosen.as_filter(), settings.CONFIGURATION.body, installation().build_keys()
    page = list_feedback(wanted, body=body, keys=keys, page=number_of(request.GET.get("page", "1")))
    by_topic = count_feedback(wanted, body=body)
    context = {
        "place": "staff:feedback",
        "chosen": chosen,
        "choices": _choices(chosen, choices_of_feedback(body=body)),
        "problems": problems,
        "total": total_feedback(wanted, body=body),
        "by_topic": _bars(by_topic),
        "by_reason": count_feedback(wanted, body=body, by="reason"),
        "page": page,
        "pagination": pagination(page.page, page.pages, **asdict(chosen)),
        "unanswered": count_unanswered(body=body, keys=keys, since=wanted.since, until=wanted.until),
        "file": urlencode(asdict(chosen)),
        "file_address": reverse("staff:feedback_file"),
        "url_of_answer": lambda reference: reverse("staff:answer", kwargs={"reference": reference}),
        "words": words,
    }
    return show(request, "staff/feedback.html", context, status=422 if problems else 200)


@needs(SEE)
@require_safe
def feedback_file(request: HttpRequest) -> HttpResponse:
    """The same feedback as a file for a spreadsheet."""
    wanted, body = _chosen(request).as_filter(), settings.CONFIGURATION.body
    rows = iterate_feedback(wanted, body=body, keys=installation().build_keys())
    name = f"feedback-{now():%Y-%m-%d}.csv"
    return HttpResponse(
        as_csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _chosen(request: HttpRequest) -> Chosen:
    """What was chosen; the last weeks where the page is opened afresh."""
    given = {each.name: request.GET.get(each.name, "").strip()[:100] for each in fields(Chosen)}
    if "since" not in request.GET:
        given["since"] = (timezone.localdate(now()) - timedelta(days=USUAL_DAYS)).isoformat()
    return Chosen(**given)


def _choices(chosen: Chosen, known: Mapping[str, list[str]]) -> dict[str, list[dict[str, Any]]]:
    """The items of each list to choose from: what occurs, and what was chosen."""
    names = {
        "topic": words.topic_words,
        "outcome": words.outcome_words,
        "reason": words.reason_words,
        "language": words.language_words,
        "useful": words.useful_words,
    }
    found = {**known, "useful": [each.value for each in Useful]}
    return {
        name: [
            {"value": "", "text": _("All")},
            *({"value": each, "text": say(each), "selected": each == getattr(chosen, name)} for each in found[name]),
        ]
        for name, say in names.items()
    }


def _bars(tallies: list[Tally]) -> list[dict[str, Any]]:
    """Each topic with its parts as shares, in hundredths, of the longest bar."""
    longest = max((each.total for each in tallies), default=0)
    return [
        {
            "tally": each,
            "parts": _parts([("yes", each.yes), ("partly", each.partly), ("no", each.no)], longest),
        }
        for each in tallies
    ]


def _parts(counts: list[tuple[str, int]], longest: int) -> list[dict[str, Any]]:
    parts, start = [], 0
    for name, count in counts:
        parts.append({"name": name, "start": 100 * start / longest, "share": 100 * count / longest})
        start += count
    return parts
