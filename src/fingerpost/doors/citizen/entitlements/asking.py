"""The pages of an interview: where it starts, one question at a time, and all answers to check."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.asking import answer, prepare, subject_after
from fingerpost.doors.citizen.choices import chosen_nation
from fingerpost.doors.citizen.entitlements.answers import NotTaken, shown_value, take_answer, typed_before
from fingerpost.doors.citizen.entitlements.fields import (
    DONT_KNOW_VALUE,
    RATHER_NOT_VALUE,
    Field,
    NotAnAnswer,
    field_of,
    read_answer,
)
from fingerpost.doors.citizen.entitlements.interview import (
    AFTER,
    CHECK,
    NATION,
    QUESTION,
    THEN,
    TRAIL,
    Interview,
    along,
    likely_in,
    read_interview,
    settled,
    trail_in,
)
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.leaving import remember_asked
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.languages import page_language
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.switchable import is_off
from fingerpost.rules.hearing import write_changes
from fingerpost.rules.households.interview import InterviewUnreadable

COMMAND = "entitlements"
SECTION = "entitlements"


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, command: str = COMMAND) -> HttpResponse:
    """What it does and what it keeps. A form that is sent here, as to any capability, begins with the questions."""
    if request.method == "POST":
        return HttpResponseRedirect(link_to("entitlements_question"), status=303)
    return render(request, "citizen/entitlements/start.html", {"section": SECTION, "is_off": is_off(COMMAND)})


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    """Ask the question that settles most, or the one that the address names; take its answer and go on.

    Nothing is kept: the answers so far stand in the address.
    """
    try:
        interview = read_interview(request)
    except InterviewUnreadable as error:
        return _unreadable(request, error)
    path = request.GET.get(QUESTION) or interview.next_path()
    if path is None:
        return HttpResponseRedirect(interview.address("entitlements_check"))
    field = field_of(interview.book, path, page_language())
    if field is None or (path != NATION and not interview.has_begun):
        return HttpResponseRedirect(interview.address("entitlements_question"))
    if request.method != "POST":
        typed = typed_before(interview, field, usual_nation=chosen_nation(request))
        return _ask(request, interview, field, typed=typed, problems={}, status=200)
    if wait := seconds_to_wait(request, "search"):
        return too_many(request, wait)
    return _take(request, interview, field)


def _take(request: HttpRequest, interview: Interview, field: Field) -> HttpResponse:
    posted = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    try:
        changed = take_answer(interview, field, read_answer(field, posted))
    except NotAnAnswer as error:
        return _ask(request, interview, field, typed=posted, problems={error.part or "answer": str(error)}, status=422)
    except NotTaken as error:
        return _ask(request, interview, field, typed=posted, problems=error.problems, status=422)
    trail = trail_in(request)
    if trail[-1:] == [CHECK]:
        return HttpResponseRedirect(changed.address("entitlements_check"), status=303)
    address = changed.address("entitlements_question", **{TRAIL: along(trail, field.path)})
    return HttpResponseRedirect(address, status=303)


def _ask(
    request: HttpRequest,
    interview: Interview,
    field: Field,
    *,
    typed: dict[str, str],
    problems: dict[str, str],
    status: int,
) -> HttpResponse:
    trail = trail_in(request)
    context: dict[str, Any] = {
        "section": SECTION,
        "field": field,
        "typed": typed,
        "problems": problems,
        "back": _back(interview, trail),
        "here": _here(interview, field, trail),
        "skips": ((DONT_KNOW_VALUE, _("I don’t know")), (RATHER_NOT_VALUE, _("I’d rather not say"))),
        "may_skip": field.path != NATION,
        "dropped": len(interview.dropped),
        "check": interview.address("entitlements_check") if interview.household.answers else "",
        **_progress(interview),
    }
    return _unstored(render(request, "citizen/entitlements/question.html", context, status=status))


def _progress(interview: Interview) -> dict[str, Any]:
    """What is settled so far, once anything is answered."""
    if not interview.household.answers:
        return {"settled": 0, "schemes": 0, "likely": []}
    evaluation = interview.evaluate()
    done, of = settled(interview, evaluation)
    return {"settled": done, "schemes": of, "likely": list(likely_in(interview, evaluation, page_language()))}


def _back(interview: Interview, trail: list[str]) -> str:
    if not trail:
        return link_to("entitlements")
    *before, last = trail
    if last == CHECK:
        return interview.address("entitlements_check")
    return interview.address("entitlements_question", **{QUESTION: last, TRAIL: along(before)})


def _here(interview: Interview, field: Field, trail: list[str]) -> str:
    """Where the form is sent: to the very question, whatever would come next by then."""
    return interview.address("entitlements_question", **{QUESTION: field.path, TRAIL: along(trail)})


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """All answers, each to be changed, before anything is worked out from them."""
    try:
        interview = read_interview(request)
    except InterviewUnreadable as error:
        return _unreadable(request, error)
    if not interview.has_begun or not interview.household.answers:
        return HttpResponseRedirect(interview.address("entitlements_question"))
    return _check(request, interview, problems={}, status=200)


def _check(request: HttpRequest, interview: Interview, *, problems: dict[str, str], status: int) -> HttpResponse:
    context = {
        "section": SECTION,
        "rows": list(_rows(interview)),
        "answers": interview.packed,
        "hidden": {AFTER: interview.after, THEN: write_changes(interview.changes)},
        "more": interview.about_everything().address("entitlements_question") if _is_open(interview) else "",
        "back": interview.address("entitlements_question", **{QUESTION: [NATION, *interview.household.answers][-1]}),
        "problems": problems,
        "is_off": is_off(COMMAND),
        **_progress(interview),
    }
    return _unstored(render(request, "citizen/entitlements/check.html", context, status=status))


def _is_open(interview: Interview) -> bool:
    """Could more answers change a result, whatever was asked about?"""
    return interview.about_everything().next_path() is not None


def _rows(interview: Interview) -> Any:
    """A row for each answer: its short name, what was said, and where to change it."""
    language = page_language()
    for path in [NATION, *interview.household.answers]:
        field = field_of(interview.book, path, language)
        if field is not None:
            change = interview.address("entitlements_question", **{QUESTION: path, TRAIL: CHECK})
            yield {"path": path, "label": field.label, "value": shown_value(interview, field), "change": change}


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest) -> HttpResponse:
    """Work it out: one run on the road, recorded like any other, under an address of its own."""
    if request.method != "POST":
        return HttpResponseRedirect(link_to("entitlements"))
    if wait := seconds_to_wait(request):
        return too_many(request, wait)
    try:
        interview = read_interview(request)
    except InterviewUnreadable as error:
        return _unreadable(request, error)
    try:
        asked = prepare(COMMAND, _values_of(interview), subject=subject_after(interview.after))
    except InvalidRequest as error:
        problems = {name.removeprefix("facts."): words for name, words in error.problems.items()}
        return _check(request, interview, problems=problems, status=422)
    remember_asked(request, asked.reference, follows=interview.after)
    reply = answer(asked, door="citizen")
    return HttpResponseRedirect(link_to("answer", reference=reply["reference"]), status=303)


def _values_of(interview: Interview) -> dict[str, Any]:
    """What the run is asked. A change only where there is one."""
    values: dict[str, Any] = {"facts": interview.facts, "nation": interview.nation, "language": page_language()}
    if changes := interview.changed_facts:
        values["changes"] = changes
    return values


def _unreadable(request: HttpRequest, error: InterviewUnreadable) -> HttpResponse:
    context = {"section": SECTION}
    return _unstored(render(request, "citizen/entitlements/unreadable.html", context, status=400))


def _unstored(response: HttpResponse) -> HttpResponse:
    """No cache keeps a page with somebody's answers, and no search engine lists it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
