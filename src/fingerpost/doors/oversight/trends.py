"""How it goes, by day, week or month: outcomes, reasons for no answer, times, checks and feedback."""

from collections import Counter
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.claims import OutcomeKind
from fingerpost.doors.charts import stack_columns
from fingerpost.doors.days import midnight, read_day
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import now
from fingerpost.doors.oversight import words
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.doors.spreadsheets import csv_file
from fingerpost.record.feedback.reading import FeedbackFilter, total_feedback
from fingerpost.record.overseeing.counting import (
    TIMED,
    Step,
    Wanted,
    add_up,
    choices_of_runs,
    count_periods,
    time_stages,
)

USUAL_DAYS = 29  # before today, where nobody has said from when
MOST = 400  # periods: more columns than that cannot be seen
STEPS = ("day", "week", "month")
KINDS = tuple(kind.value for kind in OutcomeKind)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the form holds, as it was typed."""

    step: str = "day"
    capability: str = ""
    door: str = ""
    since: str = ""
    until: str = ""

    def problems(self) -> dict[str, str]:
        """A sentence for each day that is none, or for too long a time in too small steps."""
        wrong = {name: _("Enter a date such as 2026-11-22") for name in ("since", "until") if not self._day(name)}
        if not wrong and self._day("since") > self._day("until"):  # type: ignore[operator]  # both are days
            wrong["until"] = _("The last day must not come before the first")
        elif not wrong and (self._day("until") - self._day("since")).days > MOST and self.step == "day":  # type: ignore[operator]
            wrong["step"] = _("Choose weeks or months for so long a time")
        return wrong

    def as_wanted(self) -> Wanted:
        """Of days that have no problem."""
        since, until = cast(date, self._day("since")), cast(date, self._day("until"))
        return Wanted(since=since, until=until, capability=self.capability, door=self.door)

    def _day(self, name: str) -> date | None:
        return read_day(getattr(self, name))


@needs(SEE)
@require_safe
def trends(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request)
    problems = chosen.problems()
    body = settings.CONFIGURATION.body
    context: dict[str, Any] = {
        "chosen": chosen,
        "choices": _choices(chosen, choices_of_runs(body=body)),
        "problems": problems,
        "words": words,
        "periods": [],
    }
    if not problems:
        context |= _found(chosen, body=body)
    return show(request, "oversight/trends.html", context, tab="oversight:trends", status=422 if problems else 200)


@needs(SEE)
@require_safe
def trends_file(request: HttpRequest) -> HttpResponse:
    """The same counts for a spreadsheet. True counts: they are not for publication."""
    chosen = _chosen(request)
    if chosen.problems():
        return trends(request)
    periods = count_periods(chosen.as_wanted(), body=settings.CONFIGURATION.body, step=cast(Step, chosen.step))
    rows = [[each.start, each.runs, *(each.outcomes[kind] for kind in KINDS), each.taken_out] for each in periods]
    return csv_file(f"runs-{now():%Y-%m-%d}.csv", [chosen.step, "runs", *KINDS, "claims taken out"], rows)


def _found(chosen: Chosen, *, body: str) -> dict[str, Any]:
    wanted = chosen.as_wanted()
    periods = count_periods(wanted, body=body, step=cast(Step, chosen.step))
    grouped = [words.grouped(each.outcomes) for each in periods]
    whole = add_up(periods, start=wanted.since)
    feedback = FeedbackFilter(since=midnight(wanted.since), until=midnight(wanted.until + timedelta(days=1)))
    return {
        "periods": list(zip(periods, grouped, strict=True)),
        "whole": whole,
        "whole_grouped": words.grouped(whole.outcomes),
        "chart": stack_columns(grouped, series=list(words.GROUPS)),
        "groups": [(group, words.group_words(group)) for group in words.GROUPS],
        "kinds": KINDS,
        "reasons": _bars(whole.reasons),
        "checks": _bars(whole.checks),
        "times": time_stages(wanted, body=body),
        "timed": TIMED,
        "feedback": total_feedback(feedback, body=body),
        "file": f"{reverse('oversight:trends_file')}?{urlencode(asdict(chosen))}",
        "list_of": lambda **more: _list_of(wanted, **more),
    }


def _bars(counted: Counter[str]) -> list[dict[str, Any]]:
    """The most frequent first, with the length of its bar in per cent of the longest."""
    longest = max(counted.values(), default=1)
    found = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"name": name, "count": count, "share": 100 * count / longest} for name, count in found]


def _list_of(wanted: Wanted, **more: str) -> str:
    days = {"since": wanted.since.isoformat(), "until": wanted.until.isoformat()}
    given = {"capability": wanted.capability, **days, **more}
    return f"{reverse('oversight:runs')}?{urlencode({name: value for name, value in given.items() if value})}"


def _chosen(request: HttpRequest) -> Chosen:
    given = {each.name: request.GET.get(each.name, "").strip()[:100] for each in fields(Chosen)}
    day = timezone.localdate(now())
    given["since"] = given["since"] or (day - timedelta(days=USUAL_DAYS)).isoformat()
    given["until"] = given["until"] or day.isoformat()
    given["step"] = given["step"] if given["step"] in STEPS else "day"
    return Chosen(**given)


def _choices(chosen: Chosen, known: dict[str, list[str]]) -> dict[str, list[dict[str, Any]]]:
    names = {"day": _("Days"), "week": _("Weeks"), "month": _("Months")}
    everything = {"value": "", "text": _("All")}
    return {
        "step": [{"value": each, "text": names[each], "selected": each == chosen.step} for each in STEPS],
        "capability": [everything, *_items(known["capability"], chosen.capability, str)],
        "door": [{"value": "", "text": _("Those of people")}, *_items(known["door"], chosen.door, words.door_words)],
    }


def _items(values: list[str], chosen: str, say: Any) -> list[dict[str, Any]]:
    return [{"value": each, "text": say(each), "selected": each == chosen} for each in values]
