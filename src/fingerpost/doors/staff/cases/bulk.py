"""Several cases at once: choose what to do, see which can and which cannot and why, do it, and take it back.

What was done last stands in the session of whoever did it: references, versions and codes, never a word of anybody.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.casework.members import officers_of
from fingerpost.casework.queues import Row
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.references import tidy_reference
from fingerpost.doors.entry.access import needs, safe_next
from fingerpost.doors.installation import now
from fingerpost.doors.staff.cases import words
from fingerpost.doors.staff.cases.bulk_acts import ACTS, KEEP, Act, problems_of, refusal_of
from fingerpost.doors.staff.cases.doing import Result, do_all, undo_all
from fingerpost.doors.staff.cases.filters import ME, NOBODY, read_chosen
from fingerpost.doors.staff.cases.pages import book, show, viewer
from fingerpost.doors.staff.cases.rows import MOST_AT_ONCE, all_rows, find_rows
from fingerpost.doors.staff.cases.tabs import QUEUE, WORK
from fingerpost.doors.staff.cases.telling_done import RESULT, UNTOLD, told_words

FIELDS = ("to", "service", "team", "urgency", "reason", "on", "told")


@needs(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Choose, check, do. Whoever only opens the address is led to the queue."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse(QUEUE), status=303)
    who, back = viewer(request), safe_next(request.POST.get("back", "")) or reverse(QUEUE)
    rows, versions = _chosen(request, who)
    if not rows:
        return HttpResponseRedirect(_with(back, problem="case", act=request.POST.get("act", "")), status=303)
    name = request.POST.get("act", "")
    if name not in ACTS:
        problems = {"act": _("Choose what to do")} if "asked" in request.POST else {}
        return _show(request, "choose", rows, back=back, problems=problems)
    act, typed = ACTS[name], _typed(request)
    can = [row for row in rows if not refusal_of(act, row)]
    if request.POST.get("do") != "do" or not can:
        return _check(request, name, rows, who=who, back=back, typed=typed)
    problems = problems_of(act, typed)
    if problems:
        return _check(request, name, rows, who=who, back=back, typed=typed, problems=problems)
    result = do_all(name, can, versions=versions, typed=typed, viewer=who, book=book(), at=now())
    refused = [(row.reference, refusal_of(act, row)) for row in rows if refusal_of(act, row)]
    return _keep_and_go(request, result.and_refused(refused), back=back)


@needs(WORK)
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """What was done last, and which cases were not and why."""
    kept = request.session.get(RESULT)
    if not kept:
        return HttpResponseRedirect(reverse(QUEUE), status=303)
    result = Result(**kept)
    request.session.pop(UNTOLD, None)
    who = viewer(request)
    rows = {row.reference: row for row in find_rows([each for each, _why in result.refused], viewer=who)}
    context = {
        **_around(request),
        "result": result,
        "told": told_words(result),
        "refused": [(reference, rows.get(reference), why) for reference, why in result.refused],
        "undo_at": reverse("staff:cases-undo"),
    }
    return show(request, "staff/cases/bulk-done.html", context, tab=QUEUE)


@needs(WORK)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was done last. A case that somebody changed since stays as they left it."""
    kept, back = request.session.get(RESULT), safe_next(request.POST.get("back", "")) or reverse(QUEUE)
    if not kept or not Result(**kept).can_undo:
        return HttpResponseRedirect(back, status=303)
    return _keep_and_go(request, undo_all(Result(**kept), viewer=viewer(request), book=book(), at=now()), back=back)


def _keep_and_go(request: HttpRequest, result: Result, *, back: str) -> HttpResponse:
    request.session[RESULT] = result.plain()
    request.session[UNTOLD] = True
    return HttpResponseRedirect(reverse("staff:cases-done") if result.refused else back, status=303)


def _chosen(request: HttpRequest, who: Viewer) -> tuple[Sequence[Row], dict[str, int]]:
    """The cases that were ticked, or all of the list, with the versions that whoever sent this had before them."""
    if request.POST.get("all") == "yes":
        wanted = read_chosen(QueryDict(request.POST.get("query", ""))).as_filter(me=who.name)
        rows = all_rows(wanted, viewer=who)
        return rows, {row.reference: row.version for row in rows}
    versions = {}
    for each in request.POST.getlist("case")[:MOST_AT_ONCE]:
        reference, _dot, version = each.rpartition(".")
        if version.isascii() and version.isdigit() and len(version) < 10:
            versions[tidy_reference(reference)] = int(version)
    return find_rows(list(versions), viewer=who), versions


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()[:4000] for name in FIELDS}


def _check(
    request: HttpRequest,
    name: str,
    rows: Sequence[Row],
    *,
    who: Viewer,
    back: str,
    typed: dict[str, str],
    problems: dict[str, str] | None = None,
) -> HttpResponse:
    act = ACTS[name]
    reasons = [(row, refusal_of(act, row)) for row in rows]
    extra = {
        "act_name": name,
        "act": act,
        "can": [row for row, why in reasons if not why],
        "cannot": [(row, why) for row, why in reasons if why],
        "typed": typed,
        "choices": _choices(act, typed, who),
    }
    return _show(request, "check", rows, back=back, problems=problems or {}, **extra)


def _show(
    request: HttpRequest, step: str, rows: Sequence[Row], *, back: str, problems: dict[str, str], **extra: Any
) -> HttpResponse:
    context = {
        **_around(request),
        "rows": rows,
        "back": back,
        "acts": [{"value": name, "text": each.words()} for name, each in ACTS.items()],
        "problems": problems,
        **extra,
    }
    template = f"staff/cases/bulk-{step}.html"
    return show(request, template, context, tab=QUEUE, status=422 if problems else 200)


def _around(request: HttpRequest) -> dict[str, Any]:
    return {
        "book": book(),
        "at": now(),
        "url_of": lambda reference: reverse("staff:case", kwargs={"reference": reference}),
        "queue_at": reverse(QUEUE),
        "bulk_at": reverse("staff:cases-bulk"),
    }


def _choices(act: Act, typed: dict[str, str], who: Viewer) -> dict[str, list[dict[str, Any]]]:
    """The items of each list of the form."""
    here, choices = book(), {}
    if "to" in act.fields:
        officers = sorted(set(officers_of(who)) - {who.name})
        names = {who.name: _("Me"), NOBODY: _("Nobody"), **{each: each for each in officers}}
        choices["to"] = _items(names, typed["to"] if typed["to"] != ME else who.name)
    if "service" in act.fields:
        keep = {KEEP: _("Leave as it is")}
        services = sorted(((each, words.service_words(each, here)) for each in here.services), key=lambda pair: pair[1])
        teams = sorted(((each, words.team_words(each, here)) for each in here.teams), key=lambda pair: pair[1])
        choices["service"] = _items({**keep, **dict(services)}, typed["service"])
        choices["team"] = _items({KEEP: _("The team of the service"), **dict(teams)}, typed["team"])
        urgencies = {code: say() for code, say in words.URGENCIES.items()}
        choices["urgency"] = _items({**keep, **urgencies}, typed["urgency"])
    return choices


def _items(named: dict[str, str], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in named.items()]


def _with(address: str, **more: str) -> str:
    """The address with some more in its query."""
    path, _mark, query = address.partition("?")
    asked = QueryDict(query, mutable=True)
    for name, value in more.items():
        asked[name] = value
    return f"{path}?{asked.urlencode()}"
