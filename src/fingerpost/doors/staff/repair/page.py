"""The answers that would come out otherwise now, newest first. No word of a resident stands here, and no reference."""

from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.days import midnight, read_day
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.doors.staff.repair import words
from fingerpost.record.repair.affected import Why
from fingerpost.record.repair.comparing import What
from fingerpost.record.repair.findings import MOST_TRIES
from fingerpost.record.repair.models import Finding
from fingerpost.record.repair.reading import FindingFilter, count_stuck, last_sweep, list_findings

SEE = "repair.view_finding"
ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the form holds, as it was typed. `since` and `until` are days such as 2026-11-22, both included."""

    state: str = ""
    what: str = ""
    why: str = ""
    since: str = ""
    until: str = ""

    def days_wrong(self) -> dict[str, str]:
        """A sentence for each day that is none."""
        wrong = [name for name in ("since", "until") if getattr(self, name) and read_day(getattr(self, name)) is None]
        return {name: _("Enter a date such as 2026-11-22") for name in wrong}

    def as_filter(self) -> FindingFilter:
        since, until = read_day(self.since), read_day(self.until)
        return FindingFilter(
            state="" if self.state == ALL else self.state or Finding.State.OPEN.value,
            what=self.what,
            why=self.why,
            since=midnight(since) if since else None,
            until=midnight(until + timedelta(days=1)) if until else None,
        )


@needs(SEE)
@require_safe
def repair(request: HttpRequest) -> HttpResponse:
    """The list, with what to choose from, and when everything was last looked at."""
    chosen = Chosen(**{each.name: request.GET.get(each.name, "").strip()[:30] for each in fields(Chosen)})
    problems, body = chosen.days_wrong(), settings.CONFIGURATION.body
    page = list_findings(chosen.as_filter(), body=body, page=number_of(request.GET.get("page", "1")))
    context = {
        "place": "staff:repair",
        "chosen": chosen,
        "choices": _choices(chosen),
        "problems": problems,
        "page": page,
        "pagination": pagination(page.page, page.pages, **asdict(chosen)),
        "sweep": last_sweep(body=body),
        "stuck": count_stuck(body=body),
        "stuck_at": f"{reverse('staff:repair')}?state={Finding.State.STUCK}",
        "most_tries": MOST_TRIES,
        "url_of": lambda number: reverse("staff:finding", kwargs={"number": number}),
        "words": words,
    }
    return show(request, "staff/repair/list.html", context, status=422 if problems else 200)


def _choices(chosen: Chosen) -> dict[str, list[dict[str, Any]]]:
    """The items of each list to choose from."""
    states = [
        *({"value": each.value, "text": words.state_words(each.value)} for each in Finding.State),
        {"value": ALL, "text": _("All")},
    ]
    found = {
        "state": states,
        "what": [_every(), *({"value": each.value, "text": words.what_words(each.value)} for each in What)],
        "why": [_every(), *({"value": each.value, "text": words.why_words(each.value)} for each in Why)],
    }
    return {
        name: [{**item, "selected": item["value"] == getattr(chosen, name)} for item in items]
        for name, items in found.items()
    }


def _every() -> dict[str, Any]:
    return {"value": "", "text": _("All")}
